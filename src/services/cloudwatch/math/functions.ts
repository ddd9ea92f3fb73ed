/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-functions-list */
import { NotEmulated } from '../../../kernel/errors.ts'
import type { Pieces } from '../pieces.ts'
import { aggregates, fill, type Filler, ofList, ofSeries } from './aggregates.ts'
import { choose } from './conditions.ts'
import { MathFault } from './fault.ts'
import { type Calling, Given } from './given.ts'
import { pointFunctions, timeFunctions } from './point-functions.ts'
import type { Tree } from './tree.ts'
import {
  type Frame,
  instantsOf,
  isList,
  isSeries,
  mapSeries,
  type TimeSeries,
  type Value,
} from './value.ts'

/** @throws MathFault */
export function* callFunction(
  name: string,
  trees: readonly Tree[],
  calling: Calling,
): Pieces<Value> {
  const special = Object.hasOwn(specials, name) ? specials[name] : undefined
  if (special) return yield* special.call(new Given(name, trees, calling, special.takes))
  if (elsewhere.has(name)) throw new NotEmulated(`metric math's ${name}`)
  const ofPoints = pointFunctions[name] ?? timeFunctions[name]
  if (!ofPoints && !aggregates[name]) throw new MathFault(`there is no function '${name}'`)
  const given = new Given(name, trees, calling, [1])
  return yield* ofPoints ? eachSeries(given, ofPoints) : aggregate(given)
}

type Change = (series: TimeSeries, frame: Frame) => TimeSeries

function* eachSeries(given: Given, change: Change): Pieces<Value> {
  const { frame } = given.scope
  const value = yield* given.value(0)
  if (isList(value)) return yield* mapSeries(value, (one) => change(one, frame))
  if (isSeries(value)) return change(value, frame)
  throw given.refusal(value)
}

function* aggregate(given: Given): Pieces<Value> {
  const { frame } = given.scope
  const value = yield* given.value(0)
  if (isList(value)) return yield* ofList(given.name, value, frame)
  // A series without points has no number; what is calculated with none is dropped.
  if (isSeries(value)) return ofSeries(given.name, value, frame) ?? Number.NaN
  throw given.refusal(value)
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
  call(given: Given): Pieces<Value>
}

/** Functions that take words or texts, or are more than their values. */
const specials: Readonly<Record<string, Special>> = {
  FILL: {
    takes: [2],
    *call(given) {
      const filler = yield* fillerOf(given)
      return yield* eachSeries(given, (series, frame) => fill(series, filler, frame))
    },
  },
  FIRST: { takes: [1], call: (given) => pick(given, 0) },
  IF: {
    takes: [2, 3],
    *call(given) {
      const condition = yield* given.value(0)
      return choose(condition, yield* given.value(1), yield* given.optional(2))
    },
  },
  LAST: { takes: [1], call: (given) => pick(given, -1) },
  METRICS: {
    takes: [0, 1],
    *call(given) {
      return yield* given.scope.metrics(given.has(0) ? yield* given.text(0) : '')
    },
  },
  METRIC_COUNT: {
    takes: [1],
    *call(given) {
      return (yield* given.list(0)).length
    },
  },
  PERIOD: { takes: [1], call: periodOf },
  REMOVE_EMPTY: {
    takes: [1],
    *call(given) {
      return (yield* given.list(0)).filter(({ points }) => points.size > 0)
    },
  },
  SEARCH: {
    takes: [2, 3],
    *call(given) {
      const [query, statistic] = [yield* given.text(0), yield* given.text(1)]
      return yield* given.scope.search(query, statistic, yield* given.optionalNumber(2))
    },
  },
  SLICE: {
    takes: [2, 3],
    *call(given) {
      const list = yield* given.list(0)
      return list.slice(yield* given.number(1), yield* given.optionalNumber(2))
    },
  },
  SORT: { takes: [3, 4], call: sort },
  TIME_SERIES: { takes: [1], call: timeSeries },
}

function* fillerOf(given: Given): Pieces<Filler> {
  const tree = given.tree(1)
  if (tree?.kind === 'name' && (tree.name === 'REPEAT' || tree.name === 'LINEAR')) return tree.name
  const value = yield* given.value(1)
  if (typeof value === 'number' || isSeries(value)) return value
  throw given.refusal(value)
}

// eslint-disable-next-line require-yield -- what is given is a name, which takes no work
function* periodOf(given: Given): Pieces<number> {
  const tree = given.tree(0)
  const seconds = tree?.kind === 'name' ? given.scope.periodOf(tree.name) : undefined
  if (seconds === undefined) throw new MathFault('PERIOD takes a metric')
  return seconds
}

function* pick(given: Given, at: number): Pieces<TimeSeries> {
  const picked = (yield* given.list(0)).at(at)
  if (!picked) throw new MathFault(`${given.name} of no time series`)
  return picked
}

function* sort(given: Given): Pieces<Value> {
  const by = given.word(1, ['AVG', 'MIN', 'MAX', 'SUM'])
  const isDescending = given.word(2, ['ASC', 'DESC']) === 'DESC'
  // A series without points comes last, in either order.
  const none = isDescending ? -Infinity : Infinity
  const ranked: { readonly series: TimeSeries; readonly rank: number }[] = []
  for (const series of yield* given.list(0)) {
    const rank = series.points.size > 0 ? ofSeries(by, series, given.scope.frame) : undefined
    ranked.push({ series, rank: rank ?? none })
    yield series.points.size
  }
  ranked.sort((a, b) => (isDescending ? compare(b.rank, a.rank) : compare(a.rank, b.rank)))
  const all = ranked.map(({ series }) => series)
  return all.slice(0, yield* given.optionalNumber(3))
}

/** The difference of two infinities is no number. */
function compare(left: number, right: number): number {
  return left === right ? 0 : left - right
}

function* timeSeries(given: Given): Pieces<TimeSeries> {
  const { frame } = given.scope
  const value = yield* given.number(0)
  const points = new Map(instantsOf(frame).map((atMs) => [atMs, value]))
  return { label: '', periodMs: frame.periodMs, points: Number.isNaN(value) ? new Map() : points }
}
