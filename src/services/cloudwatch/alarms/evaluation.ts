/** A metric alarm's evaluation: each minute, or each ten seconds, while anything can change it. */
import { AwsError } from '../../../kernel/errors.ts'
import type { JobDefinition } from '../../../kernel/service.ts'
import { floorTo } from '../block.ts'
import { evaluate, type Evaluation } from '../evaluation.ts'
import { futureMs } from '../limits.ts'
import type { Span } from '../periods.ts'
import type { CloudWatchChange, CloudWatchReading, state } from '../state.ts'
import { repeatScaling } from './actions.ts'
import type { MetricAlarm } from './alarm.ts'
import { intervalOf, isRestless, judgedQuery, queriesOf, ruleOf } from './questions.ts'
import {
  type AlarmPoint,
  isBreaching,
  type Looked,
  reasonDataOf,
  reasonOf,
  type Rule,
} from './reason.ts'
import { changeState } from './transition.ts'
import { judge, rangeLength } from './verdict.ts'

export const evaluateAlarm: JobDefinition<typeof state> = {
  run(call) {
    const alarm = call.state.alarms.get(call.key)
    if (alarm?.kind !== 'metric') return
    const rule = ruleOf(alarm.configuration)
    const untilMs = floorTo(call.clock.now(), intervalOf(alarm.configuration))
    const span = spanOf(rule, untilMs)
    const found = calculate(call, alarm, span)
    if (found) judgeAlarm(call, alarm, { rule, span, found })
    goOn(call, alarm, { span, found })
  },
}

/** AWS evaluates at the next full minute (or ten seconds, or hour). */
export function evaluateNext(call: CloudWatchChange, alarm: MetricAlarm): void {
  const interval = intervalOf(alarm.configuration)
  call.at(floorTo(call.clock.now(), interval) + interval, 'evaluate', alarm.name)
}

/** @throws AwsError ValidationError for an expression that can't be worked out */
export function tryOut(call: CloudWatchReading, given: MetricAlarm['configuration']): void {
  evaluate(queriesOf(given), spanOf(ruleOf(given), floorTo(call.clock.now(), 60_000)), call)
}

function spanOf(rule: Rule, endMs: number): Span {
  return { startMs: endMs - rangeLength(rule) * rule.periodSeconds * 1_000, endMs }
}

/** `undefined`: it can't be worked out any more. */
function calculate(
  call: CloudWatchReading,
  { configuration }: MetricAlarm,
  span: Span,
): Evaluation | undefined {
  try {
    return evaluate(queriesOf(configuration), span, call)
  } catch (error) {
    if (error instanceof AwsError) return undefined
    throw error
  }
}

interface Seen {
  readonly rule: Rule
  readonly span: Span
  readonly found: Evaluation
}

function judgeAlarm(call: CloudWatchChange, alarm: MetricAlarm, seen: Seen): void {
  const { rule } = seen
  const looked = look(call, alarm, seen)
  const verdict = judge(
    looked.range.map(({ point }) => point && isBreaching(rule, point.value)),
    rule,
  )
  const { state: value } = verdict
  if (value === undefined || hasTooFewSamples(alarm, verdict.judged, looked)) return
  if (value === alarm.state.value) {
    if (value === 'ALARM') repeatScaling(call, alarm, () => reasonDataOf(rule, verdict, looked))
    return
  }
  const reason = reasonOf(rule, verdict, looked)
  const reasonData = reasonDataOf(rule, verdict, looked)
  changeState(call, alarm, { value, reason, reasonData, atMs: call.clock.now() })
}

/** The range's periods, the newest first. */
function look(call: CloudWatchReading, alarm: MetricAlarm, { rule, span, found }: Seen): Looked {
  const query = judgedQuery(queriesOf(alarm.configuration))
  const points = (query && found.get(query.Id)?.[0]?.points) ?? []
  const byStart = new Map<number, AlarmPoint>(points.map((point) => [point.atMs, point]))
  const range = Array.from({ length: rangeLength(rule) }, (_, back) => {
    const atMs = span.endMs - (back + 1) * rule.periodSeconds * 1_000
    const point = byStart.get(atMs)
    return { atMs, ...(point && { point }) }
  })
  return { queriedAtMs: call.clock.now(), range }
}

/**
 * AWS: with `ignore`, a percentile of too few samples to tell anything doesn't change the state:
 * fewer than 10 / (1 - percentile), or 10 / percentile below the median.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html
 */
function hasTooFewSamples(
  { configuration: given }: MetricAlarm,
  judged: readonly number[],
  { range }: Looked,
): boolean {
  const [, percent] = /^p([\d.]+)$/.exec(given.ExtendedStatistic ?? '') ?? []
  if (given.EvaluateLowSampleCountPercentile !== 'ignore' || percent === undefined) return false
  const part = Number(percent) / 100
  const needed = 10 / (part >= 0.5 ? 1 - part : part)
  return judged.some((at) => (range[at]?.point?.sampleCount ?? Infinity) < needed)
}

/** Another evaluation follows, unless no data could make it another one. */
function goOn(
  call: CloudWatchChange,
  { name, configuration }: MetricAlarm,
  { span, found }: Pick<Seen, 'span'> & { readonly found: Evaluation | undefined },
): void {
  const alarm = call.state.alarms.get(name)
  if (alarm?.kind !== 'metric') return
  noteBroken(call, alarm, found === undefined)
  const mayChange =
    isRestless(configuration) || hasData(alarm, found) || hasUpcoming(call, alarm, span)
  if (mayChange) return evaluateNext(call, alarm)
  const now = call.state.alarms.get(name)
  if (now?.kind === 'metric') call.state.alarms.put({ ...now, isAsleep: true })
}

function noteBroken(
  { state: { alarms } }: CloudWatchChange,
  alarm: MetricAlarm,
  isBroken: boolean,
) {
  if (isBroken === (alarm.isBroken ?? false)) return
  const { isBroken: _, ...rest } = alarm
  alarms.put(isBroken ? { ...rest, isBroken } : rest)
}

/** Metrics alone count: expressions such as FILL have points of nothing. */
function hasData({ configuration }: MetricAlarm, found: Evaluation | undefined): boolean {
  return queriesOf(configuration).some(
    ({ Id, MetricStat: stat }) => stat && found?.get(Id)?.some(({ points }) => points.length > 0),
  )
}

/** Data that lies ahead, or in the period that is open. */
function hasUpcoming(call: CloudWatchReading, alarm: MetricAlarm, { endMs }: Span): boolean {
  const { periodSeconds } = ruleOf(alarm.configuration)
  const reach = Math.ceil(futureMs / (periodSeconds * 1_000)) + 1
  const ahead = { startMs: endMs, endMs: endMs + reach * periodSeconds * 1_000 }
  return hasData(alarm, calculate(call, alarm, ahead))
}
