/**
 * How many partitions a table has, and what each lets through.
 *
 * AWS: a partition gives 3,000 read and 1,000 write units a second and holds 10 GB. How tables are
 * split is no longer documented; this is the rule AWS gave while it was, and partitions were never
 * merged then either.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
 */
import { requireNumber, requireRate } from './plan-error.ts'
import { roundUp, shown, type Step } from './step.ts'
import { newBucket, type TokenBucket } from './token-bucket.ts'

export const partitionUnitsPerSecondMax = { read: 3_000, write: 1_000 } as const
export const partitionSizeBytesMax = 10 * 1_024 ** 3

export interface PartitionedTable {
  readonly readUnitsPerSecond: number
  readonly writeUnitsPerSecond: number
  /** What it is warm for: it has been split so that it can give that at once. */
  readonly warm?: Pick<PartitionedTable, 'readUnitsPerSecond' | 'writeUnitsPerSecond'>
  readonly storedBytes: number
  readonly partitionsBefore?: number
}

export interface Partitions {
  readonly count: number
  readonly working: readonly Step[]
}

/**
 * max(⌈RCU ÷ 3,000 + WCU ÷ 1,000⌉, ⌈bytes ÷ 10 GB⌉), and never fewer than before. What a table is
 * warm for asks for as many as give its reads and as many as give its writes, since each gives both:
 * AWS's 12,000 reads and 4,000 writes of a new on-demand table are what four partitions give.
 */
export function partitionCountOf(table: PartitionedTable): number {
  const { warm, storedBytes, partitionsBefore = 1 } = table
  const { read, write } = partitionUnitsPerSecondMax
  return Math.max(
    1,
    roundUp(table.readUnitsPerSecond / read + table.writeUnitsPerSecond / write),
    warm ? roundUp(warm.readUnitsPerSecond / read) : 0,
    warm ? roundUp(warm.writeUnitsPerSecond / write) : 0,
    Math.ceil(storedBytes / partitionSizeBytesMax),
    partitionsBefore,
  )
}

/** The same with its working. @throws PlanError */
export function partitionsOf(table: PartitionedTable): Partitions {
  const { warm, storedBytes, partitionsBefore = 1 } = table
  const reads = requireRate('read units', table.readUnitsPerSecond)
  const writes = requireRate('write units', table.writeUnitsPerSecond)
  if (warm) requireRate('warm read units', warm.readUnitsPerSecond)
  if (warm) requireRate('warm write units', warm.writeUnitsPerSecond)
  const max = Number.MAX_SAFE_INTEGER
  requireNumber(storedBytes, { input: 'table size', unit: 'bytes', isWhole: true, min: 0, max })
  requireNumber(partitionsBefore, { input: 'partitions before', isWhole: true, min: 1, max })
  const { read, write } = partitionUnitsPerSecondMax
  const share = (units: number, most: number) => `${shown(units)} ÷ ${shown(most)}`
  const terms = [
    ...(reads > 0 || writes > 0 || !warm
      ? [`⌈${share(reads, read)} + ${share(writes, write)}⌉`]
      : []),
    ...(warm ? [`⌈${share(warm.readUnitsPerSecond, read)}⌉`] : []),
    ...(warm ? [`⌈${share(warm.writeUnitsPerSecond, write)}⌉`] : []),
    ...(storedBytes > 0 ? [`⌈${shown(storedBytes / 1_024 ** 3)} GB ÷ 10 GB⌉`] : []),
    ...(partitionsBefore > 1 ? [`${shown(partitionsBefore)} as before`] : []),
  ]
  const formula = terms.length === 1 ? terms.join('') : `max(${terms.join(', ')})`
  const count = partitionCountOf(table)
  const unit = count === 1 ? 'partition' : 'partitions'
  return { count, working: [{ label: 'partitions', formula, value: count, unit }] }
}

/**
 * A partition's own ceiling: it may use its table's whole rate up to that (adaptive capacity), and
 * no second lets more through, however much burst the table has saved.
 */
export function partitionBucket(kind: 'read' | 'write', nowMs: number): TokenBucket {
  return newBucket({ unitsPerSecond: partitionUnitsPerSecondMax[kind], burstSeconds: 1, nowMs })
}
