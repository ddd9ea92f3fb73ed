/**
 * When a metric alarm is evaluated next. While its metrics have data that is at the next minute (or
 * ten seconds, or hour), as AWS does. When they have none any more nothing changes but as the last
 * points pass from one period to the next: it is evaluated then, and after that when data comes.
 */
import type { MetricDataQuery } from '../../../generated/cloudwatch.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { floorTo } from '../block.ts'
import { evaluate, type Evaluation } from '../evaluation.ts'
import { futureMs, minuteMs } from '../limits.ts'
import type { Pending } from '../measurements.ts'
import type { Span } from '../periods.ts'
import type { CloudWatchChange, CloudWatchReading } from '../state.ts'
import type { MetricAlarm } from './alarm.ts'
import { receiverOf } from './notification.ts'
import { intervalOf, isRestless, periodSecondsOf, queriesOf } from './questions.ts'

/** `undefined`: it can't be worked out any more. */
export function calculate(
  call: CloudWatchReading,
  queries: readonly MetricDataQuery[],
  { span, pending }: Pick<Found, 'span' | 'pending'>,
): Evaluation | undefined {
  try {
    return evaluate(queries, span, call, { pending })
  } catch (error) {
    if (error instanceof AwsError) return undefined
    throw error
  }
}

/** AWS evaluates at the next full minute (or ten seconds, or hour). */
export function evaluateNext(call: CloudWatchChange, alarm: MetricAlarm): void {
  call.at(nextMs(call, alarm), 'evaluate', alarm.name)
}

function nextMs({ clock }: CloudWatchReading, { configuration }: MetricAlarm): number {
  const interval = intervalOf(configuration)
  return floorTo(clock.now(), interval) + interval
}

export interface Found {
  readonly span: Span
  /** What isn't stored yet, read once for all that an evaluation looks at. */
  readonly pending: Pending
  readonly found: Evaluation | undefined
}

/** Sets the next evaluation, or has the alarm sleep. */
export function goOn(call: CloudWatchChange, { name }: MetricAlarm, seen: Found): void {
  const alarm = call.state.alarms.get(name)
  if (alarm?.kind !== 'metric') return
  const isBroken = seen.found === undefined
  const atMs = isAlert(call, alarm, seen) ? nextMs(call, alarm) : nextPassage(call, alarm, seen)
  if (atMs !== undefined) call.at(atMs, 'evaluate', name)
  note(call, alarm, { isBroken, isAsleep: atMs !== nextMs(call, alarm) })
}

function note(
  { state: { alarms } }: CloudWatchChange,
  alarm: MetricAlarm,
  now: { readonly isBroken: boolean; readonly isAsleep: boolean },
): void {
  const { isBroken = false, isAsleep = false, ...rest } = alarm
  if (now.isBroken === isBroken && now.isAsleep === isAsleep) return
  alarms.put({
    ...rest,
    ...(now.isBroken && { isBroken: true }),
    ...(now.isAsleep && { isAsleep: true }),
  })
}

/** Each evaluation may be another one. */
function isAlert(call: CloudWatchReading, alarm: MetricAlarm, seen: Found): boolean {
  const { span, found } = seen
  const { configuration } = alarm
  const lastPeriodMs = span.endMs - periodSecondsOf(configuration) * 1_000
  return (
    isRestless(configuration) ||
    newestMs(alarm, found) >= lastPeriodMs ||
    (repeats(alarm) && newestMs(alarm, found) > -Infinity) ||
    hasUpcoming(call, alarm, seen)
  )
}

/** It tells scaling policies each minute. */
function repeats({ configuration: given, state }: MetricAlarm): boolean {
  const isOn = given.ActionsEnabled !== false && state.value === 'ALARM'
  return isOn && (given.AlarmActions ?? []).some((action) => receiverOf(action) === 'scaling')
}

/** Of metrics alone: expressions such as FILL have points of nothing. */
function newestMs({ configuration }: MetricAlarm, found: Evaluation | undefined): number {
  const points = queriesOf(configuration).flatMap(({ Id, MetricStat: stat }) =>
    stat ? (found?.get(Id) ?? []).flatMap((series) => series.points.at(-1)?.atMs ?? []) : [],
  )
  return Math.max(-Infinity, ...points)
}

/** Data that lies ahead, or in the period that is open. */
function hasUpcoming(call: CloudWatchReading, alarm: MetricAlarm, seen: Found): boolean {
  const { endMs } = seen.span
  const periodMs = periodSecondsOf(alarm.configuration) * 1_000
  const reach = Math.ceil(futureMs / periodMs) + 1
  const span = { startMs: endMs, endMs: endMs + reach * periodMs }
  const found = calculate(call, queriesOf(alarm.configuration), { ...seen, span })
  return newestMs(alarm, found) > -Infinity
}

/** The instant at which a point is the first to lie in another period; `undefined`: none is left. */
function nextPassage(call: CloudWatchReading, alarm: MetricAlarm, seen: Found): number | undefined {
  const { span, found } = seen
  if (newestMs(alarm, found) === -Infinity) return undefined
  const { configuration } = alarm
  const periodMs = periodSecondsOf(configuration) * 1_000
  const interval = intervalOf(configuration)
  const passages = minutesOf(call, alarm, seen).map((atMs) => {
    const agedMs = span.endMs - atMs - minuteMs
    return atMs + minuteMs + (Math.floor(agedMs / periodMs) + 1) * periodMs
  })
  if (passages.length === 0 || periodMs <= minuteMs) return nextMs(call, alarm)
  const earliest = passages.reduce((first, atMs) => Math.min(first, atMs))
  return Math.max(nextMs(call, alarm), Math.ceil(earliest / interval) * interval)
}

/** The minutes that have points. */
function minutesOf(call: CloudWatchReading, alarm: MetricAlarm, seen: Found): readonly number[] {
  const queries = queriesOf(alarm.configuration).flatMap((query) =>
    query.MetricStat ? [{ ...query, MetricStat: { ...query.MetricStat, Period: 60 } }] : [],
  )
  const found = calculate(call, queries, seen)
  return [...(found?.values() ?? [])].flatMap((list) =>
    list.flatMap(({ points }) => points.map(({ atMs }) => atMs)),
  )
}
