/**
 * Statistics by their names.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
import type { Measured, Values } from './point.ts'

/** `undefined`: what was measured doesn't tell it. */
export type Statistic = (measured: Measured) => number | undefined

export const simpleStatistics = {
  SampleCount: ({ count }: Measured) => count,
  Average: ({ sum, count }: Measured) => sum / count,
  Sum: ({ sum }: Measured) => sum,
  Minimum: ({ min }: Measured) => min,
  Maximum: ({ max }: Measured) => max,
} as const satisfies Readonly<Record<string, Statistic>>

export type SimpleStatistic = keyof typeof simpleStatistics

export function isSimpleStatistic(name: string): name is SimpleStatistic {
  return Object.hasOwn(simpleStatistics, name)
}

/** `undefined` for what names no statistic. */
export function findStatistic(name: string): Statistic | undefined {
  return isSimpleStatistic(name) ? simpleStatistics[name] : findExtended(name)
}

const percentile = /^p(100|\d{1,2}(?:\.\d{0,10})?)$/
const upTo = /^(tm|wm|tc|ts)(100|\d{1,2}(?:\.\d{0,10})?)$/
const number = String.raw`\d+(?:\.\d{1,10})?`
const between = new RegExp(String.raw`^(TM|WM|TC|TS|PR)\((${number}%?)?:(${number}%?)?\)$`)

/** One of those that need the single values. */
export function findExtended(name: string): Statistic | undefined {
  if (/^iqm$/i.test(name)) return ofRange('TM', { unit: '%', low: 25, high: 75 })
  const [, rank] = percentile.exec(name) ?? []
  if (rank !== undefined) return ofValues((sorted) => valueAt(sorted, Number(rank)))
  const [, kind, high] = upTo.exec(name) ?? []
  if (kind && high) return ofRange(kind.toUpperCase(), { unit: '%', low: 0, high: Number(high) })
  const [, wide, from, to] = between.exec(name) ?? []
  const range = wide ? readRange(from, to) : undefined
  if (!wide || !range || (wide === 'PR' && range.unit === '%')) return undefined
  return ofRange(wide, range)
}

/** By ranks in percent, or by values: those above `low`, up to and including `high`. */
interface ValueRange {
  readonly unit: '%' | ''
  readonly low: number
  readonly high: number
}

function readRange(from: string | undefined, to: string | undefined): ValueRange | undefined {
  const given = [from, to].filter((one) => one !== undefined)
  const percents = given.filter((one) => one.endsWith('%'))
  if (given.length === 0 || (percents.length > 0 && percents.length < given.length))
    return undefined
  const unit = percents.length > 0 ? '%' : ''
  const low = from === undefined ? (unit ? 0 : -Infinity) : Number.parseFloat(from)
  const high = to === undefined ? (unit ? 100 : Infinity) : Number.parseFloat(to)
  if (low >= high || (unit && high > 100)) return undefined
  return { unit, low, high }
}

/** Values with how often each was seen, the lowest first. */
type Sorted = readonly (readonly [value: number, times: number])[]

/** AWS: these aren't there where any value is negative. */
function ofValues(calculate: (sorted: Sorted, count: number) => number | undefined): Statistic {
  return ({ values, count, min }) => {
    if (!values || min < 0 || count === 0) return undefined
    return calculate(sortValues(values), count)
  }
}

function sortValues(values: Values): Sorted {
  return [...values].sort(([left], [right]) => left - right)
}

/**
 * The value of the nearest rank. AWS: "p99 is the maximum value of the remaining 99 %"; how it
 * interpolates between values isn't public.
 */
function valueAt(sorted: Sorted, percent: number): number | undefined {
  return valueOfRank(sorted, Math.max(1, topRank(countOf(sorted), percent)))
}

/** Ranks count from 1. */
function topRank(count: number, percent: number): number {
  return Math.ceil(tidy((count * percent) / 100))
}

function bottomRank(count: number, percent: number): number {
  return Math.floor(tidy((count * percent) / 100)) + 1
}

/** 0.07 × 100 is 7.000000000000001 to a machine. */
function tidy(value: number): number {
  return Number(value.toFixed(9))
}

function countOf(sorted: Sorted): number {
  return sorted.reduce((sum, [, times]) => sum + times, 0)
}

function valueOfRank(sorted: Sorted, rank: number): number | undefined {
  let seen = 0
  for (const [value, times] of sorted) {
    seen += times
    if (seen >= rank) return value
  }
  return sorted.at(-1)?.[0]
}

interface Kept {
  readonly count: number
  readonly sum: number
  /** Of what lies outside, each value taken as that of its side's edge. */
  readonly edgeSum: number
}

function ofRange(kind: string, range: ValueRange): Statistic {
  return ofValues((sorted, count) => {
    const kept = range.unit ? keepRanks(sorted, count, range) : keepValues(sorted, range)
    switch (kind) {
      case 'TC':
        return kept.count
      case 'TS':
        return kept.sum
      case 'PR':
        return (kept.count / count) * 100
      case 'WM':
        return (kept.sum + kept.edgeSum) / count
      default:
        return kept.count === 0 ? undefined : kept.sum / kept.count
    }
  })
}

function keepRanks(sorted: Sorted, count: number, { low, high }: ValueRange): Kept {
  const first = bottomRank(count, low)
  const last = topRank(count, high)
  const kept = { count: 0, sum: 0 }
  let rank = 0
  for (const [value, times] of sorted) {
    const within = Math.min(rank + times, last) - Math.max(rank + 1, first) + 1
    if (within > 0) {
      kept.count += within
      kept.sum += value * within
    }
    rank += times
  }
  const below = (first - 1) * (valueOfRank(sorted, first) ?? 0)
  const above = Math.max(0, count - last) * (valueOfRank(sorted, Math.max(1, last)) ?? 0)
  return { ...kept, edgeSum: below + above }
}

function keepValues(sorted: Sorted, { low, high }: ValueRange): Kept {
  const kept = { count: 0, sum: 0, edgeSum: 0 }
  for (const [value, times] of sorted) {
    if (value <= low) kept.edgeSum += low * times
    else if (value > high) kept.edgeSum += high * times
    else {
      kept.count += times
      kept.sum += value * times
    }
  }
  return kept
}
