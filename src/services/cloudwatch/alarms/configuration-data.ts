/**
 * An alarm as JSON: in the history of its configuration.
 * AWS: the members are those of items that were pasted in public.
 */
import type { MetricDataQuery } from '../../../generated/cloudwatch.ts'
import type { CloudWatchChange } from '../state.ts'
import { type Alarm, alarmArn, type CompositeAlarm, type MetricAlarm } from './alarm.ts'
import { record } from './history.ts'
import { double, instant, json, text } from './printed.ts'

type Change = 'Create' | 'Update' | 'Delete'

const changes = {
  Create: ['created', 'createdAlarm'],
  Update: ['updated', 'updatedAlarm'],
  Delete: ['deleted', 'deletedAlarm'],
} as const

export function recordConfiguration(call: CloudWatchChange, alarm: Alarm, change: Change): void {
  const [verb, member] = changes[change]
  const shown = alarm.kind === 'metric' ? metricJson(call, alarm) : compositeJson(call, alarm)
  record(call, alarm, {
    type: 'ConfigurationUpdate',
    summary: `Alarm "${alarm.name}" ${verb}`,
    data: json({ version: text('1.0'), type: text(change), [member]: shown }),
  })
}

function metricJson(call: CloudWatchChange, alarm: MetricAlarm): string {
  const { configuration: given } = alarm
  return json({
    ...namesJson(call, alarm),
    namespace: optional(given.Namespace),
    metricName: optional(given.MetricName),
    statistic: optional(given.Statistic),
    extendedStatistic: optional(given.ExtendedStatistic),
    period: given.Period === undefined ? undefined : String(given.Period),
    unit: optional(given.Unit),
    dimensions: given.Metrics ? undefined : pairsJson(given.Dimensions),
    metrics: given.Metrics && `[${given.Metrics.map((query) => queryJson(query))}]`,
    threshold: given.Threshold === undefined ? undefined : double(given.Threshold),
    comparisonOperator: optional(given.ComparisonOperator),
    evaluationPeriods: String(given.EvaluationPeriods),
    datapointsToAlarm:
      given.DatapointsToAlarm === undefined ? undefined : String(given.DatapointsToAlarm),
    treatMissingData: optional(given.TreatMissingData),
    ...stateJson(alarm),
    ...actionsJson(given),
  })
}

function compositeJson(call: CloudWatchChange, alarm: CompositeAlarm): string {
  const { configuration: given } = alarm
  return json({
    ...namesJson(call, alarm),
    alarmRule: text(given.AlarmRule),
    actionsSuppressor: optional(given.ActionsSuppressor),
    actionsSuppressorWaitPeriod: seconds(given.ActionsSuppressorWaitPeriod),
    actionsSuppressorExtensionPeriod: seconds(given.ActionsSuppressorExtensionPeriod),
    ...stateJson(alarm),
    ...actionsJson(given),
  })
}

function namesJson({ place }: CloudWatchChange, { name, configuration, configuredAtMs }: Alarm) {
  return {
    alarmName: text(name),
    alarmDescription: optional(configuration.AlarmDescription),
    alarmArn: text(alarmArn(place, name)),
    alarmConfigurationUpdatedTimestamp: text(instant(configuredAtMs)),
  }
}

function stateJson({ state }: Alarm) {
  return { stateValue: text(state.value), stateUpdatedTimestamp: text(instant(state.atMs)) }
}

function actionsJson(given: Alarm['configuration']) {
  return {
    actionsEnabled: String(given.ActionsEnabled ?? true),
    alarmActions: JSON.stringify(given.AlarmActions ?? []),
    insufficientDataActions: JSON.stringify(given.InsufficientDataActions ?? []),
    okactions: JSON.stringify(given.OKActions ?? []),
  }
}

function queryJson(query: MetricDataQuery): string {
  const { MetricStat: stat } = query
  return json({
    id: text(query.Id),
    expression: optional(query.Expression),
    metricStat:
      stat &&
      json({
        metric: json({
          namespace: optional(stat.Metric.Namespace),
          metricName: optional(stat.Metric.MetricName),
          dimensions: pairsJson(stat.Metric.Dimensions),
        }),
        period: String(stat.Period),
        stat: text(stat.Stat),
        unit: optional(stat.Unit),
      }),
    label: optional(query.Label),
    returnData: String(query.ReturnData ?? true),
  })
}

export function pairsJson(
  dimensions: readonly { readonly Name: string; readonly Value: string }[] = [],
): string {
  const pairs = dimensions.map(({ Name, Value }) => json({ value: text(Value), name: text(Name) }))
  return `[${pairs.join(',')}]`
}

function optional(value: string | undefined): string | undefined {
  return value === undefined ? undefined : text(value)
}

function seconds(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value)
}
