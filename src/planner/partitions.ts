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
  readonly storedBytes: number
  readonly partitionsBefore?: number
}

export interface Partitions {
  readonly count: number
  readonly working: readonly Step[]
}

/** max(⌈RCU ÷ 3,000 + WCU ÷ 1,000⌉, ⌈bytes ÷ 10 GB⌉), and never fewer than before. @throws PlanError */
export function partitionsOf(table: PartitionedTable): Partitions {
  const { storedBytes } = table
  const readUnitsPerSecond = requireRate('read units', table.readUnitsPerSecond)
  const writeUnitsPerSecond = requireRate('write units', table.writeUnitsPerSecond)
  const partitionsBefore = table.partitionsBefore ?? 1
  const max = Number.MAX_SAFE_INTEGER
  requireNumber(storedBytes, { input: 'table size', unit: 'bytes', isWhole: true, min: 0, max })
  requireNumber(partitionsBefore, { input: 'partitions before', isWhole: true, min: 1, max })
  const { read, write } = partitionUnitsPerSecondMax
  const forRate = roundUp(readUnitsPerSecond / read + writeUnitsPerSecond / write)
  const forSize = Math.ceil(storedBytes / partitionSizeBytesMax)
  const count = Math.max(1, forRate, forSize, partitionsBefore)
  const rates = `${shown(readUnitsPerSecond)} ÷ ${shown(read)} + ${shown(writeUnitsPerSecond)} ÷ ${shown(write)}`
  const terms = [
    `⌈${rates}⌉`,
    ...(storedBytes > 0 ? [`⌈${shown(storedBytes / 1_024 ** 3)} GB ÷ 10 GB⌉`] : []),
    ...(partitionsBefore > 1 ? [`${shown(partitionsBefore)} as before`] : []),
  ]
  const formula = terms.length === 1 ? terms.join('') : `max(${terms.join(', ')})`
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
