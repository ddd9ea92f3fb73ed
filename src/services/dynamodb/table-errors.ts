/** What DynamoDB says of tables and indexes; see `errors.ts` for the rest. */
import {
  LimitExceededException,
  ResourceInUseException,
  ThrottlingException,
} from '../../generated/dynamodb.ts'
import type { TooManyCalls } from '../../kernel/call-rates.ts'
import { type AwsError, awsError, unmodelledError } from '../../kernel/errors.ts'
import { inUse, notFound, validation } from './errors.ts'
import { tablesPerRegion } from './limits.ts'

export function tableNotFound(
  table: string,
  facts: Readonly<Record<string, unknown>> = {},
): AwsError {
  return notFound(`Table: ${table} not found`, { table, ...facts })
}

export function resourceArnNotFound(arn: string): AwsError {
  return notFound(`ResourceArn: ${arn} not found`, { arn })
}

export function tableExists(table: string): AwsError {
  return inUse(`Table already exists: ${table}`, { table })
}

/** https://github.com/hashicorp/terraform-provider-aws/pull/2274 quotes it. */
export function tooManyTables(max: number, used: number): AwsError {
  const { name: quota } = tablesPerRegion
  return limitExceeded(`There is a limit of ${max} tables per subscriber`, {
    quota,
    limit: max,
    used,
  })
}

/** AWS: what lies in another account isn't told of, where policies of tables don't reach. */
export function accessDenied(resource: string): AwsError {
  return unmodelledError('AccessDeniedException', 400, 'Access is denied', {
    kind: 'access',
    resource,
  })
}

/** The form of most refusals for a change that is under way. */
export function stillInUse(reason: string, table: string): AwsError {
  const message = `Attempt to change a resource which is still in use: ${reason}`
  return awsError(ResourceInUseException, message, { why: { kind: 'state', table } })
}

export function tableBeingCreated(table: string): AwsError {
  return stillInUse(`Table is being created: ${table}`, table)
}

export function tableBeingDeleted(table: string): AwsError {
  return stillInUse(`Table is being deleted: ${table}`, table)
}

export function tableBeingUpdated(table: string): AwsError {
  return stillInUse(`Table: ${table} is in the process of being updated.`, table)
}

export function tableProtected(table: string): AwsError {
  return validation(
    'Resource cannot be deleted as it is currently protected against deletion. ' +
      'Disable deletion protection first.',
    { table },
  )
}

export function limitExceeded(reason: string, facts: Readonly<Record<string, unknown>>): AwsError {
  return awsError(LimitExceededException, `Subscriber limit exceeded: ${reason}`, {
    why: { kind: 'quota', ...facts },
  })
}

export function protectionChangedTooSoon(table: string, untilMs: number): AwsError {
  const until = new Date(untilMs).toISOString()
  return awsError(
    ThrottlingException,
    `Deletion protection setting for table ${table} modified within the previous 15000 ` +
      `milliseconds. Please try again after ${until}`,
    { why: { kind: 'throughput', table, untilMs } },
  )
}

/** AWS's words for single operations of the control plane aren't public: those of other services. */
export function rateExceeded(why: TooManyCalls): AwsError {
  return awsError(ThrottlingException, 'Rate exceeded', { why })
}

/** AWS: as measured by the authors of the AWS Controllers for Kubernetes (DDB-TABLE-445). */
export function tooManyTableRequests(why: TooManyCalls): AwsError {
  const message = 'The rate of control plane requests made by this account is too high'
  return awsError(ThrottlingException, message, { why })
}

/** AWS: an empty structure alone makes the service fail. */
export function internalFailure(): AwsError {
  return unmodelledError('InternalFailure', 500, '', { kind: 'validation' })
}
