/** A page as Query and Scan answer it, once it is let through. */
import type { QueryInput, ScanInput } from '../../generated/dynamodb.ts'
import type { Page } from './page.ts'
import type { DynamodbChange } from './state.ts'
import { admitPage } from './throughput/admission.ts'

/** @throws AwsError as `admitPage` */
export function answerPage(
  call: DynamodbChange & { readonly input: QueryInput | ScanInput },
  operation: 'Query' | 'Scan',
  page: Page,
) {
  const { input } = call
  admitPage(call, operation, page.consumption)
  const consumed = page.consumption.describe(input.TableName, input.ReturnConsumedCapacity)
  return {
    ...(input.Select !== 'COUNT' && { Items: page.items }),
    Count: page.count,
    ScannedCount: page.scanned,
    ...(page.lastKey && { LastEvaluatedKey: page.lastKey }),
    ...(consumed && { ConsumedCapacity: consumed }),
  }
}
