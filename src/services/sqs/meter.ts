/** What is measured of one queue, and when. */
import type { MetricName, Series } from '../../kernel/metrics.ts'
import { type Look, lookAt } from './gauges.ts'
import type { Queue, SqsReading, SqsState } from './state.ts'

export const minuteMs = 60_000

/** A counted metric: AWS shows 0 for the minutes of an active queue in which nothing was counted. */
export class Counter {
  readonly metric: MetricName
  readonly #series: Series
  readonly #clock: SqsReading['clock']
  #lastMinuteMs = -1

  constructor(metric: MetricName, { metrics, clock }: SqsReading) {
    this.metric = metric
    this.#series = metrics.series(metric)
    this.#clock = clock
  }

  add(count: number): void {
    this.#series.add(count)
    this.#lastMinuteMs = minuteOf(this.#clock.now())
  }

  hasCountedIn(startMs: number): boolean {
    return this.#lastMinuteMs === startMs
  }
}

/** Minutes in which the gauges are those of one look; a minute's are those of its end. */
export interface Stretch {
  readonly fromMs: number
  /** `Infinity` where nothing changes by itself. */
  readonly untilMs: number
  readonly look: Look
}

export class Meter {
  readonly queueId: string
  readonly name: string
  readonly sent: Counter
  readonly received: Counter
  readonly deleted: Counter
  readonly emptyReceives: Counter
  /** Of FIFO queues. */
  readonly deduplicated: Counter
  readonly sentSize: Series
  readonly counters: readonly Counter[]
  usedMs: number
  /** The first minute that isn't recorded. */
  openMs: number
  #stretches: Stretch[] = []
  #now: { readonly look: Look; readonly atMs: number } | undefined
  readonly #metrics = new Map<string, MetricName>()

  constructor(queue: Queue, reading: SqsReading) {
    this.queueId = queue.id
    this.name = queue.name
    const counter = (name: string) => new Counter(this.metric(name, 'Count'), reading)
    this.sent = counter('NumberOfMessagesSent')
    this.received = counter('NumberOfMessagesReceived')
    this.deleted = counter('NumberOfMessagesDeleted')
    this.emptyReceives = counter('NumberOfEmptyReceives')
    this.deduplicated = counter('NumberOfDeduplicatedSentMessages')
    this.sentSize = reading.metrics.series(this.metric('SentMessageSize', 'Bytes'))
    const both = [this.sent, this.received, this.deleted, this.emptyReceives]
    this.counters = queue.settings.isFifo ? [...both, this.deduplicated] : both
    this.usedMs = reading.clock.now()
    this.openMs = minuteOf(this.usedMs)
  }

  metric(name: string, unit: string): MetricName {
    const known = this.#metrics.get(name)
    if (known) return known
    const dimensions = { QueueName: this.name }
    const metric = { namespace: 'AWS/SQS', name, unit, dimensions }
    this.#metrics.set(name, metric)
    return metric
  }

  /** The queue is about to be changed: what it looks like from here on isn't known yet. */
  touch(nowMs: number): void {
    this.usedMs = nowMs
    this.#stretches = []
    this.#now = undefined
  }

  /** What is over up to `untilMs`, of a queue that nobody has touched since the last look. */
  stretches(state: SqsState, queue: Queue, untilMs: number): readonly Stretch[] {
    let fromMs = this.#stretches.at(-1)?.untilMs ?? this.openMs
    while (fromMs < untilMs) {
      const look = lookAt(state, queue, fromMs + minuteMs - 1)
      const alikeUntilMs = Math.max(minuteOf(look.nextMs), fromMs + minuteMs)
      this.#stretches.push({ fromMs, untilMs: alikeUntilMs, look })
      fromMs = alikeUntilMs
    }
    return this.#stretches
  }

  /** Everything before `untilMs` is recorded. */
  recorded(untilMs: number): void {
    this.openMs = untilMs
    this.#stretches = this.#stretches
      .filter((stretch) => stretch.untilMs > untilMs)
      .map((stretch) => ({ ...stretch, fromMs: Math.max(stretch.fromMs, untilMs) }))
  }

  lookNow(state: SqsState, queue: Queue, nowMs: number): Look {
    const known = this.#now
    if (known && known.atMs <= nowMs && nowMs < known.look.nextMs) return known.look
    const look = lookAt(state, queue, nowMs)
    this.#now = { look, atMs: nowMs }
    return look
  }
}

export function minuteOf(atMs: number): number {
  return atMs === Infinity ? Infinity : Math.floor(atMs / minuteMs) * minuteMs
}
