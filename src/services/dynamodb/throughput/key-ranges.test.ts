import { expect, it } from 'vitest'
import { shardCountOf } from '../streams/shards.ts'
import { countPartitions, type Partitioned } from './key-ranges.ts'

const table: Partitioned = {
  billingMode: 'PROVISIONED',
  throughput: { readUnits: 10, writeUnits: 5 },
  counted: { atMs: 0, items: 0, bytes: 0, indexes: {} },
}
const onDemand: Partitioned = {
  ...table,
  billingMode: 'PAY_PER_REQUEST',
  throughput: { readUnits: 0, writeUnits: 0 },
}

it.each<[string, Partitioned, number]>([
  ['a small table', table, 1],
  ['provisioned reads and writes together', { ...table, throughput: units(9_000, 3_000) }, 6],
  ['a new on-demand table', onDemand, 4],
  ['an on-demand table that is warm for more', { ...onDemand, warm: units(12_000, 40_000) }, 40],
  ['a provisioned table that was warmed', { ...table, warm: units(30_000, 4_000) }, 10],
  ['a table that had more', { ...onDemand, partitions: 54 }, 54],
  ['25 GB', { ...table, counted: { ...table.counted, bytes: 25 * 1_024 ** 3 } }, 3],
])('%s has as many key ranges as its stream has shards', (_, given, count) => {
  expect(countPartitions(given, undefined)).toBe(count)
  expect(shardCountOf(given)).toBe(count)
})

it('what on-demand traffic has grown to splits a table further', () => {
  expect(countPartitions(onDemand, undefined, units(24_000, 4_000))).toBe(8)
})

function units(readUnits: number, writeUnits: number) {
  return { readUnits, writeUnits }
}
