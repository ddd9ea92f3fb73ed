/**
 * How many tables and indexes may be under way at once.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 * AWS's words: https://github.com/serverless/serverless/issues/2622
 */
import { simultaneousTableOperations } from '../limits.ts'
import type { DynamodbReading } from '../state.ts'
import { tablesUnderWay } from '../table-counts.ts'
import { limitExceeded } from '../table-errors.ts'

/**
 * Before one more is made, changed or deleted.
 * @throws AwsError LimitExceededException
 */
export function checkSimultaneous({ state, limits }: DynamodbReading): void {
  const max = limits.valueOf(simultaneousTableOperations)
  const used = tablesUnderWay(state)
  if (used < max) return
  const { name: quota } = simultaneousTableOperations
  throw limitExceeded(`Only ${max} tables can be created, updated, or deleted simultaneously`, {
    quota,
    limit: max,
    used,
  })
}
