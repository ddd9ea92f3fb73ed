/** What transactions answer of what they have consumed: once a table, as the request names it. */
import type { ConsumedCapacity, ReturnConsumedCapacity } from '../../generated/dynamodb.ts'
import { Consumption } from './capacity.ts'
import type { Table } from './state.ts'

interface Asked {
  readonly given: string
  readonly table: Table
}

interface Telling {
  readonly wanted: ReturnConsumedCapacity | undefined
  readonly told: 'ReadCapacityUnits' | 'WriteCapacityUnits'
}

/** @param taken by each of the asked */
export function consumedByAll(
  asked: readonly Asked[],
  taken: readonly Consumption[],
  { wanted, told }: Telling,
): { readonly ConsumedCapacity?: readonly ConsumedCapacity[] } {
  const consumptions = new Map<string, Consumption>()
  for (const [at, { given, table }] of asked.entries()) {
    const sum = consumptions.get(given) ?? new Consumption(table)
    const own = taken[at]
    consumptions.set(given, own ? sum.addAll(own) : sum)
  }
  const consumed = [...consumptions].flatMap(
    ([given, sum]) => sum.describe(given, wanted, told) ?? [],
  )
  return consumed.length > 0 ? { ConsumedCapacity: consumed } : {}
}
