/** Operations on items, measured: how often they succeed, and how often they fail and why. */
import { AwsError } from '../../../kernel/errors.ts'
import type { OperationDefinition } from '../../../kernel/service.ts'
import { tableNameOf } from '../arns.ts'
import type { DynamodbReading } from '../state.ts'
import type { ItemOperation } from './admission.ts'
import { accountMeasures, operationMeasures } from './measures.ts'

/** The tables that a request is about, as it names them. */
export type TablesOf = (input: object) => readonly string[]

export function measured(
  definition: OperationDefinition,
  tablesOf: TablesOf = tablesIn,
): OperationDefinition {
  const operation = definition.name as ItemOperation
  return {
    ...definition,
    run(call) {
      const reading = call as unknown as DynamodbReading
      try {
        const output = definition.run(call)
        countSuccess(reading, operation, tablesOf(call.input), output as Answer)
        return output
      } catch (error) {
        countFailure(reading, operation, tablesOf(call.input), error)
        throw error
      }
    },
  }
}

/** Of queries and scans. */
interface Answer {
  readonly Count?: number
}

function countSuccess(
  call: DynamodbReading,
  operation: ItemOperation,
  tables: readonly string[],
  output: Answer | undefined,
): void {
  for (const given of tables) {
    const measures = operationMeasures(call, operation, tableNameOf(call.place, given))
    measures.count('SuccessfulRequestLatency', latenciesMs[operation], 'Milliseconds')
    if (output?.Count !== undefined) measures.count('ReturnedItemCount', output.Count)
  }
}

/**
 * AWS: throttling and conditions that fail are no user errors; each has metrics of its own. What the
 * model or a policy refuses is, and isn't counted here: it never comes as far as the operation.
 */
function countFailure(
  call: DynamodbReading,
  operation: ItemOperation,
  tables: readonly string[],
  error: unknown,
): void {
  if (!(error instanceof AwsError) || error.status >= 500) {
    for (const given of tables) operationMeasures(call, operation, given).count('SystemErrors')
    return
  }
  const isOfItsOwn =
    error.why?.kind === 'throughput' || error.code === 'ConditionalCheckFailedException'
  if (!isOfItsOwn) accountMeasures(call).count('UserErrors')
}

/**
 * Constant: real time says nothing of AWS, and emulated time doesn't pass within a call, so what is
 * worth something is how often they are counted. AWS promises single digits for one item; a
 * transaction takes two passes over its items.
 */
const latenciesMs: Readonly<Record<ItemOperation, number>> = {
  GetItem: 3,
  PutItem: 5,
  UpdateItem: 5,
  DeleteItem: 5,
  Query: 5,
  Scan: 8,
  BatchGetItem: 8,
  BatchWriteItem: 9,
  TransactGetItems: 8,
  TransactWriteItems: 16,
  ExecuteStatement: 5,
  BatchExecuteStatement: 9,
  ExecuteTransaction: 16,
}

interface Naming {
  readonly TableName?: string
  readonly RequestItems?: object
  readonly TransactItems?: readonly Readonly<Record<string, { readonly TableName?: string }>>[]
}

function tablesIn({ TableName: name, RequestItems: batch, TransactItems: items }: Naming) {
  if (name !== undefined) return [name]
  if (batch) return Object.keys(batch)
  const names = (items ?? []).flatMap((item) =>
    Object.values(item).flatMap(({ TableName }) => TableName ?? []),
  )
  return [...new Set(names)]
}
