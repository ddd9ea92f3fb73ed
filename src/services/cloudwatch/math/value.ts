/** What expressions calculate with: numbers, time series, and lists of time series. */
import type { Pieces } from '../pieces.ts'

/** Values by the starts of their periods, the oldest first. */
export type Points = ReadonlyMap<number, number>

export interface TimeSeries {
  readonly label: string
  readonly periodMs: number
  readonly points: Points
  /** Of metrics: how many samples are behind each point. */
  readonly counts?: Points
  /** What labels may tell of a metric; expressions have none. */
  readonly properties?: Readonly<Record<string, string>>
}

export type Value = number | TimeSeries | readonly TimeSeries[] | string

/** The periods that a result may have points for. */
export interface Frame {
  readonly startMs: number
  /** Exclusive. */
  readonly endMs: number
  readonly periodMs: number
}

export function isList(value: Value): value is readonly TimeSeries[] {
  return Array.isArray(value)
}

export function isSeries(value: Value): value is TimeSeries {
  return typeof value === 'object' && !isList(value)
}

export function instantsOf({ startMs, endMs, periodMs }: Frame): number[] {
  const count = Math.max(0, Math.ceil((endMs - startMs) / periodMs))
  return Array.from({ length: count }, (_, at) => startMs + at * periodMs)
}

/** A series of the same name with other points; it is no metric any more. */
export function withPoints(
  { label, periodMs, properties }: TimeSeries,
  points: Points,
): TimeSeries {
  return { label, periodMs, points, ...(properties && { properties }) }
}

/** Each point anew; one that has no number is dropped. */
export function mapPoints(
  series: TimeSeries,
  change: (value: number, atMs: number) => number | undefined,
): TimeSeries {
  const points = new Map<number, number>()
  for (const [atMs, value] of series.points) {
    const changed = change(value, atMs)
    if (changed !== undefined && Number.isFinite(changed)) points.set(atMs, changed)
  }
  return withPoints(series, points)
}

/** Each series anew, one piece each. */
export function* mapSeries(
  list: readonly TimeSeries[],
  change: (series: TimeSeries) => TimeSeries,
): Pieces<readonly TimeSeries[]> {
  const all: TimeSeries[] = []
  for (const one of list) {
    const changed = change(one)
    all.push(changed)
    yield one.points.size + changed.points.size
  }
  return all
}

/** Every instant at which one of two has a point, the first one first. */
export function instantsOfBoth(left: TimeSeries, right: TimeSeries): readonly number[] {
  const ofLeft = [...left.points.keys()]
  const others = [...right.points.keys()].filter((atMs) => !left.points.has(atMs))
  return others.length === 0 ? ofLeft : [...ofLeft, ...others].sort((one, other) => one - other)
}
