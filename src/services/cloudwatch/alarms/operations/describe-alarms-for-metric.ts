import {
  DescribeAlarmsForMetric,
  type DescribeAlarmsForMetricInput,
} from '../../../../generated/cloudwatch.ts'
import { identityOf, metricId } from '../../metric.ts'
import { cloudwatchOperation } from '../../operation.ts'
import { requestRates } from '../../request-rates.ts'
import type { MetricAlarm } from '../alarm.ts'
import { shownMetricAlarm } from '../shown.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmsForMetric.html */
export const describeAlarmsForMetric = cloudwatchOperation(DescribeAlarmsForMetric, {
  resource: () => '*',
  rates: [requestRates.DescribeAlarmsForMetric],

  run({ input, state, place }) {
    const { Namespace, MetricName, Dimensions } = input
    const id = metricId(identityOf(Namespace, MetricName, Dimensions))
    const alarms = [...state.alarmWatches.range({ prefix: [id] })].flatMap(({ alarm: name }) => {
      const alarm = state.alarms.get(name)
      return alarm?.kind === 'metric' && matches(alarm, input) ? [alarm] : []
    })
    return { MetricAlarms: alarms.map((alarm) => shownMetricAlarm(place, alarm)) }
  },
})

/** AWS: alarms on metric math aren't among them. */
function matches(
  { configuration: given }: MetricAlarm,
  { Statistic, ExtendedStatistic, Period, Unit }: DescribeAlarmsForMetricInput,
): boolean {
  const asked = { Statistic, ExtendedStatistic, Period, Unit }
  return (
    !given.Metrics &&
    Object.entries(asked).every(
      ([name, value]) => value === undefined || given[name as keyof typeof asked] === value,
    )
  )
}
