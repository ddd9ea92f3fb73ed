/** Reads metrics as time series: those that are named, and those that searches find. */
import { searchCharactersMax, searchedSeriesMax, searchesMax } from './limits.ts'
import { differences, propertiesOf, searchLabel } from './labels.ts'
import { listMetrics } from './listing.ts'
import { MathFault } from './math/fault.ts'
import type { TimeSeries } from './math/value.ts'
import type { Pending } from './measurements.ts'
import { type Periods, readPeriods, type Span } from './periods.ts'
import type { Pieces } from './pieces.ts'
import type { Sum } from './point.ts'
import { isOfSchema, readSearch } from './search/query.ts'
import type { CloudWatchReading, MetricIdentity } from './state.ts'
import { findStatistic, isSimpleStatistic } from './statistics.ts'

export interface Measure {
  readonly metric: MetricIdentity
  readonly statistic: string
  readonly unit?: string
}

/** One reading: what isn't stored yet is asked for once. */
export class MetricReader {
  /** Points that have been read of metrics. */
  pointsRead = 0
  /** A search found more than are told. */
  isCut = false
  /** `endMs` is exclusive; periods are counted from `startMs` on. */
  readonly span: Span
  readonly #reading: CloudWatchReading
  readonly #pending: Pending
  #searches = 0

  constructor(reading: CloudWatchReading, span: Span, pending: Pending) {
    this.#reading = reading
    this.span = span
    this.#pending = pending
  }

  /** @throws MathFault for what is no statistic */
  *read(measure: Measure, periodMs: number): Pieces<Omit<TimeSeries, 'label'>> {
    const { metric, statistic: name, unit } = measure
    const keepsValues = !isSimpleStatistic(name)
    const wanted = { ...this.span, metric, periodMs, keepsValues, ...(unit && { unit }) }
    const periods = yield* readPeriods(this.#reading, wanted, this.#pending)
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
    this.pointsRead += points.size
    yield points.size
    return { periodMs, points, counts }
  }

  /** @throws MathFault for what is no search, and for one too many */
  *search(text: string, statistic: string, periodMs: number): Pieces<readonly TimeSeries[]> {
    const found = yield* this.#find(text)
    const periodSeconds = periodMs / 1_000
    const properties = found.map((metric) =>
      propertiesOf({ ...metric, statistic, periodSeconds }, this.#reading.place),
    )
    const differing = differences(properties)
    const all: TimeSeries[] = []
    for (const [at, metric] of found.entries()) {
      const own = properties[at] ?? {}
      const series = yield* this.read({ metric, statistic }, periodMs)
      all.push({ ...series, label: searchLabel(own, differing), properties: own })
    }
    return all
  }

  *#find(text: string): Pieces<readonly MetricIdentity[]> {
    if (++this.#searches > searchesMax) {
      throw new MathFault(`at most ${searchesMax} searches are made at once`)
    }
    if (text.length > searchCharactersMax) {
      throw new MathFault(`SEARCH takes at most ${searchCharactersMax} characters`)
    }
    const query = readSearch(text)
    const { namespace } = query
    const sought = namespace === undefined ? {} : { namespace }
    const found: MetricIdentity[] = []
    for (const metric of yield* listMetrics(this.#reading, sought, this.#pending)) {
      if (isOfSchema(metric, query) && query.matches(metric)) found.push(metric)
      yield 1
    }
    if (found.length > searchedSeriesMax) this.isCut = true
    return found.slice(0, searchedSeriesMax)
  }
}

function inOrder(periods: Periods): Iterable<readonly [number, Sum]> {
  let lastMs = -Infinity
  for (const atMs of periods.keys()) {
    if (atMs < lastMs) return [...periods].sort(([left], [right]) => left - right)
    lastMs = atMs
  }
  return periods
}
