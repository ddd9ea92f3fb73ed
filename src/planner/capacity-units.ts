/**
 * DynamoDB's capacity units of one request.
 *
 * AWS: a read unit is a strongly consistent read of up to 4 KB or two eventually consistent ones, a
 * write unit a write of up to 1 KB; transactions take two of each; 1 KB is 1,024 bytes.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/provisioned-capacity-mode.html
 */
import { requireNumber } from './plan-error.ts'
import { shown, type Step } from './step.ts'

export type Consistency = 'eventual' | 'strong' | 'transactional'

export const readUnitSizeBytes = 4_096
export const writeUnitSizeBytes = 1_024
/** AWS: 400 KB, names of attributes included. */
export const itemSizeBytesMax = 409_600

export interface Sized {
  /** Of an item; of a query or scan, of all that was evaluated together; 0 where none was found. */
  readonly sizeBytes: number
  readonly consistency: Consistency
}

const readFactors = { eventual: 0.5, strong: 1, transactional: 2 } as const

/** What metering calls for each read; `readUnitsWorking` tells how. */
export function readUnitsOf({ sizeBytes, consistency }: Sized): number {
  return unitBlocks(sizeBytes, readUnitSizeBytes) * readFactors[consistency]
}

/** What metering calls for each write; an update counts the larger of the old and the new item. */
export function writeUnitsOf({ sizeBytes, consistency }: Sized): number {
  return unitBlocks(sizeBytes, writeUnitSizeBytes) * writeFactorOf(consistency)
}

/** What a write of an item does to an index's entry; sizes are absent where there is no entry. */
export interface EntryChange {
  readonly beforeBytes?: number
  readonly afterBytes?: number
  /** The entry's key changes, so that it is deleted there and put here. */
  readonly moves: boolean
}

export interface EntryWrite {
  /** Where the entry is written: at its old key or at its new one. */
  readonly at: 'before' | 'after'
  readonly units: number
}

/**
 * What metering calls for each entry that changes. AWS: one write for an entry that comes, goes or
 * changes, two when its key moves. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html
 * A transaction doubles the table's units alone (measured on AWS:
 * https://github.com/nubo-db/dynoxide/pull/188).
 */
export function entryWritesOf({ beforeBytes, afterBytes, moves }: EntryChange): EntryWrite[] {
  const write = (at: EntryWrite['at'], sizeBytes: number): EntryWrite => ({
    at,
    units: writeUnitsOf({ sizeBytes, consistency: 'strong' }),
  })
  if (beforeBytes !== undefined && afterBytes !== undefined && !moves) {
    return [write('after', Math.max(beforeBytes, afterBytes))]
  }
  return [
    ...(beforeBytes === undefined ? [] : [write('before', beforeBytes)]),
    ...(afterBytes === undefined ? [] : [write('after', afterBytes)]),
  ]
}

/** AWS: what finds nothing, or writes an item that isn't there, takes the least there is. */
function unitBlocks(sizeBytes: number, unitSizeBytes: number): number {
  return Math.max(1, Math.ceil(sizeBytes / unitSizeBytes))
}

function writeFactorOf(consistency: Consistency): number {
  return consistency === 'transactional' ? 2 : 1
}

export function readUnitsWorking({ sizeBytes, consistency }: Sized): Step {
  const factor = readFactors[consistency]
  return {
    label: `read units of an item, ${consistency}`,
    formula: `${blocksFormula(sizeBytes, readUnitSizeBytes)}${factor === 1 ? '' : ` × ${factor}`}`,
    value: readUnitsOf({ sizeBytes, consistency }),
    unit: 'RCU',
  }
}

export function writeUnitsWorking({ sizeBytes, consistency }: Sized): Step {
  const factor = writeFactorOf(consistency)
  return {
    label: `write units of an item${factor === 1 ? '' : `, ${consistency}`}`,
    formula: `${blocksFormula(sizeBytes, writeUnitSizeBytes)}${factor === 1 ? '' : ` × ${factor}`}`,
    value: writeUnitsOf({ sizeBytes, consistency }),
    unit: 'WCU',
  }
}

function blocksFormula(sizeBytes: number, unitSizeBytes: number): string {
  return `⌈${shown(sizeBytes)} B ÷ ${shown(unitSizeBytes)} B⌉`
}

/** @throws PlanError */
export function requireItemSize(sizeBytes: number, input = 'item size'): number {
  return requireNumber(sizeBytes, {
    input,
    unit: 'bytes',
    isWhole: true,
    min: 1,
    max: itemSizeBytesMax,
  })
}
