/** What a table and its global indexes give: their limits, remembered in memory alone. */
import { memory } from '../../../kernel/memory.ts'
import type { Demand, Kind } from '../capacity.ts'
import { tableReadUnits, tableWriteUnits } from '../limits.ts'
import type { DynamodbReading, Index, Table, Warmth } from '../state.ts'
import { Flow, type FlowRates } from './flow.ts'
import { publishGauges } from './gauges.ts'
import { countPartitions, storedBytes } from './key-ranges.ts'
import { forgetMeasures, type Measures, measuresFor } from './measures.ts'
import { warmthOf } from './warmth.ts'

/** By the id of the table or index. */
const supplies = memory(() => new Map<string, Supply>())

/** Of a table, or of a global index of it, with the rates that hold now. */
export function supplyOf(call: DynamodbReading, table: Table, index?: Index): Supply {
  const own = index?.kind === 'global' ? index : undefined
  const known = call.memory(supplies)
  const id = (own ?? table).id
  let supply = known.get(id)
  if (!supply) {
    publishGauges(call)
    supply = new Supply(measuresFor(call, table, own))
    known.set(id, supply)
  }
  supply.adjust(call, table, own)
  return supply
}

/** The table, with what on-demand traffic has made it and its indexes warm for. */
export function withFreshWarmth(call: DynamodbReading, table: Table): Table {
  if (table.billingMode === 'PROVISIONED') return table
  let fresh = table
  for (const index of [undefined, ...table.indexes]) {
    supplyOf(call, fresh, index)
    fresh = call.state.tables.get(table.name) ?? fresh
  }
  return fresh
}

/** Of a table that is gone. */
export function forgetSupplies(call: DynamodbReading, table: Table): void {
  const known = call.memory(supplies)
  for (const { id } of [table, ...table.indexes]) known.delete(id)
  forgetMeasures(call, table)
}

/** The limits that a demand must pass. */
export function flowOf(call: DynamodbReading, table: Table, { kind, index }: Demand): Flow {
  const { read, write } = supplyOf(call, table, index)
  return kind === 'read' ? read : write
}

/** Of one table, or one global index. */
export class Supply {
  readonly measures: Measures
  readonly read: Flow
  readonly write: Flow
  #table: Table | undefined
  #minute = 0
  #quota: Quotas = { read: 0, write: 0 }
  #settings = ''

  constructor(measures: Measures) {
    this.measures = measures
    this.read = new Flow('read', measures)
    this.write = new Flow('write', measures)
  }

  /** Costs next to nothing while the table is as it was; on-demand rates grow minute by minute. */
  adjust(call: DynamodbReading, table: Table, index: Index | undefined): void {
    const nowMs = call.clock.now()
    const minute = Math.floor(nowMs / 60_000)
    const isOnDemand = table.billingMode === 'PAY_PER_REQUEST'
    const quota = isOnDemand ? quotasOf(call) : this.#quota
    const isSameMinute = minute === this.#minute
    if (table === this.#table && isSameMinute && isSame(quota, this.#quota)) return
    this.#table = table
    this.#minute = minute
    this.#quota = quota
    // A table that was read anew is another object of the same settings.
    const settings = settingsOf(table, index, quota)
    if (settings === this.#settings && (isSameMinute || !isOnDemand)) return
    this.#settings = settings
    this.#adjustTo(call, table, index)
  }

  #adjustTo(call: DynamodbReading, table: Table, index: Index | undefined): void {
    const nowMs = call.clock.now()
    const quota = this.#quota
    const readUnits = this.read.adjust(ratesOf('read', table, index, quota), nowMs)
    const writeUnits = this.write.adjust(ratesOf('write', table, index, quota), nowMs)
    const partitions = countPartitions(table, index, { readUnits, writeUnits })
    this.read.partitions = partitions
    this.write.partitions = partitions
    if (table.billingMode === 'PAY_PER_REQUEST') {
      keepGrowth(call, table, index, { readUnits, writeUnits })
    }
  }
}

/** All that rates and key ranges come of, to be compared. */
function settingsOf(table: Table, index: Index | undefined, quota: Quotas): string {
  const { throughput, maxima, warm, partitions } = index ?? table
  return [
    table.billingMode,
    throughput?.readUnits,
    throughput?.writeUnits,
    maxima?.readUnits,
    maxima?.writeUnits,
    warm?.readUnits,
    warm?.writeUnits,
    partitions,
    quota.read,
    quota.write,
    storedBytes(table, index),
  ].join(' ')
}

/**
 * AWS: what on-demand traffic has grown to is what a table is warm for from then on. The table is
 * read anew: whoever has read a page ahead may hold what it was.
 */
function keepGrowth(
  { state }: DynamodbReading,
  { name, id }: Table,
  index: Index | undefined,
  given: Warmth,
): void {
  const table = state.tables.get(name)
  const own = index ? table?.indexes.find((one) => one.id === index.id) : table
  if (!table || table.id !== id || !own || table.billingMode === 'PROVISIONED') return
  const known = warmthOf(own, table.billingMode)
  if (given.readUnits <= known.readUnits && given.writeUnits <= known.writeUnits) return
  const warm = {
    readUnits: Math.max(given.readUnits, known.readUnits),
    writeUnits: Math.max(given.writeUnits, known.writeUnits),
  }
  const indexes = table.indexes.map((one) => (one === own ? { ...one, warm } : one))
  state.tables.put(index ? { ...table, indexes } : { ...table, warm })
}

function ratesOf(kind: Kind, table: Table, index: Index | undefined, quota: Quotas): FlowRates {
  const { throughput, maxima, warm } = index ?? table
  const units = kind === 'read' ? ('readUnits' as const) : ('writeUnits' as const)
  if (table.billingMode === 'PROVISIONED') {
    // An index that is made while its table goes on demand has none, and is let through as the least.
    return { mode: 'provisioned', provisioned: Math.max(1, throughput?.[units] ?? 0) }
  }
  return { mode: 'on-demand', warm: warm?.[units], max: maxima?.[units], quota: quota[kind] }
}

interface Quotas {
  readonly read: number
  readonly write: number
}

/** AWS: the account's limit on what one on-demand table may take. */
function quotasOf({ limits }: DynamodbReading): Quotas {
  return { read: limits.valueOf(tableReadUnits), write: limits.valueOf(tableWriteUnits) }
}

function isSame(one: Quotas, two: Quotas): boolean {
  return one.read === two.read && one.write === two.write
}
