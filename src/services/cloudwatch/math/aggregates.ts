/** Functions that make one number of a series, and one series of a list. */
import type { Pieces } from '../pieces.ts'
import { type Frame, instantsOf, type Points, type TimeSeries, withPoints } from './value.ts'

/** `slots`: how many values there would be, were none missing. */
type Calculate = (values: readonly number[], slots: number) => number

/**
 * AWS: AVG takes what is missing as 0 ("useful for calculating averages of sparse metrics", it says
 * of SUM / DATAPOINT_COUNT). That STDDEV is that of a population is a judgement.
 */
export const aggregates: Readonly<Record<string, Calculate>> = {
  AVG: (values, slots) => sum(values) / slots,
  SUM: sum,
  MIN: (values) => values.reduce((least, value) => Math.min(least, value), Infinity),
  MAX: (values) => values.reduce((most, value) => Math.max(most, value), -Infinity),
  STDDEV: (values) => {
    const mean = sum(values) / values.length
    return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / values.length)
  },
  DATAPOINT_COUNT: (values) => values.length,
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** `undefined`: there is nothing to calculate with. */
export function ofSeries(name: string, series: TimeSeries, frame: Frame): number | undefined {
  const calculate = aggregates[name]
  const values = [...series.points.values()]
  const isCount = name === 'SUM' || name === 'DATAPOINT_COUNT'
  if (!calculate || (values.length === 0 && !isCount)) return undefined
  return calculate(values, instantsOf(frame).length)
}

/** Instant by instant, over the series that have a point there. */
export function* ofList(
  name: string,
  list: readonly TimeSeries[],
  frame: Frame,
): Pieces<TimeSeries> {
  const calculate = aggregates[name]
  const points = new Map<number, number>()
  for (const [atMs, values] of yield* byInstant(list)) {
    const value = calculate?.(values, list.length)
    if (value !== undefined && Number.isFinite(value)) points.set(atMs, value)
    yield values.length
  }
  return { label: '', periodMs: frame.periodMs, points }
}

/** The first one first. */
function* byInstant(
  list: readonly TimeSeries[],
): Pieces<readonly (readonly [number, readonly number[]])[]> {
  const all = new Map<number, number[]>()
  for (const { points } of list) {
    for (const [atMs, value] of points) {
      const values = all.get(atMs)
      if (values) values.push(value)
      else all.set(atMs, [value])
    }
    yield points.size
  }
  return [...all].sort(([left], [right]) => left - right)
}

export type Filler = 'REPEAT' | 'LINEAR' | number | TimeSeries

/** Gives a series points where it has none; LINEAR leaves what lies outside of its points. */
export function fill(series: TimeSeries, filler: Filler, frame: Frame): TimeSeries {
  const at = fillerOf(series.points, filler)
  const points = new Map<number, number>()
  const instants = new Set([...instantsOf(frame), ...series.points.keys()])
  for (const atMs of [...instants].sort((left, right) => left - right)) {
    const value = series.points.get(atMs) ?? at(atMs)
    if (value !== undefined) points.set(atMs, value)
  }
  return withPoints(series, points)
}

function fillerOf(points: Points, filler: Filler): (atMs: number) => number | undefined {
  if (typeof filler === 'number') return () => filler
  if (typeof filler === 'object') return (atMs) => filler.points.get(atMs)
  const known = [...points]
  // Asked in the order of time, so that what lies behind is passed once.
  let next = 0
  return (atMs) => {
    while (next < known.length && (known[next]?.[0] ?? 0) < atMs) next++
    const before = known[next - 1]
    const after = known[next]
    if (filler === 'REPEAT' || !before) return before?.[1]
    if (!after) return undefined
    const share = (atMs - before[0]) / (after[0] - before[0])
    return before[1] + (after[1] - before[1]) * share
  }
}
