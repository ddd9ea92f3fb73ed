/** What of an update holds for all replicas of a global table. */
import type { UpdateTableInput } from '../../../generated/dynamodb.ts'
import type { DynamodbChange, Table } from '../state.ts'
import { tell } from './messages.ts'

/**
 * AWS: indexes, bounds of writes, warmth, class and kind of key are the same everywhere; protection,
 * streams and bounds of reads are each region's own.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
export function tellUpdate(
  call: DynamodbChange,
  { name, replicas = [] }: Table,
  given: UpdateTableInput,
): void {
  if (replicas.length === 0) return
  const input = sharedPart(given)
  if (Object.keys(input).length === 1) return
  for (const { region } of replicas) tell(call, name, region, { kind: 'update', input })
}

function sharedPart(given: UpdateTableInput): UpdateTableInput {
  const { TableName, AttributeDefinitions, GlobalSecondaryIndexUpdates, TableClass } = given
  const { SSESpecification, WarmThroughput } = given
  const writesMax = given.OnDemandThroughput?.MaxWriteRequestUnits
  return {
    TableName,
    ...(GlobalSecondaryIndexUpdates && { GlobalSecondaryIndexUpdates }),
    ...(GlobalSecondaryIndexUpdates && AttributeDefinitions && { AttributeDefinitions }),
    ...(TableClass && { TableClass }),
    ...(SSESpecification && { SSESpecification }),
    ...(WarmThroughput && { WarmThroughput }),
    ...(writesMax !== undefined && { OnDemandThroughput: { MaxWriteRequestUnits: writesMax } }),
  }
}
