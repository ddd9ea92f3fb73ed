/** The capacity that a DynamoDB table and its global secondary indexes need for a load. */
import {
  type Consistency,
  entryWritesOf,
  itemSizeBytesMax,
  readUnitsOf,
  readUnitSizeBytes,
  readUnitsWorking,
  requireItemSize,
  writeUnitsOf,
  writeUnitSizeBytes,
  writeUnitsWorking,
} from './capacity-units.ts'
import { partitionsOf } from './partitions.ts'
import { PlanError, requireRate } from './plan-error.ts'
import { roundUp, shown, type Step } from './step.ts'

/** AWS: the adjustable quota of a table, for reads and for writes. */
export const tableUnitsPerSecondMax = 40_000

export interface TableLoad {
  readonly writesPerSecond: number
  readonly readsPerSecond: number
  readonly itemSizeBytes: number
  /** Of reads; `transactional` makes writes transactional, too. */
  readonly consistency: Consistency
  readonly indexes?: readonly IndexLoad[]
  readonly storedBytes?: number
  readonly partitionsBefore?: number
}

export interface IndexLoad {
  readonly name: string
  /** Of an entry: the index's key and what is projected, names included. */
  readonly entrySizeBytes: number
  /** Writes of the table that touch the index (else all). */
  readonly writesPerSecond?: number
  /** Always eventually consistent. */
  readonly readsPerSecond?: number
  /** Each write moves the entry to another key: it is deleted there and put here. */
  readonly changesKey?: boolean
}

export interface Capacity {
  readonly writeUnits: number
  readonly readUnits: number
}

export interface TablePlan extends Capacity {
  readonly writeUnitsPerItem: number
  readonly readUnitsPerItem: number
  readonly indexes: readonly (Capacity & { readonly name: string })[]
  readonly partitions: number
  /** What it would be, were items a byte larger: absent where nothing changes. */
  readonly aByteMore?: Capacity
  readonly working: readonly Step[]
}

/** @throws PlanError */
export function planTable(load: TableLoad): TablePlan {
  const { consistency } = load
  const writes = requireRate('writes', load.writesPerSecond)
  const reads = requireRate('reads', load.readsPerSecond)
  const sizeBytes = requireItemSize(load.itemSizeBytes)
  const capacity = capacityOf(load, sizeBytes)
  const indexes = (load.indexes ?? []).map((index) => planIndex(index, load))
  const { count, working } = partitionsOf({
    readUnitsPerSecond: capacity.readUnits,
    writeUnitsPerSecond: capacity.writeUnits,
    storedBytes: load.storedBytes ?? 0,
    ...(load.partitionsBefore !== undefined && { partitionsBefore: load.partitionsBefore }),
  })
  const write = writeUnitsWorking({ sizeBytes, consistency })
  const read = readUnitsWorking({ sizeBytes, consistency })
  const aByteMore = aByteMoreThan(capacity, load)
  return {
    ...capacity,
    writeUnitsPerItem: write.value,
    readUnitsPerItem: read.value,
    indexes: indexes.map(({ plan }) => plan),
    partitions: count,
    ...(aByteMore && { aByteMore }),
    working: [
      ...(writes > 0 ? [write, rateStep('write capacity', writes, write)] : []),
      ...(reads > 0 ? [read, rateStep('read capacity', reads, read)] : []),
      ...indexes.flatMap(({ steps }) => steps),
      ...working,
    ],
  }
}

function capacityOf(load: TableLoad, sizeBytes: number): Capacity {
  const { writesPerSecond, readsPerSecond, consistency } = load
  return {
    writeUnits: roundUp(writesPerSecond * writeUnitsOf({ sizeBytes, consistency })),
    readUnits: roundUp(readsPerSecond * readUnitsOf({ sizeBytes, consistency })),
  }
}

function aByteMoreThan(capacity: Capacity, load: TableLoad): Capacity | undefined {
  if (load.itemSizeBytes === itemSizeBytesMax) return undefined
  const more = capacityOf(load, load.itemSizeBytes + 1)
  const isSame = more.writeUnits === capacity.writeUnits && more.readUnits === capacity.readUnits
  return isSame ? undefined : more
}

/** AWS: an index has units of its own, also those that a changed key takes twice. */
function planIndex(index: IndexLoad, table: TableLoad) {
  const { name, changesKey = false } = index
  const input = `index ${name}`
  const sizeBytes = requireItemSize(index.entrySizeBytes, `${input}, size of an entry`)
  const writes = requireRate(`${input}, writes`, index.writesPerSecond ?? table.writesPerSecond)
  const reads = requireRate(`${input}, reads`, index.readsPerSecond ?? 0)
  if (writes > table.writesPerSecond) {
    const most = `${shown(table.writesPerSecond)}/s`
    throw new PlanError(input, `${input}: more writes than its table’s ${most}`)
  }
  const entry = writeUnitsWorking({ sizeBytes, consistency: 'strong' })
  const entryWrites = entryWritesOf({
    beforeBytes: sizeBytes,
    afterBytes: sizeBytes,
    moves: changesKey,
  })
  const write: Step = {
    ...entry,
    label: `${name}: write units of ${changesKey ? 'an entry that moves' : 'an entry'}`,
    formula: changesKey ? `2 × ${entry.formula}` : entry.formula,
    value: entryWrites.reduce((sum, { units }) => sum + units, 0),
  }
  const read: Step = {
    ...readUnitsWorking({ sizeBytes, consistency: 'eventual' }),
    label: `${name}: read units of an entry`,
  }
  const plan = {
    name,
    writeUnits: roundUp(writes * write.value),
    readUnits: roundUp(reads * read.value),
  }
  const steps = [
    ...(writes > 0 ? [write, rateStep(`${name}: write capacity`, writes, write)] : []),
    ...(reads > 0 ? [read, rateStep(`${name}: read capacity`, reads, read)] : []),
  ]
  return { plan, steps }
}

function rateStep(label: string, ratePerSecond: number, { value, unit }: Step): Step {
  const product = ratePerSecond * value
  const units = roundUp(product)
  const formula = `${shown(ratePerSecond)}/s × ${shown(value)}`
  const isWhole = Math.abs(units - product) < 1e-6
  return { label, formula: isWhole ? formula : `⌈${formula}⌉`, value: units, unit }
}

/**
 * How the exam log counts the same load: with one unit size, 4 KB, for writes as for reads.
 * AWS's write unit is 1 KB.
 */
export function examLogWriteUnits(load: TableLoad): number {
  const factor = load.consistency === 'transactional' ? 2 : 1
  const units = Math.ceil(load.itemSizeBytes / readUnitSizeBytes)
  return roundUp(load.writesPerSecond * units * factor)
}

export const examLogWriteUnitsDiffer = `it takes a write unit for ${readUnitSizeBytes / 1_024} KB, as a read unit is; it is ${writeUnitSizeBytes / 1_024} KB`
