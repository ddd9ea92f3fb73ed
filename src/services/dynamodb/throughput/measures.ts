/**
 * What DynamoDB measures of its tables, with AWS's names and dimensions; series are looked up once
 * and kept.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
 */
import { memory } from '../../../kernel/memory.ts'
import type { Metrics, Series } from '../../../kernel/metrics.ts'
import type { Demand, Kind } from '../capacity.ts'
import type { DynamodbReading, Table } from '../state.ts'
import type { ItemOperation } from './admission.ts'
import type { Flow } from './flow.ts'
import type { LimitType } from './limit.ts'
import type { Refused } from './throttling.ts'

export const namespace = 'AWS/DynamoDB'

/** Of the reads, or of the writes, of a table or a global index. */
export class FlowMeasures {
  readonly consumed: Series
  readonly throttled: Series
  readonly #kind: 'Read' | 'Write'
  readonly #metrics: Metrics
  readonly #dimensions: Readonly<Record<string, string>>
  readonly #byType = new Map<LimitType, Series>()

  constructor(metrics: Metrics, kind: Kind, dimensions: Readonly<Record<string, string>>) {
    this.#metrics = metrics
    this.#kind = kind === 'read' ? 'Read' : 'Write'
    this.#dimensions = dimensions
    this.consumed = this.#series(`Consumed${this.#kind}CapacityUnits`)
    this.throttled = this.#series(`${this.#kind}ThrottleEvents`)
  }

  /** Why: ReadKeyRangeThroughputThrottleEvents and its kin. */
  throttledBy(type: LimitType): Series {
    const known = this.#byType.get(type)
    if (known) return known
    const made = this.#series(`${this.#kind}${type.replace(/Exceeded$/, '')}ThrottleEvents`)
    this.#byType.set(type, made)
    return made
  }

  #series(name: string): Series {
    const dimensions = this.#dimensions
    return this.#metrics.series({ namespace, name, unit: 'Count', dimensions })
  }
}

export function countConsumed(
  call: DynamodbReading,
  table: Table,
  demand: Demand,
  flow: Flow,
): void {
  measuresOf(call, table, demand, flow).consumed.add(demand.units)
}

/** AWS: an event each for the table and for each index that throttles; its types count apart. */
export function countThrottles(call: DynamodbReading, refused: readonly Refused[]): void {
  const counted = new Set<Demand>()
  for (const { table, demand, flow, limit } of refused) {
    const measures = measuresOf(call, table, demand, flow)
    if (!counted.has(demand)) measures.throttled.add(1)
    counted.add(demand)
    measures.throttledBy(limit.type).add(1)
  }
}

const throttledRequests = memory(() => new Map<string, Series>())

export function countThrottledRequest(
  call: DynamodbReading,
  { name }: Table,
  operation: ItemOperation,
): void {
  const known = call.memory(throttledRequests)
  const key = `${operation} ${name}`
  let series = known.get(key)
  if (!series) {
    const dimensions = { TableName: name, Operation: operation }
    const metric = { namespace, name: 'ThrottledRequests', unit: 'Count', dimensions }
    series = call.metrics.series(metric)
    known.set(key, series)
  }
  series.add(1)
}

function measuresOf(
  { metrics }: DynamodbReading,
  { name }: Table,
  { index }: Demand,
  flow: Flow,
): FlowMeasures {
  if (flow.measures) return flow.measures
  const isGlobal = index?.kind === 'global'
  flow.measures = new FlowMeasures(metrics, flow.kind, {
    TableName: name,
    ...(isGlobal && { GlobalSecondaryIndexName: index.name }),
  })
  return flow.measures
}
