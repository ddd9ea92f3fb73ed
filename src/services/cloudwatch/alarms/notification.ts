/**
 * What receivers of alarms' actions are sent.
 * AWS: as topics' subscribers print it; composite alarms' message is less often seen, and the order
 * of its members is a judgement.
 */
import type { MetricDataQuery } from '../../../generated/cloudwatch.ts'
import { parseArn } from '../../../kernel/arn.ts'
import type { Place } from '../../../kernel/place.ts'
import {
  type Alarm,
  alarmArn,
  type AlarmState,
  type CompositeAlarm,
  type MetricAlarm,
} from './alarm.ts'
import { pairsJson } from './configuration-data.ts'
import { double, instant, json, text } from './printed.ts'
import { regionName } from './region-names.ts'

export interface Notification {
  readonly alarm: Alarm
  /** The state that the alarm was in before. */
  readonly before: AlarmState
  readonly place: Place
}

/** `ALARM: "name" in US East (N. Virginia)` */
export function subjectOf({ alarm, place }: Notification): string {
  const subject = `${alarm.state.value}: "${alarm.name}" in ${regionName(place.region)}`
  // AWS: subjects of messages have at most 100 characters.
  return subject.length > 100 ? `${subject.slice(0, 97)}...` : subject
}

export function messageOf({ alarm, before, place }: Notification): string {
  const { configuration: given, state } = alarm
  return json({
    AlarmName: text(alarm.name),
    AlarmDescription: nullable(given.AlarmDescription),
    AWSAccountId: text(place.account),
    AlarmConfigurationUpdatedTimestamp: text(instant(alarm.configuredAtMs)),
    NewStateValue: text(state.value),
    NewStateReason: text(state.reason),
    StateChangeTime: text(instant(state.atMs)),
    Region: text(regionName(place.region)),
    AlarmArn: text(alarmArn(place, alarm.name)),
    OldStateValue: text(before.value),
    OKActions: JSON.stringify(given.OKActions ?? []),
    AlarmActions: JSON.stringify(given.AlarmActions ?? []),
    InsufficientDataActions: JSON.stringify(given.InsufficientDataActions ?? []),
    ...(alarm.kind === 'metric' ? { Trigger: triggerOf(alarm) } : ruleOf(alarm)),
  })
}

function triggerOf({ configuration: given }: MetricAlarm): string {
  const single = {
    MetricName: nullable(given.MetricName),
    Namespace: nullable(given.Namespace),
    ...(given.ExtendedStatistic === undefined
      ? { StatisticType: text('Statistic'), Statistic: text(statisticName(given.Statistic)) }
      : {
          StatisticType: text('ExtendedStatistic'),
          ExtendedStatistic: text(given.ExtendedStatistic),
        }),
    Unit: nullable(given.Unit),
    Dimensions: pairsJson(given.Dimensions),
  }
  return json({
    ...(given.Metrics ? {} : single),
    Period: String(given.Period ?? periodOf(given.Metrics)),
    EvaluationPeriods: String(given.EvaluationPeriods),
    DatapointsToAlarm:
      given.DatapointsToAlarm === undefined ? undefined : String(given.DatapointsToAlarm),
    ComparisonOperator: nullable(given.ComparisonOperator),
    Threshold: given.Threshold === undefined ? undefined : double(given.Threshold),
    TreatMissingData: text(given.TreatMissingData ?? ''),
    EvaluateLowSampleCountPercentile: text(given.EvaluateLowSampleCountPercentile ?? ''),
    Metrics: given.Metrics && `[${given.Metrics.map((query) => queryOf(query))}]`,
  })
}

/** `SampleCount` as `SAMPLE_COUNT`. */
function statisticName(statistic = ''): string {
  return statistic.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()
}

function periodOf(queries: readonly MetricDataQuery[] = []): number {
  return Math.max(
    60,
    ...queries.flatMap(({ MetricStat: stat, Period }) => stat?.Period ?? Period ?? []),
  )
}

function queryOf({ MetricStat: stat, ...query }: MetricDataQuery): string {
  return json({
    Expression: query.Expression === undefined ? undefined : text(query.Expression),
    Id: text(query.Id),
    Label: query.Label === undefined ? undefined : text(query.Label),
    MetricStat:
      stat &&
      json({
        Metric: json({
          Dimensions: pairsJson(stat.Metric.Dimensions),
          MetricName: nullable(stat.Metric.MetricName),
          Namespace: nullable(stat.Metric.Namespace),
        }),
        Period: String(stat.Period),
        Stat: text(stat.Stat),
      }),
    ReturnData: String(query.ReturnData ?? true),
  })
}

function ruleOf({ configuration: given, state }: CompositeAlarm) {
  const children = triggersOf(state).map(({ arn, state: { value, timestamp } }) =>
    json({ Arn: text(arn), State: json({ Value: text(value), Timestamp: text(timestamp) }) }),
  )
  return { AlarmRule: text(given.AlarmRule), TriggeringChildren: `[${children.join(',')}]` }
}

interface Trigger {
  readonly arn: string
  readonly state: { readonly value: string; readonly timestamp: string }
}

/** Data that was set by hand may be any JSON. */
function triggersOf({ reasonData = '{}' }: AlarmState): readonly Trigger[] {
  const { triggeringAlarms: found } = JSON.parse(reasonData) as { triggeringAlarms?: unknown }
  return Array.isArray(found) ? found.filter((one) => isTrigger(one)) : []
}

function isTrigger(value: unknown): value is Trigger {
  const { arn, state } = (value ?? {}) as Partial<Trigger>
  return [arn, state?.value, state?.timestamp].every((one) => typeof one === 'string')
}

function nullable(value: string | undefined): string {
  return value === undefined ? 'null' : text(value)
}

/**
 * The event that a Lambda function gets.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
 */
export function functionEventOf({ alarm, before, place }: Notification): string {
  const { configuration: given, state } = alarm
  const description = given.AlarmDescription
  return JSON.stringify({
    source: 'aws.cloudwatch',
    alarmArn: alarmArn(place, alarm.name),
    accountId: place.account,
    time: instant(state.atMs),
    region: place.region,
    alarmData: {
      alarmName: alarm.name,
      state: shownState(state),
      previousState: shownState(before),
      configuration: {
        ...(description !== undefined && { description }),
        ...(alarm.kind === 'metric' ? metricsOf(alarm) : shownRule(alarm)),
      },
    },
  })
}

function shownState({ value, reason, reasonData, atMs }: AlarmState) {
  return { value, reason, ...(reasonData && { reasonData }), timestamp: instant(atMs) }
}

function metricsOf({ configuration: given }: MetricAlarm) {
  const queries: readonly MetricDataQuery[] = given.Metrics ?? [
    {
      // AWS: an id of its own making, which nobody can refer to.
      Id: 'm1',
      MetricStat: {
        Metric: {
          ...(given.Namespace !== undefined && { Namespace: given.Namespace }),
          ...(given.MetricName !== undefined && { MetricName: given.MetricName }),
          ...(given.Dimensions && { Dimensions: given.Dimensions }),
        },
        Period: given.Period ?? 60,
        Stat: given.Statistic ?? given.ExtendedStatistic ?? '',
        ...(given.Unit && { Unit: given.Unit }),
      },
    },
  ]
  return {
    metrics: queries.map(({ Id, Expression, Label, MetricStat: stat, ReturnData = true }) => ({
      id: Id,
      ...(Expression !== undefined && { expression: Expression }),
      ...(Label !== undefined && { label: Label }),
      ...(stat && {
        metricStat: {
          metric: {
            namespace: stat.Metric.Namespace,
            name: stat.Metric.MetricName,
            dimensions: Object.fromEntries(
              (stat.Metric.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]),
            ),
          },
          period: stat.Period,
          stat: stat.Stat,
          ...(stat.Unit && { unit: stat.Unit }),
        },
      }),
      returnData: ReturnData,
    })),
  }
}

function shownRule({ configuration: given }: CompositeAlarm) {
  return {
    alarmRule: given.AlarmRule,
    ...(given.ActionsSuppressor !== undefined && {
      actionsSuppressor: given.ActionsSuppressor,
      actionsSuppressorWaitPeriod: given.ActionsSuppressorWaitPeriod,
      actionsSuppressorExtensionPeriod: given.ActionsSuppressorExtensionPeriod,
    }),
  }
}

/** Whether an action's receiver is a function, a scaling policy, or a topic or other. */
export function receiverOf(action: string): 'function' | 'scaling' | 'other' {
  const service = parseArn(action)?.service
  if (service === 'lambda') return 'function'
  return service === 'autoscaling' ? 'scaling' : 'other'
}
