/** A metric alarm's evaluation: each minute, or each ten seconds, while anything can change it. */
import type { JobDefinition } from '../../../kernel/service.ts'
import { floorTo } from '../block.ts'
import { evaluate, type Evaluation } from '../evaluation.ts'
import { pendingOf } from '../measurements.ts'
import type { Span } from '../periods.ts'
import type { CloudWatchChange, CloudWatchReading, state } from '../state.ts'
import { repeatScaling } from './actions.ts'
import type { MetricAlarm } from './alarm.ts'
import { intervalOf, judgedQuery, queriesOf, ruleOf } from './questions.ts'
import {
  type AlarmPoint,
  isBreaching,
  type Looked,
  reasonDataOf,
  reasonOf,
  type Rule,
} from './reason.ts'
import { calculate, goOn } from './rest.ts'
import { changeState } from './transition.ts'
import { judge, rangeLength } from './verdict.ts'

export const evaluateAlarm: JobDefinition<typeof state> = {
  run(call) {
    const alarm = call.state.alarms.get(call.key)
    if (alarm?.kind !== 'metric') return
    const rule = ruleOf(alarm.configuration)
    const untilMs = floorTo(call.clock.now(), intervalOf(alarm.configuration))
    const span = spanOf(rule, untilMs)
    const pending = pendingOf(call)
    const found = calculate(call, queriesOf(alarm.configuration), { span, pending })
    if (found) judgeAlarm(call, alarm, { rule, span, found })
    goOn(call, alarm, { span, found, pending })
  },
}

/** @throws AwsError ValidationError for an expression that can't be worked out */
export function tryOut(call: CloudWatchReading, given: MetricAlarm['configuration']): void {
  evaluate(queriesOf(given), spanOf(ruleOf(given), floorTo(call.clock.now(), 60_000)), call)
}

function spanOf(rule: Rule, endMs: number): Span {
  return { startMs: endMs - rangeLength(rule) * rule.periodSeconds * 1_000, endMs }
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
