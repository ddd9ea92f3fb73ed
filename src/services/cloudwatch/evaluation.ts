/**
 * What queries give: metrics read and expressions calculated, for GetMetricData and for alarms. Pure:
 * it reads the store and what is pending, and changes nothing.
 */
import type { MetricDataQuery } from '../../generated/cloudwatch.ts'
import { type Pending, pendingOf } from './measurements.ts'
import { identityOf } from './metric.ts'
import { readPeriods, type Span } from './periods.ts'
import type { CloudWatchReading } from './state.ts'
import { findStatistic } from './statistics.ts'

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

/** By the ids of the queries, those with `ReturnData: false` included; METRICS and SEARCH give several series. */
export type Evaluation = ReadonlyMap<string, readonly ResultSeries[]>

/**
 * @param span `endMs` is exclusive; periods are counted from `startMs` on.
 * @param pending Read once where several evaluations follow each other.
 * @throws AwsError ValidationError for what can't be calculated
 */
export function evaluate(
  queries: readonly MetricDataQuery[],
  span: Span,
  reading: CloudWatchReading,
  pending: Pending = pendingOf(reading),
): Evaluation {
  const results = new Map<string, readonly ResultSeries[]>()
  for (const query of queries) {
    if (query.MetricStat) results.set(query.Id, [readMetric(query, span, reading, pending)])
  }
  return results
}

function readMetric(
  { MetricStat: asked, Label: label }: MetricDataQuery,
  span: Span,
  reading: CloudWatchReading,
  pending: Pending,
): ResultSeries {
  const { Namespace = '', MetricName = '', Dimensions = [] } = asked?.Metric ?? {}
  const metric = identityOf(Namespace, MetricName, Dimensions)
  const periodMs = (asked?.Period ?? 60) * 1_000
  const wanted = { ...span, metric, periodMs, ...(asked?.Unit && { unit: asked.Unit }) }
  const statistic = findStatistic(asked?.Stat ?? '')
  const points = [...readPeriods(reading, wanted, pending)].flatMap(([atMs, measured]) => {
    const value = statistic?.(measured)
    return value === undefined ? [] : [{ atMs, value, sampleCount: measured.count }]
  })
  points.sort((left, right) => left.atMs - right.atMs)
  return { label: label ?? MetricName, periodMs, points }
}
