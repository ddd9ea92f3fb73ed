/**
 * Warm throughput: what a table or index can give at once. It only grows: with what is provisioned,
 * with what on-demand traffic has reached, and with what is asked for beforehand.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html
 */
import type { WarmThroughput } from '../../../generated/dynamodb.ts'
import { newOnDemandUnitsPerSecond } from '../../../planner/on-demand.ts'
import { invalidValues } from '../errors.ts'
import type { DynamodbReading, Index, Table, Throughput, Warmth } from '../state.ts'
import { checkBound } from './capacity-limits.ts'

/** A table or an index. */
export interface Warmed {
  readonly throughput?: Throughput
  readonly warm?: Warmth
}

type Mode = Table['billingMode']

export function warmthOf({ throughput, warm }: Warmed, mode: Mode): Warmth {
  const { read, write } = newOnDemandUnitsPerSecond
  const base = mode === 'PAY_PER_REQUEST' ? { readUnits: read, writeUnits: write } : throughput
  return {
    readUnits: Math.max(warm?.readUnits ?? 0, base?.readUnits ?? 0),
    writeUnits: Math.max(warm?.writeUnits ?? 0, base?.writeUnits ?? 0),
  }
}

/** A table with what it and its indexes are warm for, before their units or mode change. */
export function keptWarm<T extends Pick<Table, 'indexes' | 'billingMode'> & Warmed>(table: T): T {
  const { billingMode: mode } = table
  const indexes = table.indexes.map((index): Index =>
    index.kind === 'global' ? { ...index, warm: warmthOf(index, mode) } : index,
  )
  return { ...table, warm: warmthOf(table, mode), indexes }
}

/** A table whose being warmed is over, and that of its indexes. */
export function warmedUp(table: Table): Table {
  const indexes = table.indexes.map(withWarmed)
  return { ...withWarmed(table), indexes }
}

function withWarmed<T extends { readonly warm?: Warmth; readonly warming?: Warmth }>(one: T): T {
  const { warming, ...rest } = one
  return warming ? ({ ...rest, warm: warming } as unknown as T) : one
}

interface Asked {
  readonly given: WarmThroughput
  readonly mode: Mode
  /** By name; absent: the table. */
  readonly index?: string | undefined
}

/**
 * Of a table or index that is made.
 * @throws AwsError ValidationException, LimitExceededException
 */
export function newWarmth(call: DynamodbReading, own: Warmed, asked: Asked): Warmth {
  const least = warmthOf(own, asked.mode)
  const isOnDemand = asked.mode === 'PAY_PER_REQUEST'
  return readWarmth(call, least, asked, (member) =>
    isOnDemand
      ? `initial throughput for OnDemand. See: ${initialPage}`
      : `${member === 'read' ? 'Read' : 'Write'}CapacityUnits of ProvisionedThroughput`,
  )
}

/**
 * Of a table or index that is there.
 * @throws AwsError ValidationException, LimitExceededException
 */
export function raisedWarmth(call: DynamodbReading, own: Warmed, asked: Asked): Warmth {
  const current = warmthOf(own, asked.mode)
  return readWarmth(
    call,
    current,
    asked,
    () => 'current WarmThroughput, decreasing WarmThroughput is not supported',
  )
}

const initialPage =
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html#on-demand-capacity-mode-initial'

function readWarmth(
  call: DynamodbReading,
  least: Warmth,
  { given, index }: Asked,
  floor: (kind: 'read' | 'write') => string,
): Warmth {
  const { ReadUnitsPerSecond: read, WriteUnitsPerSecond: write } = given
  const of = `for WarmThroughput for ${index === undefined ? 'table' : `index ${index}`}`
  const check = (kind: 'read' | 'write', units: number | undefined, min: number) => {
    if (units === undefined) return min
    const what = `${kind === 'read' ? 'Read' : 'Write'}UnitsPerSecond ${of}`
    if (units < min) throw invalidValues(`Requested ${what} is lower than ${floor(kind)}`)
    checkBound(call, kind, { units, what })
    return units
  }
  return {
    readUnits: check('read', read, least.readUnits),
    writeUnits: check('write', write, least.writeUnits),
  }
}
