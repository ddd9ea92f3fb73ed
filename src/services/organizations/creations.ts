/** Requests to create an account, and what becomes of them. */
import { CreateRole, PutRolePolicy } from '../../generated/iam.ts'
import type { AwsCall } from '../../kernel/internal-calls.ts'
import { type Caller, rootOf } from '../../kernel/caller.ts'
import { AwsError } from '../../kernel/errors.ts'
import type { Place } from '../../kernel/place.ts'
import { addAccount } from './accounts.ts'
import { creationNotFound } from './errors.ts'
import { creationKeptMs } from './limits.ts'
import { findOrganization } from './organization.ts'
import type {
  Creation,
  OrganizationsChange,
  OrganizationsReading,
  OrganizationsState,
} from './state.ts'

export type Failure = NonNullable<Creation['failure']>

/** AWS: the name that a request gives the role, where it doesn't say. */
export const defaultRoleName = 'OrganizationAccountAccessRole'

function isForgotten({ completedAtMs }: Creation, nowMs: number): boolean {
  return completedAtMs !== undefined && completedAtMs + creationKeptMs <= nowMs
}

/** @throws AwsError CreateAccountStatusNotFoundException */
export function requireCreation({ state, clock }: OrganizationsReading, id: string): Creation {
  const creation = state.creations.get(id)
  if (!creation || isForgotten(creation, clock.now())) throw creationNotFound(id)
  return creation
}

export function listCreations({ state, clock }: OrganizationsReading): Creation[] {
  const nowMs = clock.now()
  return [...state.creations.range()].filter((one) => !isForgotten(one, nowMs))
}

/** Keeps a new request, where those go that are forgotten by now. */
export function keepCreation({ state, clock }: OrganizationsChange, creation: Creation): void {
  const nowMs = clock.now()
  for (const old of [...state.creations.range()]) {
    if (isForgotten(old, nowMs)) state.creations.delete(old.id)
  }
  state.creations.put(creation)
}

export function isEmailTaken(state: OrganizationsState, email: string): boolean {
  return state.accounts.index('email').first({ prefix: [email.toLowerCase()] }) !== undefined
}

/**
 * Makes, in the new account, the role by which the management account gets in. The policy is an
 * inline one, as those who list it find; whether AWS asks IAM as the account's root user is judgement.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html
 */
export async function makeAccessRole(
  { accountId, roleName: RoleName }: Creation,
  { partition, account: managementAccount }: Place,
  aws: AwsCall,
): Promise<Failure | undefined> {
  const as = rootOf(accountId, partition)
  const trusted = `arn:${partition}:iam::${managementAccount}:root`
  try {
    await createRole(aws, as, RoleName, trusted)
    const PolicyDocument = written({ Effect: 'Allow', Action: '*', Resource: '*' })
    await aws(PutRolePolicy, { RoleName, PolicyName: 'AdministratorAccess', PolicyDocument }, as)
    return undefined
  } catch (error) {
    if (error instanceof AwsError) return 'INTERNAL_FAILURE'
    throw error
  }
}

/** The role may be there, when the process died in between. */
async function createRole(aws: AwsCall, as: Caller, RoleName: string, trusted: string) {
  const AssumeRolePolicyDocument = written({
    Effect: 'Allow',
    Principal: { AWS: trusted },
    Action: 'sts:AssumeRole',
  })
  try {
    await aws(CreateRole, { RoleName, AssumeRolePolicyDocument }, as)
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'EntityAlreadyExists') throw error
  }
}

function written(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
}

export function completeCreation(
  call: OrganizationsChange,
  creation: Creation,
  failure: Failure | undefined,
): void {
  const { state, clock } = call
  const organization = findOrganization(state)
  if (!organization) return
  const completedAtMs = clock.now()
  if (failure) {
    state.creations.put({ ...creation, state: 'FAILED', failure, completedAtMs })
    return
  }
  const { accountId: id, name, email, tags } = creation
  addAccount(call, organization, { id, name, email, joinedMethod: 'CREATED', tags })
  state.creations.put({ ...creation, state: 'SUCCEEDED', completedAtMs })
}

/** AWS: the account's id is told when it is there. */
export function writeCreation(creation: Creation) {
  const { id, name, state, requestedAtMs, completedAtMs, accountId, failure } = creation
  return {
    Id: id,
    AccountName: name,
    State: state,
    RequestedTimestamp: new Date(requestedAtMs),
    ...(completedAtMs !== undefined && { CompletedTimestamp: new Date(completedAtMs) }),
    ...(state === 'SUCCEEDED' && { AccountId: accountId }),
    ...(failure && { FailureReason: failure }),
  }
}
