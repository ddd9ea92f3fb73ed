/**
 * What queries give: metrics read and expressions calculated, for GetMetricData and for alarms. Pure:
 * it reads the store and what is pending, and changes nothing.
 */
import type { MetricDataQuery } from '../../generated/cloudwatch.ts'
import { Evaluator } from './evaluator.ts'
import { isDynamic, writeLabel } from './labels.ts'
import { isList, isSeries, type TimeSeries } from './math/value.ts'
import { type Pending, pendingOf } from './measurements.ts'
import { MetricReader } from './metric-reader.ts'
import type { Span } from './periods.ts'
import { inOneGo, type Pieces } from './pieces.ts'
import type { CloudWatchReading } from './state.ts'

export interface SeriesPoint {
  /** The start of its period. */
  readonly atMs: number
  readonly value: number
  /** Of metrics; expressions have none. */
  readonly sampleCount?: number
}

export interface ResultSeries {
  readonly label: string
  readonly periodMs: number
  /** The oldest first; periods without data are absent. */
  readonly points: readonly SeriesPoint[]
}

/**
 * By the ids of the queries, those with `ReturnData: false` included; METRICS and SEARCH give several
 * series, everything else one.
 */
export type Evaluation = ReadonlyMap<string, readonly ResultSeries[]>

export interface Options {
  /** Read once where several evaluations follow each other. */
  readonly pending?: Pending
  /** Minutes that times in labels are ahead of UTC. */
  readonly offsetMinutes?: number
}

/**
 * For what is known to be short: alarms.
 * @param span `endMs` is exclusive; periods are counted from `startMs` on.
 * @throws AwsError ValidationError for what can't be calculated
 */
export function evaluate(
  queries: readonly MetricDataQuery[],
  span: Span,
  reading: CloudWatchReading,
  { pending = pendingOf(reading), ...writing }: Options = {},
): Evaluation {
  const reader = new MetricReader(reading, span, pending)
  const results = evaluation(queries, reading, reader, writing)
  return new Map(queries.map((query) => [query.Id, inOneGo(results(query))]))
}

/** The same, query by query, as far as somebody asks, and in pieces. */
export function evaluation(
  queries: readonly MetricDataQuery[],
  reading: CloudWatchReading,
  reader: MetricReader,
  { offsetMinutes = 0 }: Pick<Options, 'offsetMinutes'> = {},
): (query: MetricDataQuery) => Pieces<readonly ResultSeries[]> {
  const evaluator = new Evaluator(queries, reading, reader)
  evaluator.readAll()
  const writing = { nowMs: reading.clock.now(), offsetMinutes }
  return function* (query) {
    const value = yield* evaluator.resultOf(query)
    const list = isList(value) ? value : isSeries(value) ? [value] : []
    const all: ResultSeries[] = []
    for (const series of list) {
      all.push(resultOf(series, labelOf(query, series, isList(value), writing)))
      yield series.points.size
    }
    return all
  }
}

function labelOf(
  { Label: given, Id: id, MetricStat: metric }: MetricDataQuery,
  series: TimeSeries,
  isOfList: boolean,
  writing: Parameters<typeof writeLabel>[2],
): string {
  const own = series.label || id
  if (given === undefined) return metric || isOfList ? own : id
  if (isDynamic(given)) return writeLabel(given, { ...series, label: own }, writing)
  // AWS: the lines of one expression are told apart by the labels of their metrics.
  return isOfList ? `${given} ${own}`.trim() : given
}

function resultOf({ periodMs, points, counts }: TimeSeries, label: string): ResultSeries {
  const shown = [...points].map(([atMs, value]) => {
    const sampleCount = counts?.get(atMs)
    return { atMs, value, ...(sampleCount !== undefined && { sampleCount }) }
  })
  return { label, periodMs, points: shown }
}
