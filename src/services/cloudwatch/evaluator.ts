/** One evaluation: queries refer to each other, and each is worked out once. */
import type { MetricDataQuery, MetricStat } from '../../generated/cloudwatch.ts'
import { NotEmulated } from '../../kernel/errors.ts'
import { validationError } from './errors.ts'
import { defaultLabel, differences, propertiesOf, searchLabel } from './labels.ts'
import { futureMs, searchCharactersMax, searchedSeriesMax, searchesMax } from './limits.ts'
import { listMetrics } from './listing.ts'
import { calculate } from './math/calculate.ts'
import { MathFault } from './math/fault.ts'
import { referencesOf } from './math/references.ts'
import type { Scope } from './math/scope.ts'
import { readExpression, type Tree } from './math/tree.ts'
import { type Frame, isList, isSeries, type TimeSeries, type Value } from './math/value.ts'
import type { Pending } from './measurements.ts'
import { identityOf } from './metric.ts'
import { keptSinceMs, type Periods, readPeriods, type Span } from './periods.ts'
import type { Sum } from './point.ts'
import { isOfSchema, readSearch } from './search/query.ts'
import type { CloudWatchReading, MetricIdentity } from './state.ts'
import { findStatistic, isSimpleStatistic } from './statistics.ts'

interface Measure {
  readonly metric: MetricIdentity
  readonly statistic: string
  readonly unit?: string
}

export class Evaluator {
  readonly #queries: ReadonlyMap<string, MetricDataQuery>
  readonly #span: Span
  readonly #reading: CloudWatchReading
  readonly #pending: Pending
  readonly #trees = new Map<string, Tree>()
  readonly #values = new Map<string, Value>()
  readonly #periods = new Map<string, number>()
  /** Expressions that are being worked out: one that refers to itself is refused. */
  readonly #open = new Set<string>()
  readonly #differing: readonly string[]
  #searches = 0

  constructor(
    queries: readonly MetricDataQuery[],
    span: Span,
    reading: CloudWatchReading,
    pending: Pending,
  ) {
    this.#queries = new Map(queries.map((query) => [query.Id, query]))
    this.#span = span
    this.#reading = reading
    this.#pending = pending
    const stats = queries.flatMap(({ MetricStat: stat }) => stat ?? [])
    this.#differing = differences(stats.map((stat) => this.#propertiesOf(stat)))
  }

  /** Reads all expressions, those that nobody asks for, too. @throws AwsError ValidationError */
  readAll(): void {
    for (const query of this.#queries.values()) {
      if (!query.MetricStat) this.#blaming(query.Id, () => this.#tree(query))
    }
  }

  /** @throws AwsError ValidationError */
  resultOf(query: MetricDataQuery): Value {
    const { AccountId: account = this.#reading.place.account } = query
    if (account !== this.#reading.place.account) {
      throw new NotEmulated('CloudWatch metrics of linked accounts')
    }
    return this.#blaming(query.Id, () => {
      const value = this.#value(query, this.#periodMs(query))
      if (isList(value) || isSeries(value)) return value
      throw new MathFault('the result is no time series')
    })
  }

  #blaming<T>(id: string, work: () => T): T {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof MathFault)) throw error
      // The form is AWS's, the words behind it aren't public.
      throw validationError(`Error in expression '${id}': ${error.message}`, { id })
    }
  }

  /** Of a query, all that it refers to brought to the same period. */
  #value(query: MetricDataQuery, periodMs: number): Value {
    const key = `${query.Id} ${periodMs}`
    const known = this.#values.get(key)
    if (known !== undefined) return known
    const value = query.MetricStat
      ? this.#metric(query.MetricStat, periodMs)
      : this.#once(query.Id, () => calculate(this.#tree(query), this.#scope(periodMs)))
    this.#values.set(key, value)
    return value
  }

  #once<T>(id: string, work: () => T): T {
    if (this.#open.has(id)) throw new MathFault(`'${id}' refers to itself`)
    this.#open.add(id)
    try {
      return work()
    } finally {
      this.#open.delete(id)
    }
  }

  #tree({ Id: id, Expression: expression = '' }: MetricDataQuery): Tree {
    if (/^\s*SELECT\b/i.test(expression)) {
      throw new NotEmulated('CloudWatch Metrics Insights queries')
    }
    const known = this.#trees.get(id)
    if (known) return known
    const tree = readExpression(expression)
    this.#trees.set(id, tree)
    return tree
  }

  /**
   * An expression has the longest period among those of its metrics, and they are all read by it.
   * How AWS brings different periods together isn't public: a judgement.
   */
  #periodMs(query: MetricDataQuery): number {
    const known = this.#periods.get(query.Id)
    if (known !== undefined) return known
    const periodMs = query.MetricStat
      ? query.MetricStat.Period * 1_000
      : this.#once(query.Id, () => this.#periodOfExpression(query))
    this.#periods.set(query.Id, periodMs)
    return periodMs
  }

  #periodOfExpression(query: MetricDataQuery): number {
    const { ids, hasMetrics, periods } = referencesOf(this.#tree(query))
    const referred = [...this.#queries.values()].filter(
      ({ Id, MetricStat: stat }) => ids.has(Id) || (hasMetrics && stat),
    )
    const all = [
      ...referred.map((one) => this.#periodMs(one)),
      ...periods.map((one) => one * 1_000),
    ]
    if (all.length > 0) return Math.max(...all)
    if (query.Period !== undefined) return query.Period * 1_000
    const others = [...this.#queries.values()].flatMap(({ MetricStat: stat }) => stat?.Period ?? [])
    return Math.max(60, ...others) * 1_000
  }

  #metric(stat: MetricStat, periodMs: number): TimeSeries {
    const properties = this.#propertiesOf(stat)
    const label = defaultLabel(properties, this.#differing)
    const { Stat: statistic, Unit: unit } = stat
    const measure = { metric: metricOf(stat), statistic, ...(unit && { unit }) }
    return { ...this.#read(measure, periodMs), label, properties }
  }

  #read({ metric, statistic: name, unit }: Measure, periodMs: number): Omit<TimeSeries, 'label'> {
    const keepsValues = !isSimpleStatistic(name)
    const wanted = { ...this.#span, metric, periodMs, keepsValues, ...(unit && { unit }) }
    const periods = readPeriods(this.#reading, wanted, this.#pending)
    const statistic = findStatistic(name)
    if (!statistic) throw new MathFault(`'${name}' is no statistic`)
    const points = new Map<number, number>()
    const counts = new Map<number, number>()
    for (const [atMs, measured] of inOrder(periods)) {
      const value = statistic(measured)
      if (value === undefined) continue
      points.set(atMs, value)
      counts.set(atMs, measured.count)
    }
    return { periodMs, points, counts }
  }

  #propertiesOf(stat: MetricStat) {
    const { Stat: statistic, Period: periodSeconds } = stat
    const labelled = { ...metricOf(stat), statistic, periodSeconds }
    return propertiesOf(labelled, this.#reading.place)
  }

  #scope(periodMs: number): Scope {
    return {
      frame: this.#frame(periodMs),
      find: (id) => {
        const query = this.#queries.get(id)
        return query && this.#value(query, periodMs)
      },
      periodOf: (id) => (this.#queries.get(id)?.MetricStat ? periodMs / 1_000 : undefined),
      metrics: (text) =>
        [...this.#queries.values()].flatMap(({ Id, MetricStat: stat }) =>
          stat && Id.includes(text) ? [this.#metric(stat, periodMs)] : [],
        ),
      search: (query, statistic) => this.#search(query, statistic, periodMs),
    }
  }

  /**
   * The periods that may hold points. AWS: those that are asked for in too fine a period for their
   * age are empty; expressions fill no others either, a judgement that bounds what they cost.
   */
  #frame(periodMs: number): Frame {
    const { startMs, endMs } = this.#span
    const nowMs = this.#reading.clock.now()
    const missed = Math.ceil((keptSinceMs(periodMs, nowMs) - startMs) / periodMs)
    return {
      startMs: startMs + Math.max(0, missed) * periodMs,
      endMs: Math.min(endMs, nowMs + futureMs),
      periodMs,
    }
  }

  #search(text: string, statistic: string, periodMs: number): readonly TimeSeries[] {
    if (++this.#searches > searchesMax) {
      throw new MathFault(`at most ${searchesMax} searches are made at once`)
    }
    if (text.length > searchCharactersMax) {
      throw new MathFault(`SEARCH takes at most ${searchCharactersMax} characters`)
    }
    const query = readSearch(text)
    const { namespace } = query
    const sought = namespace === undefined ? {} : { namespace }
    const found = listMetrics(this.#reading, sought, this.#pending)
      .filter((metric) => isOfSchema(metric, query) && query.matches(metric))
      .slice(0, searchedSeriesMax)
    const periodSeconds = periodMs / 1_000
    const properties = found.map((metric) =>
      propertiesOf({ ...metric, statistic, periodSeconds }, this.#reading.place),
    )
    const differing = differences(properties)
    return found.map((metric, at) => {
      const own = properties[at] ?? {}
      const series = this.#read({ metric, statistic }, periodMs)
      return { ...series, label: searchLabel(own, differing), properties: own }
    })
  }
}

function metricOf({ Metric: metric = {} }: MetricStat): MetricIdentity {
  return identityOf(metric.Namespace ?? '', metric.MetricName ?? '', metric.Dimensions)
}

function inOrder(periods: Periods): Iterable<readonly [number, Sum]> {
  let lastMs = -Infinity
  for (const atMs of periods.keys()) {
    if (atMs < lastMs) return [...periods].sort(([left], [right]) => left - right)
    lastMs = atMs
  }
  return periods
}
