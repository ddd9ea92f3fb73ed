/** What the tables of an account and region make of its quotas. */
import type { Kind } from './capacity.ts'
import type { DynamodbState, Table } from './state.ts'

const fields = { read: 'readUnits', write: 'writeUnits' } as const

/** By all tables and indexes that are provisioned. */
export function reservedUnits(state: DynamodbState, kind: Kind): number {
  let reserved = 0
  for (const table of state.tables.range()) reserved += unitsOf(table, kind)
  return reserved
}

/** Of a table with its indexes; 0 on demand. */
export function unitsOf(table: Pick<Table, 'throughput' | 'indexes'>, kind: Kind): number {
  let units = table.throughput[fields[kind]]
  for (const { throughput } of table.indexes) units += throughput?.[fields[kind]] ?? 0
  return units
}

/** Tables and indexes that are being made, changed or deleted. */
export function tablesUnderWay(state: DynamodbState): number {
  let count = 0
  for (const { status, indexes } of state.tables.range()) {
    if (status !== 'ACTIVE') count++
    for (const index of indexes) if (index.status !== 'ACTIVE') count++
  }
  return count
}
