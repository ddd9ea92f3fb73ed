/** Functions that make of each series another one, point by point. */
import { instantsOf, mapPoints, type Frame, type TimeSeries, withPoints } from './value.ts'

export type OfSeries = (series: TimeSeries, frame: Frame) => TimeSeries

export const pointFunctions: Readonly<Record<string, OfSeries>> = {
  ABS: (series) => mapPoints(series, Math.abs),
  CEIL: (series) => mapPoints(series, Math.ceil),
  FLOOR: (series) => mapPoints(series, Math.floor),
  LOG: (series) => mapPoints(series, Math.log),
  LOG10: (series) => mapPoints(series, Math.log10),
  DIFF: (series) => againstPrevious(series, (now, before) => now.value - before.value),
  DIFF_TIME: (series) => againstPrevious(series, secondsBetween),
  RATE: (series) =>
    againstPrevious(
      series,
      (now, before) => (now.value - before.value) / secondsBetween(now, before),
    ),
  RUNNING_SUM: runningSum,
}

interface Point {
  readonly atMs: number
  readonly value: number
}

function secondsBetween(now: Point, before: Point): number {
  return (now.atMs - before.atMs) / 1_000
}

/** The first point has none before it and is left out. */
function againstPrevious(
  series: TimeSeries,
  calculate: (now: Point, before: Point) => number,
): TimeSeries {
  let before: Point | undefined
  return mapPoints(series, (value, atMs) => {
    const now = { atMs, value }
    const result = before && calculate(now, before)
    before = now
    return result
  })
}

function runningSum(series: TimeSeries): TimeSeries {
  let sum = 0
  return mapPoints(series, (value) => (sum += value))
}

/** Parts of UTC time; these have a point for every period of the request. */
export const timeFunctions: Readonly<Record<string, OfSeries>> = {
  MINUTE: ofTime((time) => time.getUTCMinutes()),
  HOUR: ofTime((time) => time.getUTCHours()),
  // AWS: 1 is Monday, 7 is Sunday.
  DAY: ofTime((time) => time.getUTCDay() || 7),
  DATE: ofTime((time) => time.getUTCDate()),
  MONTH: ofTime((time) => time.getUTCMonth() + 1),
  YEAR: ofTime((time) => time.getUTCFullYear()),
  EPOCH: ofTime((time) => time.getTime() / 1_000),
}

function ofTime(read: (time: Date) => number): OfSeries {
  return (series, frame) =>
    withPoints(series, new Map(instantsOf(frame).map((atMs) => [atMs, read(new Date(atMs))])))
}
