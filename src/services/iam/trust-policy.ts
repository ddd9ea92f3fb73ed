/**
 * Who may assume a role. AWS keeps users and roles there by their unique ids, so that a namesake
 * made later is not meant, and shows the names again as long as those entities live.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import { compilePolicy } from '../../policy/compiled-policy.ts'
import { invalidPrincipal } from '../../policy/faults.ts'
import { withPrincipals } from '../../policy/written-principals.ts'
import { entityArn, iamArn } from './arns.ts'
import { lengthOf, refusingFaults } from './documents.ts'
import { findByName } from './entities.ts'
import { quotaReached } from './errors.ts'
import { trustPolicyLength } from './limits.ts'
import type { IamReading, Role } from './state.ts'

type TrustPolicy = Pick<Role, 'trustPolicy' | 'trustedArns'>

/** @throws AwsError MalformedPolicyDocument, LimitExceeded */
export function readTrustPolicy(reading: IamReading, document: string): TrustPolicy {
  const trustedArns: Record<string, string> = {}
  const trustPolicy = refusingFaults(() => {
    compilePolicy(document, 'trust')
    return withPrincipals(document, 'trust', (value) => {
      if (!namesEntity(value)) return value
      const id = idOf(reading, value)
      if (id === undefined) throw invalidPrincipal('AWS', value)
      if (id !== value) trustedArns[id] = value
      return id
    })
  })
  const max = reading.limits.valueOf(trustPolicyLength)
  const used = lengthOf(document)
  if (used > max) throw quotaReached('ACLSizePerRole', { quota: trustPolicyLength, max, used })
  return { trustPolicy, trustedArns }
}

/** With the ARNs that the trusted have now; those that are gone stay ids. */
export function shownTrustPolicy(reading: IamReading, role: TrustPolicy): string {
  if (!/A(?:IDA|ROA)/.test(role.trustPolicy)) return role.trustPolicy
  return withPrincipals(role.trustPolicy, 'trust', (value) =>
    isUniqueId(value) ? (arnOf(reading, value, role.trustedArns[value]) ?? value) : value,
  )
}

function namesEntity(value: string): boolean {
  return isUniqueId(value) || /^arn:[^:]+:iam::\d{12}:(?:user|role)\//.test(value)
}

function isUniqueId(value: string): boolean {
  return /^A(?:IDA|ROA)[A-Z0-9]{12,124}$/.test(value)
}

/** `undefined`: there is none. */
function idOf(reading: IamReading, principal: string): string | undefined {
  if (isUniqueId(principal)) return arnOf(reading, principal, undefined) && principal
  const ownPrefix = iamArn(reading.place, '')
  if (!principal.startsWith(ownPrefix)) return foreignIdOf(reading, principal)
  const { users, roles } = reading.state
  const name = principal.slice(principal.lastIndexOf('/') + 1)
  const type = principal.startsWith(`${ownPrefix}user/`) ? 'user' : 'role'
  const entity = type === 'user' ? findByName(users, name) : findByName(roles, name)
  // AWS: here, unlike elsewhere, the case of names counts.
  const isMeant = entity && entityArn(reading.place, type, entity) === principal
  return isMeant ? entity.id : undefined
}

/** An entity of another account; without a directory of the accounts its ARN stands for it. */
function foreignIdOf({ ports }: IamReading, arn: string): string | undefined {
  const { identityDirectory: directory } = ports
  if (!directory) return arn
  return (arn.includes(':user/') ? directory.findUser(arn) : directory.findRole(arn))?.id
}

function arnOf(reading: IamReading, id: string, savedArn: string | undefined): string | undefined {
  const { state, place } = reading
  const user = state.users.get(id)
  if (user) return entityArn(place, 'user', user)
  const role = state.roles.get(id)
  if (role) return entityArn(place, 'role', role)
  const isLive = savedArn !== undefined && foreignIdOf(reading, savedArn) === id
  return isLive ? savedArn : undefined
}
