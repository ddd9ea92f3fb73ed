/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-functions-list */
import { NotEmulated } from '../../../kernel/errors.ts'
import { aggregates, fill, type Filler, ofList, ofSeries } from './aggregates.ts'
import { choose } from './conditions.ts'
import { MathFault } from './fault.ts'
import { type Calling, Given } from './given.ts'
import { pointFunctions, timeFunctions } from './point-functions.ts'
import type { Tree } from './tree.ts'
import { type Frame, instantsOf, isList, type TimeSeries, type Value } from './value.ts'

/** @throws MathFault */
export function callFunction(name: string, trees: readonly Tree[], calling: Calling): Value {
  const special = Object.hasOwn(specials, name) ? specials[name] : undefined
  if (special) return special.call(new Given(name, trees, calling, special.takes))
  if (elsewhere.has(name)) throw new NotEmulated(`metric math's ${name}`)
  const ofPoints = pointFunctions[name] ?? timeFunctions[name]
  if (!ofPoints && !aggregates[name]) throw new MathFault(`there is no function '${name}'`)
  const given = new Given(name, trees, calling, [1])
  return ofPoints ? eachSeries(given, ofPoints) : aggregate(given)
}

function eachSeries(given: Given, change: (series: TimeSeries, frame: Frame) => TimeSeries): Value {
  const { frame } = given.scope
  const value = given.value(0)
  return isList(value) ? value.map((one) => change(one, frame)) : change(given.series(0), frame)
}

function aggregate(given: Given): Value {
  const { frame } = given.scope
  const value = given.value(0)
  if (isList(value)) return ofList(given.name, value, frame)
  // A series without points has no number; what is calculated with none is dropped.
  return ofSeries(given.name, given.series(0), frame) ?? Number.NaN
}

/** Functions over data that CloudWatch fetches from elsewhere, or learns. */
const elsewhere = new Set([
  'ANOMALY_DETECTION_BAND',
  'DB_PERF_INSIGHTS',
  'INSIGHT_RULE_METRIC',
  'LAMBDA',
  'SERVICE_QUOTA',
])

interface Special {
  /** How many it is given, or at least and at most. */
  readonly takes: readonly number[]
  call(given: Given): Value
}

/** Functions that take words or texts, or are more than their values. */
const specials: Readonly<Record<string, Special>> = {
  FILL: {
    takes: [2],
    call: (given) => {
      const filler = fillerOf(given)
      return eachSeries(given, (series, frame) => fill(series, filler, frame))
    },
  },
  FIRST: { takes: [1], call: (given) => pick(given, 0) },
  IF: {
    takes: [2, 3],
    call: (given) =>
      choose(given.value(0), given.value(1), given.has(2) ? given.value(2) : undefined),
  },
  LAST: { takes: [1], call: (given) => pick(given, -1) },
  METRICS: {
    takes: [0, 1],
    call: (given) => given.scope.metrics(given.has(0) ? given.text(0) : ''),
  },
  METRIC_COUNT: { takes: [1], call: (given) => given.list(0).length },
  PERIOD: { takes: [1], call: periodOf },
  REMOVE_EMPTY: {
    takes: [1],
    call: (given) => given.list(0).filter(({ points }) => points.size > 0),
  },
  SEARCH: {
    takes: [2, 3],
    call: (given) =>
      given.scope.search(given.text(0), given.text(1), given.has(2) ? given.number(2) : undefined),
  },
  SLICE: {
    takes: [2, 3],
    call: (given) =>
      given.list(0).slice(given.number(1), given.has(2) ? given.number(2) : undefined),
  },
  SORT: { takes: [3, 4], call: sort },
  TIME_SERIES: { takes: [1], call: timeSeries },
}

function fillerOf(given: Given): Filler {
  const tree = given.tree(1)
  if (tree?.kind === 'name' && (tree.name === 'REPEAT' || tree.name === 'LINEAR')) return tree.name
  const value = given.value(1)
  return typeof value === 'number' ? value : given.series(1)
}

function periodOf(given: Given): number {
  const tree = given.tree(0)
  const seconds = tree?.kind === 'name' ? given.scope.periodOf(tree.name) : undefined
  if (seconds === undefined) throw new MathFault('PERIOD takes a metric')
  return seconds
}

function pick(given: Given, at: number): TimeSeries {
  const picked = given.list(0).at(at)
  if (!picked) throw new MathFault(`${given.name} of no time series`)
  return picked
}

function sort(given: Given): Value {
  const by = given.word(1, ['AVG', 'MIN', 'MAX', 'SUM'])
  const isDescending = given.word(2, ['ASC', 'DESC']) === 'DESC'
  // A series without points comes last, in either order.
  const none = isDescending ? -Infinity : Infinity
  const ranked = given.list(0).map((series) => {
    const rank = series.points.size > 0 ? ofSeries(by, series, given.scope.frame) : undefined
    return { series, rank: rank ?? none }
  })
  ranked.sort((a, b) => (isDescending ? compare(b.rank, a.rank) : compare(a.rank, b.rank)))
  const all = ranked.map(({ series }) => series)
  return given.has(3) ? all.slice(0, given.number(3)) : all
}

/** The difference of two infinities is no number. */
function compare(left: number, right: number): number {
  return left === right ? 0 : left - right
}

function timeSeries(given: Given): TimeSeries {
  const { frame } = given.scope
  const value = given.number(0)
  const points = new Map(instantsOf(frame).map((atMs) => [atMs, value]))
  return { label: '', periodMs: frame.periodMs, points: Number.isNaN(value) ? new Map() : points }
}
