/**
 * CloudWatch's metrics of queues: calls are counted as they come, gauges are told of whole spans of
 * minutes once the queue is used again or somebody looks. So an idle queue costs nothing.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
import { memory } from '../../kernel/memory.ts'
import type { MeasuredMinute, MetricName } from '../../kernel/metrics.ts'
import { activeMs } from './limits.ts'
import { Meter, minuteMs, minuteOf, type Stretch } from './meter.ts'
import { readingOf } from '../../kernel/reading.ts'
import type { Queue, SqsReading } from './state.ts'

/** Looks alone have gauges recorded when they tell of so much. */
const lookedAtMs = 15 * minuteMs

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
  if (nowMs - meter.openMs >= minuteMs) record(reading, queue, meter)
  meter.touch(nowMs)
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
  const reading = readingOf(call)
  const { state, clock, metrics } = reading
  for (const queue of state.queues.range()) {
    const isEmpty = !state.messages.first({ prefix: [queue.backlog] })
    if (!isEmpty) all.byName.set(queue.name, new Meter(queue, reading))
  }
  metrics.source('sqs', {
    look({ namespace, dimensions }) {
      if (namespace !== undefined && namespace !== 'AWS/SQS') return []
      const active = activeMeters(all, reading, dimensions?.['QueueName'])
      return active.flatMap(([meter, queue]) => look(reading, queue, meter))
    },
    record(ageMs) {
      for (const [meter, queue] of activeMeters(all, reading)) {
        if (clock.now() - meter.openMs >= ageMs) record(reading, queue, meter)
      }
    },
  })
}

/** Those of queues that are gone, or that nobody has used for long, are forgotten. */
function activeMeters(
  all: Meters,
  reading: SqsReading,
  name?: string,
): (readonly [Meter, Queue])[] {
  const nowMs = reading.clock.now()
  const wanted = name === undefined ? [...all.byName.values()] : [all.byName.get(name) ?? []].flat()
  return wanted.flatMap((meter) => {
    const queue = reading.state.queues.get(meter.name)
    if (queue?.id === meter.queueId) {
      if (activeUntilMs(reading, queue, meter) > nowMs) return [[meter, queue] as const]
      record(reading, queue, meter)
    }
    all.byName.delete(meter.name)
    return []
  })
}

/** AWS: a queue is active for six hours after it was used, or held a message. */
function activeUntilMs({ state }: SqsReading, queue: Queue, { usedMs }: Meter): number {
  const newest = state.messages.first({ prefix: [queue.backlog], reverse: true })
  const heldUntilMs = newest ? newest.sentAtMs + queue.settings.retentionMs : 0
  return Math.max(usedMs, heldUntilMs) + activeMs
}

/** Records the minutes that are over. */
function record(reading: SqsReading, queue: Queue, meter: Meter): void {
  const untilMs = minuteOf(reading.clock.now())
  for (const piece of piecesUntil(reading, queue, meter, untilMs)) reading.metrics.record(piece)
  meter.recorded(untilMs)
}

/** What isn't recorded yet, with what the open minute shows now. */
function look(reading: SqsReading, queue: Queue, meter: Meter): readonly MeasuredMinute[] {
  const nowMs = reading.clock.now()
  if (nowMs - meter.openMs >= lookedAtMs) record(reading, queue, meter)
  const openMs = minuteOf(nowMs)
  const pieces = piecesUntil(reading, queue, meter, openMs)
  const { gauges, ages } = meter.lookNow(reading.state, queue, nowMs)
  for (const { name, unit, value } of gauges) {
    pieces.push(pieceOf(meter.metric(name, unit), value, openMs))
  }
  for (const { name, sinceMs } of ages) {
    pieces.push(pieceOf(meter.metric(name, 'Seconds'), ageAt(sinceMs, nowMs), openMs))
  }
  for (const counter of meter.counters) {
    if (!counter.hasCountedIn(openMs)) pieces.push(pieceOf(counter.metric, 0, openMs))
  }
  return pieces
}

/** As long as the queue was active. */
function piecesUntil(
  reading: SqsReading,
  queue: Queue,
  meter: Meter,
  untilMs: number,
): MeasuredMinute[] {
  const pieces: MeasuredMinute[] = []
  if (meter.openMs >= untilMs) return pieces
  const endMs = Math.min(untilMs, minuteOf(activeUntilMs(reading, queue, meter)))
  for (const stretch of meter.stretches(reading.state, queue, endMs)) {
    addStretch(pieces, meter, stretch, endMs)
  }
  return pieces
}

function addStretch(
  pieces: MeasuredMinute[],
  meter: Meter,
  { fromMs, untilMs, look: { gauges, ages } }: Stretch,
  endMs: number,
): void {
  const minutes = (Math.min(untilMs, endMs) - fromMs) / minuteMs
  if (minutes <= 0) return
  for (const { name, unit, value } of gauges) {
    pieces.push(pieceOf(meter.metric(name, unit), value, fromMs, minutes))
  }
  for (const { name, sinceMs } of ages) {
    const metric = meter.metric(name, 'Seconds')
    if (sinceMs === undefined) pieces.push(pieceOf(metric, 0, fromMs, minutes))
    else addAges(pieces, metric, { sinceMs, fromMs, minutes })
  }
  for (const counter of meter.counters) {
    const skipped = counter.hasCountedIn(fromMs) ? 1 : 0
    if (minutes === skipped) continue
    pieces.push(pieceOf(counter.metric, 0, fromMs + skipped * minuteMs, minutes - skipped))
  }
}

interface Ages {
  readonly sinceMs: number
  readonly fromMs: number
  readonly minutes: number
}

function addAges(
  pieces: MeasuredMinute[],
  metric: MetricName,
  { sinceMs, fromMs, minutes }: Ages,
): void {
  for (let at = 0; at < minutes; at++) {
    const atMs = fromMs + at * minuteMs
    pieces.push(pieceOf(metric, ageAt(sinceMs, atMs + minuteMs - 1), atMs))
  }
}

function ageAt(sinceMs: number | undefined, atMs: number): number {
  return sinceMs === undefined ? 0 : Math.max(0, Math.floor((atMs - sinceMs) / 1_000))
}

function pieceOf(
  { namespace, name, unit, dimensions }: MetricName,
  value: number,
  startMs: number,
  minutes = 1,
): MeasuredMinute {
  const once = { count: 1, sum: value, min: value, max: value }
  return { namespace, name, unit, dimensions, minuteMs: startMs, minutes, ...once }
}
