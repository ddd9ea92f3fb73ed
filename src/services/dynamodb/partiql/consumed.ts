/** What several statements have consumed, told once a table. */
import type { Capacity, ConsumedCapacity } from '../../../generated/dynamodb.ts'

export function consumedByTable(
  consumed: readonly (ConsumedCapacity | undefined)[],
): readonly ConsumedCapacity[] {
  const tables = new Map<string, ConsumedCapacity>()
  for (const one of consumed) {
    if (!one) continue
    const name = one.TableName ?? ''
    tables.set(name, sumOf(tables.get(name), one))
  }
  return [...tables.values()]
}

function sumOf(one: ConsumedCapacity | undefined, other: ConsumedCapacity): ConsumedCapacity {
  if (!one) return other
  const local = sumOfIndexes(one.LocalSecondaryIndexes, other.LocalSecondaryIndexes)
  const global = sumOfIndexes(one.GlobalSecondaryIndexes, other.GlobalSecondaryIndexes)
  return {
    ...one,
    ...unitsOf(one, other),
    ...(one.Table && other.Table && { Table: unitsOf(one.Table, other.Table) }),
    ...(local && { LocalSecondaryIndexes: local }),
    ...(global && { GlobalSecondaryIndexes: global }),
  }
}

type Indexes = Readonly<Record<string, Capacity>> | undefined

function sumOfIndexes(one: Indexes, other: Indexes): Indexes {
  if (!one || !other) return one ?? other
  const sums = Object.entries(other).map(([name, more]) => [name, unitsOf(one[name] ?? {}, more)])
  return { ...one, ...(Object.fromEntries(sums) as Record<string, Capacity>) }
}

function unitsOf(one: Capacity, other: Capacity): Capacity {
  return { CapacityUnits: (one.CapacityUnits ?? 0) + (other.CapacityUnits ?? 0) }
}
