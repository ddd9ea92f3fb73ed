/** The organisation itself, and who may ask for it. */
import type { Caller } from '../../kernel/caller.ts'
import type { Place } from '../../kernel/place.ts'
import { organizationArn, targetArn } from './arns.ts'
import { managementOnly, notInUse, typeNotAvailable, typeNotEnabled } from './errors.ts'
import type {
  ControlType,
  Organization,
  OrganizationsReading,
  OrganizationsState,
} from './state.ts'

export function findOrganization(state: OrganizationsState): Organization | undefined {
  return state.organizations.get('organization')
}

/**
 * The organisation that the caller manages. AWS lets members read some of it where a service is
 * delegated to them, which Kasane has none of.
 * @throws AwsError AWSOrganizationsNotInUseException, AccessDeniedException
 */
export function requireManaged({
  state,
  place,
  caller,
}: OrganizationsReading & { readonly caller: Caller }): Organization {
  const organization = findOrganization(state)
  if (organization && caller.account === place.account) return organization
  const managementAccount = organization ? place.account : managementAccountOf(state)
  if (managementAccount === undefined) throw notInUse(caller.account)
  throw managementOnly(caller.account, managementAccount)
}

/** The organisation that the caller is in. @throws AwsError AWSOrganizationsNotInUseException */
export function requireOwn({
  state,
  caller,
}: OrganizationsReading & { readonly caller: Caller }): Organization {
  const organization = findOrganization(state)
  if (!organization) throw notInUse(caller.account)
  return organization
}

/** Of the account whose state it is. */
export function managementAccountOf(state: OrganizationsState): string | undefined {
  return state.memberships.get('account')?.managementAccount
}

/** @throws AwsError PolicyTypeNotAvailableForOrganizationException */
export function checkAvailable({ featureSet }: Organization, type: ControlType): void {
  if (featureSet !== 'ALL') throw typeNotAvailable(type)
}

/** @throws AwsError PolicyTypeNotEnabledException */
export function checkEnabled({ enabledTypes }: Organization, type: ControlType): void {
  if (!enabledTypes.includes(type)) throw typeNotEnabled(type)
}

/**
 * Accounts have an address at AWS from the day they are opened; those that no CreateAccount made
 * get one here.
 */
export function addressOf(account: string): string {
  return `root@${account}.example.com`
}

export function nameOf(account: string): string {
  return `Account ${account}`
}

export function writeOrganization(place: Place, organization: Organization) {
  return {
    Id: organization.id,
    Arn: organizationArn(place, organization),
    FeatureSet: organization.featureSet,
    MasterAccountArn: targetArn(place, organization, place.account),
    MasterAccountId: place.account,
    MasterAccountEmail: addressOf(place.account),
    AvailablePolicyTypes: organization.featureSet === 'ALL' ? controlPolicies : [],
  }
}

/** AWS: no longer true; ListRoots tells which types are enabled. */
const controlPolicies = [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] as const

export function writeRoot(place: Place, organization: Organization) {
  const { rootId, enabledTypes } = organization
  return {
    Id: rootId,
    Arn: targetArn(place, organization, rootId),
    Name: 'Root',
    PolicyTypes: enabledTypes.map((type) => ({ Type: type, Status: 'ENABLED' as const })),
  }
}
