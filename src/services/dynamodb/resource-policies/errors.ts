/** What DynamoDB says of resource policies. */
import { PolicyNotFoundException, ThrottlingException } from '../../../generated/dynamodb.ts'
import { type AwsError, awsError, unmodelledError } from '../../../kernel/errors.ts'
import { invalidValues, notFound, validation } from '../errors.ts'
import { policyBytesMax } from '../limits.ts'

export function invalidDocument(reason: string): AwsError {
  return invalidValues(`Invalid policy document: ${reason}`)
}

export function policyTooLarge(bytes: number): AwsError {
  return invalidValues(`Maximum policy size of ${policyBytesMax} bytes exceeded`, {
    limit: policyBytesMax,
    value: bytes,
  })
}

export function unknownPrincipal(detail: string): AwsError {
  return invalidValues('Invalid principal in policy document.', { detail })
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-bpa-rbp.html */
export function publicAccess(): AwsError {
  return validation(
    'Resource-based policy grants unbounded access in one or more elements. ' +
      'Please revise the policy to ensure least-privilege form of access',
  )
}

export function otherAccount(): AwsError {
  return validation(
    'This action is only supported by accounts that match the resource owner’s account.',
  )
}

export function streamNotFound(label: string, table: string): AwsError {
  return notFound(`Stream: ${label} not found for Table: ${table}`, { table, label })
}

export function policyNotFound(arn: string): AwsError {
  return noPolicy(arn, { arn })
}

/** AWS's texts are known up to "associated"; their ends are a judgement. */
export function revisionDiffers(given: string, table: string, current?: string): AwsError {
  const reason =
    current === undefined
      ? `but table ${table} has no associated policy.`
      : `but the policy associated to target table ${table} did not match.`
  return noPolicy(`Requested update for policy with revision id ${given}, ${reason}`, {
    expected: given,
    current,
  })
}

export function lockedOut(statement: string | undefined): AwsError {
  return unmodelledError(
    'AccessDeniedException',
    400,
    'The new resource policy will not allow you to update the resource policy in the future.',
    { kind: 'access', statement, cure: 'ConfirmRemoveSelfResourceAccess' },
  )
}

export function policyChangedTooSoon(table: string, untilMs: number): AwsError {
  return awsError(
    ThrottlingException,
    `Resource-based policy for table ${table} modified within the previous 15000 milliseconds. ` +
      `Please try again after ${new Date(untilMs).toISOString()}.`,
    { why: { kind: 'throughput', table, untilMs } },
  )
}

function noPolicy(what: string, facts: Readonly<Record<string, unknown>>): AwsError {
  return awsError(
    PolicyNotFoundException,
    `Resource-based policy not found for the provided ResourceArn: ${what}`,
    { why: { kind: 'not-found', ...facts } },
  )
}
