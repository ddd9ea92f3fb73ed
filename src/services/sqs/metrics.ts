/**
 * CloudWatch's metrics of queues: calls are counted as they come, gauges are told of whole spans of
 * minutes once the queue is used again or somebody looks. So an idle queue costs nothing.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
import { memory } from '../../kernel/memory.ts'
import type { MeasuredMinute, Metrics, Series } from '../../kernel/metrics.ts'
import { lookAt } from './gauges.ts'
import { activeMs } from './limits.ts'
import type { Queue, SqsReading } from './state.ts'

const minuteMs = 60_000

/** A counted metric: AWS shows 0 for the minutes of an active queue in which nothing was counted. */
class Counter {
  readonly name: string
  readonly #series: Series
  readonly #clock: SqsReading['clock']
  #lastMinuteMs = -1

  constructor(name: string, meter: Pick<Meter, 'name'>, { metrics, clock }: SqsReading) {
    this.name = name
    this.#series = metrics.series(metricOf(meter.name, name, 'Count'))
    this.#clock = clock
  }

  add(count: number): void {
    this.#series.add(count)
    this.#lastMinuteMs = minuteOf(this.#clock.now())
  }

  counted(atMs: number): boolean {
    return this.#lastMinuteMs === atMs
  }
}

/** What is measured of one queue. */
export class Meter {
  readonly name: string
  readonly queueId: string
  readonly sent: Counter
  readonly received: Counter
  readonly deleted: Counter
  readonly emptyReceives: Counter
  /** Of FIFO queues. */
  readonly deduplicated: Counter
  readonly sentSize: Series
  usedMs: number
  /** The minute that is open: those before it are recorded. */
  openMs: number

  constructor(queue: Queue, reading: SqsReading) {
    this.name = queue.name
    this.queueId = queue.id
    const counter = (name: string) => new Counter(name, this, reading)
    this.sent = counter('NumberOfMessagesSent')
    this.received = counter('NumberOfMessagesReceived')
    this.deleted = counter('NumberOfMessagesDeleted')
    this.emptyReceives = counter('NumberOfEmptyReceives')
    this.deduplicated = counter('NumberOfDeduplicatedSentMessages')
    this.sentSize = reading.metrics.series(metricOf(queue.name, 'SentMessageSize', 'Bytes'))
    this.usedMs = reading.clock.now()
    this.openMs = minuteOf(this.usedMs)
  }

  counters({ settings }: Queue): readonly Counter[] {
    const all = [this.sent, this.received, this.deleted, this.emptyReceives]
    return settings.isFifo ? [...all, this.deduplicated] : all
  }
}

class Meters {
  readonly byName = new Map<string, Meter>()
  isSource = false
}

const meters = memory(() => new Meters())

/** The meter of a queue that is about to be used: what it held until now is recorded first. */
export function meterOf(reading: SqsReading, queue: Queue): Meter {
  const all = reading.memory(meters)
  const nowMs = reading.clock.now()
  const known = all.byName.get(queue.name)
  const meter = known?.queueId === queue.id ? known : begin(all, reading, queue)
  if (nowMs - meter.openMs >= minuteMs) catchUp(reading, queue, meter, nowMs)
  meter.usedMs = nowMs
  return meter
}

/** Its queue is deleted. */
export function forgetMeter(reading: SqsReading, { name }: Queue): void {
  reading.memory(meters).byName.delete(name)
}

function begin(all: Meters, reading: SqsReading, queue: Queue): Meter {
  if (!all.isSource) becomeSource(all, reading)
  const meter = new Meter(queue, reading)
  all.byName.set(queue.name, meter)
  return meter
}

/**
 * Meters are lost with the process. AWS: a queue that holds messages is active, so those go on with
 * the first call; others are, from their next use on.
 */
function becomeSource(all: Meters, call: SqsReading): void {
  all.isSource = true
  const { state, place, clock, random, limits, ports, memory: remember, metrics } = call
  // What a call has beside these, its input above all, isn't kept.
  const reading: SqsReading = {
    state,
    place,
    clock,
    random,
    limits,
    ports,
    memory: remember,
    metrics,
  }
  for (const queue of state.queues.range()) {
    const isEmpty = !state.messages.first({ prefix: [queue.backlog] })
    if (!isEmpty) all.byName.set(queue.name, new Meter(queue, reading))
  }
  metrics.source('sqs', () => [...all.byName.values()].flatMap((one) => tell(all, reading, one)))
}

/** Records what is over, and answers what the open minute has so far. */
function tell(all: Meters, reading: SqsReading, meter: Meter): readonly MeasuredMinute[] {
  const { state, clock } = reading
  const queue = state.queues.get(meter.name)
  const nowMs = clock.now()
  if (queue?.id === meter.queueId) {
    catchUp(reading, queue, meter, nowMs)
    if (activeUntilMs(reading, queue, meter) > nowMs) return measure(reading, queue, meter, nowMs)
  }
  all.byName.delete(meter.name)
  return []
}

/** AWS: a queue is active for six hours after it was used, or held a message. */
function activeUntilMs({ state }: SqsReading, queue: Queue, { usedMs }: Meter): number {
  const newest = state.messages.first({ prefix: [queue.backlog], reverse: true })
  const heldUntilMs = newest ? newest.sentAtMs + queue.settings.retentionMs : 0
  return Math.max(usedMs, heldUntilMs) + activeMs
}

/** Records the minutes that are over, as long as the queue was active in them. */
function catchUp(reading: SqsReading, queue: Queue, meter: Meter, nowMs: number): void {
  const untilMs = minuteOf(nowMs)
  const recordedMs = Math.min(untilMs, minuteOf(activeUntilMs(reading, queue, meter)))
  for (let fromMs = meter.openMs; fromMs < recordedMs;) {
    fromMs += minuteMs * recordStretch(reading, queue, meter, { fromMs, untilMs: recordedMs })
  }
  meter.openMs = untilMs
}

interface Stretch {
  readonly fromMs: number
  readonly untilMs: number
}

/** As many minutes as look alike; a minute's gauges are those of its end. */
function recordStretch(
  { state, metrics }: SqsReading,
  queue: Queue,
  meter: Meter,
  { fromMs, untilMs }: Stretch,
): number {
  const { gauges, ages, nextMs } = lookAt(state, queue, fromMs + minuteMs - 1)
  const alike = Math.floor((Math.min(nextMs, untilMs) - fromMs) / minuteMs)
  const minutes = Math.max(1, alike)
  for (const { name, unit, value } of gauges) {
    record(metrics, metricOf(queue.name, name, unit), value, fromMs, minutes)
  }
  for (const { name, sinceMs } of ages) {
    recordAges(metrics, metricOf(queue.name, name, 'Seconds'), sinceMs, fromMs, minutes)
  }
  for (const counter of meter.counters(queue)) {
    const skipped = counter.counted(fromMs) ? 1 : 0
    const metric = metricOf(queue.name, counter.name, 'Count')
    record(metrics, metric, 0, fromMs + skipped * minuteMs, minutes - skipped)
  }
  return minutes
}

function recordAges(
  metrics: Metrics,
  metric: ReturnType<typeof metricOf>,
  sinceMs: number | undefined,
  fromMs: number,
  minutes: number,
): void {
  if (sinceMs === undefined) return record(metrics, metric, 0, fromMs, minutes)
  for (let at = 0; at < minutes; at++) {
    const atMs = fromMs + at * minuteMs
    record(metrics, metric, ageAt(sinceMs, atMs + minuteMs - 1), atMs, 1)
  }
}

function ageAt(sinceMs: number, atMs: number): number {
  return Math.max(0, Math.floor((atMs - sinceMs) / 1_000))
}

/** What the open minute shows now. */
function measure(
  { state }: SqsReading,
  queue: Queue,
  meter: Meter,
  nowMs: number,
): readonly MeasuredMinute[] {
  const { gauges, ages } = lookAt(state, queue, nowMs)
  const silent = meter.counters(queue).filter((counter) => !counter.counted(meter.openMs))
  const values = [
    ...gauges,
    ...ages.map(({ name, sinceMs = nowMs }) => ({
      name,
      unit: 'Seconds',
      value: ageAt(sinceMs, nowMs),
    })),
    ...silent.map(({ name }) => ({ name, unit: 'Count', value: 0 })),
  ]
  return values.map(({ name, unit, value }) => ({
    ...metricOf(queue.name, name, unit),
    ...once(value),
    minuteMs: meter.openMs,
  }))
}

function record(
  metrics: Metrics,
  metric: ReturnType<typeof metricOf>,
  value: number,
  fromMs: number,
  minutes: number,
): void {
  if (minutes > 0) metrics.record({ ...metric, ...once(value), minuteMs: fromMs, minutes })
}

function once(value: number) {
  return { count: 1, sum: value, min: value, max: value }
}

function metricOf(queueName: string, name: string, unit: string) {
  return { namespace: 'AWS/SQS', name, unit, dimensions: { QueueName: queueName } }
}

function minuteOf(atMs: number): number {
  return Math.floor(atMs / minuteMs) * minuteMs
}
