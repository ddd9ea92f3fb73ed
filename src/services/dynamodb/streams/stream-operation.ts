import { operationsOn } from '../../../kernel/service.ts'
import { state } from '../state.ts'

/** An operation of DynamoDB Streams, on DynamoDB's state. */
export const streamOperation = operationsOn(state)

/** What to ask IAM about, of something that may be a stream's ARN. */
export function resourceOf(arn: unknown): string {
  return typeof arn === 'string' && /^arn:[^:]*:dynamodb:[^:]*:\d*:table\//.test(arn) ? arn : '*'
}
