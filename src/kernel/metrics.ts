/**
 * What services measure of themselves, minute by minute of the emulated clock: outside of the batch,
 * so that a refused call counts, too, and cheap enough for every call. A minute that is over is
 * handed to the service that keeps metrics (CloudWatch), which sees the open one here. What wasn't
 * handed over is lost when the process is killed: metrics are no acknowledged writes.
 */
import type { Now } from './clock.ts'
import type { Place } from './place.ts'

export interface MetricName {
  /** Such as `AWS/SQS`. */
  readonly namespace: string
  readonly name: string
  /** One of CloudWatch's, such as `Count`. */
  readonly unit: string
  readonly dimensions: Readonly<Record<string, string>>
}

/** A minute of one metric, or a part of it: pieces of the same minute add up. */
export interface MeasuredMinute extends MetricName {
  readonly minuteMs: number
  /** The same was measured in each of so many minutes from there on; absent: in this one. */
  readonly minutes?: number
  /** Those minutes lie so far apart: what is measured every five minutes. Absent: one follows another. */
  readonly everyMinutes?: 5
  readonly count: number
  readonly sum: number
  readonly min: number
  readonly max: number
  /** How often each value was seen; absent when there were too many different ones. */
  readonly values?: ReadonlyMap<number, number>
}

export interface Series {
  /** Counts a value, at the clock's instant, as if it had been seen `times` times. */
  add(value: number, times?: number): void
}

/** What a cell measures with. */
export interface Metrics {
  /** The series of a metric in this account and region. Keep it: looking it up costs. */
  series(metric: MetricName): Series
  /** Adds what was measured of minutes that are over. */
  record(measured: MeasuredMinute): void
  /** Of sources of the same name the latest one is asked. */
  source(name: string, source: Source): void
  /** What was measured in this account and region and isn't handed over yet, the open minute too. */
  pending(wanted?: WantedMetrics): readonly MeasuredMinute[]
}

/** Of which metrics somebody wants to know; what is absent is as it may be. */
export interface WantedMetrics {
  readonly namespace?: string
  readonly name?: string
  readonly dimensions?: Readonly<Record<string, string>>
}

/** For gauges, which follow from a state and which nobody counts. */
export interface Source {
  /** What was measured and isn't recorded yet, the open minute too; more than is wanted does no harm. */
  look(wanted: WantedMetrics): readonly MeasuredMinute[]
  /** Records what is over, where it began at least so long ago. */
  record(ageMs: number): void
}

export const minuteMs = 60_000

/** Different values that a minute remembers one by one, for percentiles. */
const valuesMax = 500

/** Names that are looked up; who keeps a series goes on with it when they are forgotten. */
const knownMax = 20_000

/** What was measured in one account and region. */
export class Measurements implements Metrics {
  readonly place: Place
  readonly #now: Now
  readonly #begin: (measurements: Measurements) => void
  #known = new Map<string, MinuteSeries>()
  readonly #open = new Set<MinuteSeries>()
  readonly #sources = new Map<string, Source>()
  #closed: MeasuredMinute[] = []
  #taken: readonly MeasuredMinute[] = []
  #isAwaited = false

  /** `begin` hears when there is something to hand over, and is told again only after `forget` or `leave`. */
  constructor(place: Place, now: Now, begin: (measurements: Measurements) => void) {
    this.place = place
    this.#now = now
    this.#begin = begin
  }

  series(metric: MetricName): Series {
    const key = JSON.stringify([metric.namespace, metric.name, metric.unit, metric.dimensions])
    const known = this.#known.get(key)
    if (known) return known
    if (this.#known.size >= knownMax) this.#known = new Map()
    const made = new MinuteSeries(metric, this.#now, {
      opened: (series) => {
        this.#await()
        this.#open.add(series)
      },
      closed: (minute) => this.record(minute),
    })
    this.#known.set(key, made)
    return made
  }

  record(measured: MeasuredMinute): void {
    this.#await()
    this.#closed.push(measured)
  }

  source(name: string, source: Source): void {
    this.#sources.set(name, source)
  }

  pending(wanted: WantedMetrics = {}): readonly MeasuredMinute[] {
    // A source may record, too, what it is asked for.
    const seen = [...this.#sources.values()].flatMap((source) => source.look(wanted))
    const isWanted = (metric: MetricName) => isOneOf(metric, wanted)
    const closed = this.#closed.filter(isWanted)
    const open = [...this.#open].filter(({ metric }) => isWanted(metric))
    return [...closed, ...open.flatMap((series) => series.soFar() ?? []), ...seen.filter(isWanted)]
  }

  /**
   * Takes out what is to be handed over: all that is pending but what sources haven't recorded, and
   * what was taken before and not forgotten. The open minute goes on as another piece.
   */
  take(): readonly MeasuredMinute[] {
    const open = [...this.#open].flatMap((series) => series.soFar() ?? [])
    this.#taken = [...this.#taken, ...this.#closed, ...open]
    for (const series of this.#open) series.restart()
    this.#open.clear()
    this.#closed = []
    return this.#taken
  }

  /** Has sources record what is over, where it began at least so long ago. */
  catchUp(ageMs: number): void {
    for (const source of this.#sources.values()) source.record(ageMs)
  }

  get isEmpty(): boolean {
    return this.#open.size === 0 && this.#closed.length === 0 && this.#taken.length === 0
  }

  /** What was taken is kept by whom it was handed to. */
  forget(): void {
    this.#taken = []
    this.#isAwaited = false
    if (!this.isEmpty) this.#await()
  }

  /** Nobody will come for it: `begin` is told again with what is measured next. */
  leave(): void {
    this.#isAwaited = false
  }

  #await(): void {
    if (this.#isAwaited) return
    this.#isAwaited = true
    this.#begin(this)
  }
}

interface Hearing {
  opened(series: MinuteSeries): void
  closed(minute: MeasuredMinute): void
}

function isOneOf(metric: MetricName, { namespace, name, dimensions }: WantedMetrics): boolean {
  if (name !== undefined && metric.name !== name) return false
  if (namespace !== undefined && metric.namespace !== namespace) return false
  if (!dimensions) return true
  const names = Object.keys(dimensions)
  if (names.length !== Object.keys(metric.dimensions).length) return false
  return names.every((one) => metric.dimensions[one] === dimensions[one])
}

class MinuteSeries implements Series {
  readonly metric: MetricName
  readonly #now: Now
  readonly #hearing: Hearing
  #minute = 0
  #count = 0
  #sum = 0
  #min = Infinity
  #max = -Infinity
  #values: Map<number, number> | undefined = new Map()

  constructor(metric: MetricName, now: Now, hearing: Hearing) {
    this.metric = metric
    this.#now = now
    this.#hearing = hearing
  }

  add(value: number, times = 1): void {
    const minute = Math.floor(this.#now.now() / minuteMs)
    if (minute !== this.#minute || this.#count === 0) this.#turnTo(minute)
    this.#count += times
    this.#sum += value * times
    if (value < this.#min) this.#min = value
    if (value > this.#max) this.#max = value
    const values = this.#values
    if (!values) return
    values.set(value, (values.get(value) ?? 0) + times)
    if (values.size > valuesMax) this.#values = undefined
  }

  /** `undefined`: nothing was measured in this minute. */
  soFar(): MeasuredMinute | undefined {
    if (this.#count === 0) return undefined
    return {
      ...this.metric,
      minuteMs: this.#minute * minuteMs,
      count: this.#count,
      sum: this.#sum,
      min: this.#min,
      max: this.#max,
      ...(this.#values && { values: new Map(this.#values) }),
    }
  }

  restart(): void {
    this.#count = 0
    this.#sum = 0
    this.#min = Infinity
    this.#max = -Infinity
    this.#values = new Map()
  }

  #turnTo(minute: number): void {
    const before = this.soFar()
    if (before) this.#hearing.closed(before)
    else this.#hearing.opened(this)
    this.restart()
    this.#minute = minute
  }
}
