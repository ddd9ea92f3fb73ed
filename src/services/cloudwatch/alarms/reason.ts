/**
 * The texts of a metric alarm's state, and their data.
 * AWS: samples in https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 * and in many public logs of notifications.
 */
import type { ComparisonOperator } from '../../../generated/cloudwatch.ts'
import { double, instant, json, shortInstant, text } from './printed.ts'
import type { Treatment, Verdict } from './verdict.ts'

export interface AlarmPoint {
  /** The start of its period. */
  readonly atMs: number
  readonly value: number
  /** Of metrics; expressions have none. */
  readonly sampleCount?: number
}

/** What was looked at. */
export interface Looked {
  readonly queriedAtMs: number
  /** The starts of the range's periods with their points, the newest first. */
  readonly range: readonly { readonly atMs: number; readonly point?: AlarmPoint }[]
}

/** Facts of the alarm that the texts name. */
export interface Rule {
  readonly comparison: ComparisonOperator
  readonly threshold: number
  readonly evaluationPeriods: number
  readonly datapointsToAlarm: number
  /** The alarm says how many points make it an alarm: AWS words the two kinds differently. */
  readonly saysDatapointsToAlarm: boolean
  readonly treatment: Treatment
  readonly periodSeconds: number
  /** Absent for math. */
  readonly statistic?: string
  readonly unit?: string
}

const comparisons: Partial<Record<ComparisonOperator, string>> = {
  GreaterThanThreshold: 'greater than the threshold',
  GreaterThanOrEqualToThreshold: 'greater than or equal to the threshold',
  LessThanThreshold: 'less than the threshold',
  LessThanOrEqualToThreshold: 'less than or equal to the threshold',
}

export function isBreaching({ comparison, threshold }: Rule, value: number): boolean {
  switch (comparison) {
    case 'GreaterThanThreshold':
      return value > threshold
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold
    case 'LessThanThreshold':
      return value < threshold
    default:
      return value <= threshold
  }
}

export function reasonOf(
  rule: Rule,
  { state, judged, filled }: Verdict,
  { range }: Looked,
): string {
  if (state === 'INSUFFICIENT_DATA') {
    return `Insufficient Data: ${counted(rule.evaluationPeriods)} ${rule.evaluationPeriods === 1 ? 'was' : 'were'} unknown.`
  }
  const isAlarm = state === 'ALARM'
  const real = judged.flatMap((at) => range[at]?.point ?? [])
  const deciding = real.filter(({ value }) => isBreaching(rule, value) === isAlarm)
  const filling = filled > 0 ? fillingOf(rule, filled) : ''
  if (deciding.length === 0 || !decides(rule, deciding.length, filled, isAlarm)) {
    return `Threshold Crossed: ${received(real.length, rule)} and ${filling}.`
  }
  const said = rule.saysDatapointsToAlarm
    ? `${deciding.length} out of the last ${real.length} datapoints`
    : counted(deciding.length)
  const points = deciding.map(({ atMs, value }) => `${double(value)} (${shortInstant(atMs)})`)
  const verb = `${deciding.length === 1 ? 'was' : 'were'}${isAlarm ? '' : ' not'}`
  const limit = `${comparisons[rule.comparison]} (${double(rule.threshold)})`
  const minimum = rule.saysDatapointsToAlarm ? ` ${minimumOf(rule, isAlarm)}` : ''
  const rest = filling && ` and ${filling}`
  return `Threshold Crossed: ${said} [${points.join(', ')}] ${verb} ${limit}${minimum}${rest}.`
}

/** Real points that wouldn't be enough without the missing ones aren't named. */
function decides(rule: Rule, deciding: number, filled: number, isAlarm: boolean): boolean {
  if (filled === 0) return true
  const { evaluationPeriods, datapointsToAlarm } = rule
  const needed = isAlarm ? datapointsToAlarm : evaluationPeriods - datapointsToAlarm + 1
  return deciding >= needed
}

function received(count: number, { evaluationPeriods: periods }: Rule): string {
  const points =
    count === 0 ? 'no datapoints were' : `${counted(count)} ${count === 1 ? 'was' : 'were'}`
  return `${points} received for ${periods} ${periods === 1 ? 'period' : 'periods'}`
}

function fillingOf({ treatment }: Rule, filled: number): string {
  const word = treatment === 'breaching' ? 'Breaching' : 'NonBreaching'
  const points = filled === 1 ? 'datapoint was' : 'datapoints were'
  return `${filled} missing ${points} treated as [${word}]`
}

function counted(count: number): string {
  return `${count} ${count === 1 ? 'datapoint' : 'datapoints'}`
}

/** AWS: whatever the state was before, the text tells of `OK -> ALARM` or `ALARM -> OK`. */
function minimumOf(rule: Rule, isAlarm: boolean): string {
  const { evaluationPeriods, datapointsToAlarm } = rule
  const count = isAlarm ? datapointsToAlarm : evaluationPeriods - datapointsToAlarm + 1
  const change = isAlarm ? 'OK -> ALARM' : 'ALARM -> OK'
  return `(minimum ${counted(count)} for ${change} transition)`
}

/** `recentDatapoints` has the oldest first, `evaluatedDatapoints` the newest. */
export function reasonDataOf(
  rule: Rule,
  { judged }: Verdict,
  { queriedAtMs, range }: Looked,
): string {
  const real = judged.flatMap((at) => range[at]?.point ?? [])
  const oldest = real.at(-1)
  const shown = real.length > 0 ? real : range.slice(0, rule.evaluationPeriods)
  return json({
    version: text('1.0'),
    queryDate: text(instant(queriedAtMs)),
    startDate: oldest && text(instant(oldest.atMs)),
    unit: rule.unit && text(rule.unit),
    statistic: rule.statistic && text(rule.statistic),
    period: String(rule.periodSeconds),
    recentDatapoints: `[${real.toReversed().map(({ value }) => double(value))}]`,
    threshold: double(rule.threshold),
    evaluatedDatapoints: `[${shown.map((point) => evaluated(point))}]`,
  })
}

function evaluated(point: Partial<AlarmPoint> & { readonly atMs: number }): string {
  const { atMs, sampleCount, value } = point
  return json({
    timestamp: text(instant(atMs)),
    sampleCount: sampleCount === undefined ? undefined : double(sampleCount),
    value: value === undefined ? undefined : double(value),
  })
}
