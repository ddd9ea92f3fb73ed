/** What Organizations answers where a limit is reached. Where nothing public shows the words, a comment says so. */
import { TooManyRequestsException } from '../../generated/organizations.ts'
import { type AwsError, awsError, type Cause } from '../../kernel/errors.ts'
import type { Quota } from '../../kernel/limits.ts'
import { constraintViolation, handshakeConstraint } from './errors.ts'
import {
  concurrentClosuresMax,
  concurrentCreationsMax,
  invitationsPerDay,
  removalAgeDaysMin,
  tagsMax,
  unitDepthMax,
  unitsMax,
} from './limits.ts'

export interface Reached {
  readonly quota: Quota
  readonly max: number
  readonly used?: unknown
}

function quotaCause({ quota, max, used }: Reached): Cause {
  return { kind: 'quota', quota: quota.name, code: quota.code, value: max, used }
}

// Accounts

/** https://github.com/awslabs/compliant-framework-for-federal-and-dod-workloads-in-aws-govcloud-us/issues/12 */
const accountsWords = 'You have exceeded the allowed number of AWS accounts'

export function tooManyAccounts(reached: Reached): AwsError {
  return constraintViolation('ACCOUNT_NUMBER_LIMIT_EXCEEDED', accountsWords, quotaCause(reached))
}

/** The same of who would be invited. */
export function tooManyAccountsToInvite(reached: Reached): AwsError {
  return handshakeConstraint('ACCOUNT_NUMBER_LIMIT_EXCEEDED', accountsWords, quotaCause(reached))
}

/** The words are unconfirmed. */
export function tooManyCreations(max: number, used: number): AwsError {
  const message =
    'AWS Organizations could not complete the request because too many requests of this kind ' +
    'are in progress. Try again later.'
  const why = quotaCause({ quota: concurrentCreationsMax, max, used })
  return awsError(TooManyRequestsException, message, { why })
}

/** The words are unconfirmed. */
export function tooManyClosures(max: number, closing: readonly string[]): AwsError {
  const message = 'You have exceeded the number of accounts that you can close at a time.'
  const why = quotaCause({ quota: concurrentClosuresMax, max, used: closing })
  return constraintViolation('CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED', message, why)
}

/** The words are unconfirmed. */
export function tooYoungToLeave(account: string, days: number, freeAtMs: number): AwsError {
  const message = `You must wait at least ${days} days after the account was created before it can leave the organization.`
  const why = { ...quotaCause({ quota: removalAgeDaysMin, max: days }), account, freeAtMs }
  return constraintViolation('WAIT_PERIOD_ACTIVE', message, why)
}

/** The words are unconfirmed. */
export function tooManyInvitations(max: number, used: number): AwsError {
  const message = 'You have exceeded the number of handshakes that you can send in one day.'
  const why = quotaCause({ quota: invitationsPerDay, max, used })
  return handshakeConstraint('HANDSHAKE_RATE_LIMIT_EXCEEDED', message, why)
}

// Units

/** The words are unconfirmed. */
export function tooManyUnits(max: number, used: number): AwsError {
  const message = 'You have exceeded the allowed number of organizational units.'
  const why = quotaCause({ quota: unitsMax, max, used })
  return constraintViolation('OU_NUMBER_LIMIT_EXCEEDED', message, why)
}

/** The words are unconfirmed. */
export function unitTooDeep(max: number, line: readonly string[]): AwsError {
  const message = 'You have exceeded the allowed depth of organizational units.'
  const why = quotaCause({ quota: unitDepthMax, max, used: line })
  return constraintViolation('OU_DEPTH_LIMIT_EXCEEDED', message, why)
}

// Policies and tags

/** The words are unconfirmed. */
export function tooManyPolicies(reached: Reached): AwsError {
  const message = 'You have exceeded the number of policies that you can have in an organization.'
  return constraintViolation('POLICY_NUMBER_LIMIT_EXCEEDED', message, quotaCause(reached))
}

/** The words are unconfirmed. */
export function policyTooLong(reached: Reached): AwsError {
  const message = 'You have exceeded the maximum size of the policy document.'
  return constraintViolation('POLICY_CONTENT_LIMIT_EXCEEDED', message, quotaCause(reached))
}

/** The words are unconfirmed. */
export function tooManyAttached(reached: Reached): AwsError {
  const message = 'You have attached the maximum number of policies to the specified target.'
  const why = quotaCause(reached)
  return constraintViolation('MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED', message, why)
}

/** The words are unconfirmed. */
export function tooManyTags(used: number): AwsError {
  const message = 'You have exceeded the number of tags allowed on this resource.'
  const why: Cause = { kind: 'quota', quota: 'tags of a resource', value: tagsMax, used }
  return constraintViolation('MAX_TAG_LIMIT_EXCEEDED', message, why)
}
