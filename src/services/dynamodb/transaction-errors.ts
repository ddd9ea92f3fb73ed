/** Errors of transactions, and of what conflicts with one, in AWS's words. */
import {
  type CancellationReason,
  IdempotentParameterMismatchException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '../../generated/dynamodb.ts'
import { type AwsError, awsError, type Cause } from '../../kernel/errors.ts'
import { validation } from './errors.ts'
import type { WriteFacts } from './told-key.ts'

/** British spelling and all. */
export function transactionCancelled(
  reasons: readonly CancellationReason[],
  why: Cause = cancellation(reasons),
): AwsError {
  const codes = reasons.map(({ Code }) => Code).join(', ')
  return awsError(
    TransactionCanceledException,
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { members: { CancellationReasons: reasons }, why },
  )
}

/** @param items what is known of each, in their order: `WriteFacts` */
export function cancellation(
  reasons: readonly CancellationReason[],
  items: readonly object[] = [],
): Cause {
  const cancelledBy = reasons.flatMap(({ Code: code, Message: message }, at) =>
    code === 'None' ? [] : [{ item: at + 1, code, message, ...items[at] }],
  )
  return { kind: 'state', cancelledBy, items: reasons.length }
}

/** AWS's words for it are not public; these are the documentation's description. */
export function tokenReused(token: string): AwsError {
  return awsError(
    IdempotentParameterMismatchException,
    'DynamoDB rejected the request because you retried a request with a different payload but ' +
      'with an idempotent token that was already used.',
    { why: { kind: 'state', token } },
  )
}

/** The request whose transaction holds an item. */
export interface HeldBy {
  readonly requestId: string
  readonly operation: string
}

/** AWS's words, also for the writes of single items. */
const conflictMessage = 'Transaction is ongoing for the item'

export const conflictReason: CancellationReason = {
  Code: 'TransactionConflict',
  Message: conflictMessage,
}

/**
 * The words are those that a load test against AWS logged:
 * https://github.com/aura-studio/redimos/blob/main/doc/redis-3.2-compatibility.md
 */
export function transactionConflict(facts: WriteFacts & { readonly heldBy: HeldBy }): AwsError {
  return awsError(TransactionConflictException, conflictMessage, {
    why: { kind: 'state', conflict: true, ...facts },
  })
}

/** The words: https://github.com/aws/aws-sdk-java-v2/issues/2518 */
export function transactionInProgress(token: string, heldBy: HeldBy): AwsError {
  return awsError(
    TransactionInProgressException,
    'Transaction from previous request is still in progress',
    { why: { kind: 'state', inProgress: true, token, heldBy } },
  )
}

/** AWS's words are not public. */
export function transactionTooLarge(): AwsError {
  return validation('Transaction size has exceeded the maximum allowed size')
}
