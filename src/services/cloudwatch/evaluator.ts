/** One evaluation: queries refer to each other, and each is worked out once. */
import type { MetricDataQuery, MetricStat } from '../../generated/cloudwatch.ts'
import { NotEmulated } from '../../kernel/errors.ts'
import { validationError } from './errors.ts'
import { defaultLabel, differences, propertiesOf } from './labels.ts'
import { futureMs } from './limits.ts'
import { calculate } from './math/calculate.ts'
import { MathFault } from './math/fault.ts'
import { referencesOf } from './math/references.ts'
import type { Scope } from './math/scope.ts'
import { readExpression, type Tree } from './math/tree.ts'
import { type Frame, isList, isSeries, type TimeSeries, type Value } from './math/value.ts'
import { identityOf } from './metric.ts'
import type { MetricReader } from './metric-reader.ts'
import { keptSinceMs } from './periods.ts'
import type { Pieces } from './pieces.ts'
import type { CloudWatchReading, MetricIdentity } from './state.ts'

export class Evaluator {
  readonly #queries: ReadonlyMap<string, MetricDataQuery>
  readonly #reading: CloudWatchReading
  readonly #reader: MetricReader
  readonly #trees = new Map<string, Tree>()
  readonly #values = new Map<string, Value>()
  readonly #periods = new Map<string, number>()
  /** Expressions that are being worked out: one that refers to itself is refused. */
  readonly #open = new Set<string>()
  readonly #differing: readonly string[]

  constructor(
    queries: readonly MetricDataQuery[],
    reading: CloudWatchReading,
    reader: MetricReader,
  ) {
    this.#queries = new Map(queries.map((query) => [query.Id, query]))
    this.#reading = reading
    this.#reader = reader
    const stats = queries.flatMap(({ MetricStat: stat }) => stat ?? [])
    this.#differing = differences(stats.map((stat) => this.#propertiesOf(stat)))
  }

  /** Reads all expressions, those that nobody asks for, too. @throws AwsError ValidationError */
  readAll(): void {
    for (const query of this.#queries.values()) {
      if (!query.MetricStat) blaming(query.Id, () => this.#tree(query))
    }
  }

  /** @throws AwsError ValidationError */
  *resultOf(query: MetricDataQuery): Pieces<Value> {
    const { AccountId: account = this.#reading.place.account } = query
    if (account !== this.#reading.place.account) {
      throw new NotEmulated('CloudWatch metrics of linked accounts')
    }
    try {
      const value = yield* this.#value(query, this.#periodMs(query))
      if (isList(value) || isSeries(value)) return value
      throw new MathFault('the result is no time series')
    } catch (error) {
      throw blamed(query.Id, error)
    }
  }

  /** Of a query, all that it refers to brought to the same period. */
  *#value(query: MetricDataQuery, periodMs: number): Pieces<Value> {
    const key = `${query.Id} ${periodMs}`
    const known = this.#values.get(key)
    if (known !== undefined) return known
    const value = query.MetricStat
      ? yield* this.#metric(query.MetricStat, periodMs)
      : yield* this.#expression(query, periodMs)
    this.#values.set(key, value)
    return value
  }

  *#expression(query: MetricDataQuery, periodMs: number): Pieces<Value> {
    this.#begin(query.Id)
    try {
      return yield* calculate(this.#tree(query), this.#scope(periodMs))
    } finally {
      this.#open.delete(query.Id)
    }
  }

  #begin(id: string): void {
    if (this.#open.has(id)) throw new MathFault(`'${id}' refers to itself`)
    this.#open.add(id)
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
      : this.#periodOfExpression(query)
    this.#periods.set(query.Id, periodMs)
    return periodMs
  }

  #periodOfExpression(query: MetricDataQuery): number {
    this.#begin(query.Id)
    try {
      return this.#longestPeriod(query)
    } finally {
      this.#open.delete(query.Id)
    }
  }

  #longestPeriod(query: MetricDataQuery): number {
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

  *#metric(stat: MetricStat, periodMs: number): Pieces<TimeSeries> {
    const properties = this.#propertiesOf(stat)
    const label = defaultLabel(properties, this.#differing)
    const { Stat: statistic, Unit: unit } = stat
    const measure = { metric: metricOf(stat), statistic, ...(unit && { unit }) }
    return { ...(yield* this.#reader.read(measure, periodMs)), label, properties }
  }

  #propertiesOf(stat: MetricStat) {
    const { Stat: statistic, Period: periodSeconds } = stat
    const labelled = { ...metricOf(stat), statistic, periodSeconds }
    return propertiesOf(labelled, this.#reading.place)
  }

  #scope(periodMs: number): Scope {
    return {
      frame: this.#frame(periodMs),
      find: (id) => this.#find(id, periodMs),
      periodOf: (id) => (this.#queries.get(id)?.MetricStat ? periodMs / 1_000 : undefined),
      metrics: (text) => this.#metrics(text, periodMs),
      search: (query, statistic) => this.#reader.search(query, statistic, periodMs),
    }
  }

  *#find(id: string, periodMs: number): Pieces<Value | undefined> {
    const query = this.#queries.get(id)
    return query && (yield* this.#value(query, periodMs))
  }

  *#metrics(text: string, periodMs: number): Pieces<readonly TimeSeries[]> {
    const all: TimeSeries[] = []
    for (const { Id, MetricStat: stat } of this.#queries.values()) {
      if (stat && Id.includes(text)) all.push(yield* this.#metric(stat, periodMs))
    }
    return all
  }

  /**
   * The periods that may hold points. AWS: those that are asked for in too fine a period for their
   * age are empty; expressions fill no others either, a judgement that bounds what they cost.
   */
  #frame(periodMs: number): Frame {
    const { startMs, endMs } = this.#reader.span
    const nowMs = this.#reading.clock.now()
    const missed = Math.ceil((keptSinceMs(periodMs, nowMs) - startMs) / periodMs)
    return {
      startMs: startMs + Math.max(0, missed) * periodMs,
      endMs: Math.min(endMs, nowMs + futureMs),
      periodMs,
    }
  }
}

function blaming<T>(id: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw blamed(id, error)
  }
}

function blamed(id: string, error: unknown): unknown {
  if (!(error instanceof MathFault)) return error
  // The form is AWS's, the words behind it aren't public.
  return validationError(`Error in expression '${id}': ${error.message}`, { id })
}

function metricOf({ Metric: metric = {} }: MetricStat): MetricIdentity {
  return identityOf(metric.Namespace ?? '', metric.MetricName ?? '', metric.Dimensions)
}
