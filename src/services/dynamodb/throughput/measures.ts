/**
 * What DynamoDB measures of its tables, with AWS's names and dimensions.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
 */
import { memory } from '../../../kernel/memory.ts'
import type { Metrics, Series } from '../../../kernel/metrics.ts'
import type { Demand, Kind } from '../capacity.ts'
import type { DynamodbReading, Index, Table } from '../state.ts'
import type { Flow } from './flow.ts'
import type { LimitType } from './limit.ts'
import type { Refused } from './refused.ts'

/** The metrics of some dimensions: each is looked up once, since that costs. */
export class Measures {
  readonly #metrics: Metrics
  readonly #dimensions: Readonly<Record<string, string>>
  readonly #known = new Map<string, Series>()

  constructor(metrics: Metrics, dimensions: Readonly<Record<string, string>>) {
    this.#metrics = metrics
    this.#dimensions = dimensions
  }

  count(name: string, value = 1, unit = 'Count'): void {
    let series = this.#known.get(name)
    if (!series) {
      const dimensions = this.#dimensions
      series = this.#metrics.series({ namespace: 'AWS/DynamoDB', name, unit, dimensions })
      this.#known.set(name, series)
    }
    series.add(value)
  }
}

/** Of a table, or of a global index of it. */
export function measuresFor(
  { metrics }: DynamodbReading,
  { name: TableName }: Table,
  index: Index | undefined,
): Measures {
  if (index?.kind !== 'global') return new Measures(metrics, { TableName })
  return new Measures(metrics, { TableName, GlobalSecondaryIndexName: index.name })
}

/**
 * Of an index that is being made, which has come so far. AWS: what filling it consumes and how often
 * it is throttled shows as 0.
 */
export function countProgress(
  call: DynamodbReading,
  table: Table,
  index: Index,
  share: number,
): void {
  const measures = measuresFor(call, table, index)
  measures.count('OnlineIndexPercentageProgress', Math.floor(100 * share))
  measures.count('OnlineIndexConsumedWriteCapacity', 0)
  measures.count('OnlineIndexThrottleEvents', 0)
}

const byOperation = memory(() => new Map<string, Map<string, Measures>>())

/** Of an operation on a table. */
export function operationMeasures(
  call: DynamodbReading,
  operation: string,
  table: string,
): Measures {
  const known = call.memory(byOperation)
  let tables = known.get(operation)
  if (!tables) {
    tables = new Map()
    known.set(operation, tables)
  }
  let measures = tables.get(table)
  if (!measures) {
    measures = new Measures(call.metrics, { TableName: table, Operation: operation })
    tables.set(table, measures)
  }
  return measures
}

/** Of a table that is gone. */
export function forgetMeasures(call: DynamodbReading, { name }: Table): void {
  for (const tables of call.memory(byOperation).values()) tables.delete(name)
}

const ofAccount = memory(() => new Map<'account', Measures>())

/** Of an account in a region: without dimensions. */
export function accountMeasures(call: DynamodbReading): Measures {
  const known = call.memory(ofAccount)
  let measures = known.get('account')
  if (!measures) {
    measures = new Measures(call.metrics, {})
    known.set('account', measures)
  }
  return measures
}

export function countConsumed({ kind, units }: Demand, { measures }: Flow): void {
  measures.count(consumedNames[kind], units)
}

/** AWS: an event each for the table and for each index that throttles; its types count apart. */
export function countThrottles(refused: readonly Refused[]): void {
  const counted = new Set<Demand>()
  for (const { demand, flow, limit } of refused) {
    if (!counted.has(demand)) flow.measures.count(throttledNames[demand.kind])
    counted.add(demand)
    flow.measures.count(throttledByName(demand.kind, limit.type))
  }
}

const consumedNames: Readonly<Record<Kind, string>> = {
  read: 'ConsumedReadCapacityUnits',
  write: 'ConsumedWriteCapacityUnits',
}

const throttledNames: Readonly<Record<Kind, string>> = {
  read: 'ReadThrottleEvents',
  write: 'WriteThrottleEvents',
}

/** `ReadKeyRangeThroughputThrottleEvents` and its kin. */
function throttledByName(kind: Kind, type: LimitType): string {
  return `${kind === 'read' ? 'Read' : 'Write'}${type.replace(/Exceeded$/, '')}ThrottleEvents`
}
