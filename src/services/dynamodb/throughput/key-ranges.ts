/** How many key ranges a table or index has: its partitions, and so the shards of its stream. */
import { partitionCountOf } from '../../../planner/partitions.ts'
import type { Index, Table, Warmth } from '../state.ts'
import { warmthOf } from './warmth.ts'

export type Partitioned = Pick<
  Table,
  'billingMode' | 'throughput' | 'counted' | 'warm' | 'partitions'
>

/** @param grown what on-demand traffic has made of it by now; absent: what it is warm for */
export function countPartitions(
  table: Partitioned,
  index: Index | undefined,
  grown?: Warmth,
): number {
  const { throughput, warm, partitions = 1 } = index ?? table
  const isOnDemand = table.billingMode === 'PAY_PER_REQUEST'
  const warmth = isOnDemand ? (grown ?? warmthOf(index ?? table, table.billingMode)) : warm
  return partitionCountOf({
    readUnitsPerSecond: isOnDemand ? 0 : (throughput?.readUnits ?? 0),
    writeUnitsPerSecond: isOnDemand ? 0 : (throughput?.writeUnits ?? 0),
    ...(warmth && {
      warm: { readUnitsPerSecond: warmth.readUnits, writeUnitsPerSecond: warmth.writeUnits },
    }),
    storedBytes: storedBytes(table, index),
    partitionsBefore: partitions,
  })
}

/** As they were last counted: whoever keeps 10 GB here is rare, and may wait for his split. */
export function storedBytes({ counted }: Partitioned, index: Index | undefined): number {
  return index ? (counted.indexes[index.name]?.bytes ?? 0) : counted.bytes
}
