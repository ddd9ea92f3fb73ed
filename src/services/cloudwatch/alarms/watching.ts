/** Alarms sleep while nothing can change them, and wake when their metrics have data. */
import type { CloudWatchChange, CloudWatchState, MetricIdentity } from '../state.ts'
import { identityOf, metricId } from '../metric.ts'
import type { MetricAlarm } from './alarm.ts'
import { intervalOf, queriesOf } from './questions.ts'

export function keepWatches({ state }: CloudWatchChange, alarm: MetricAlarm): void {
  dropWatches(state, alarm.name)
  for (const { MetricStat: stat } of queriesOf(alarm.configuration)) {
    if (!stat) continue
    const { Namespace = '', MetricName = '', Dimensions } = stat.Metric
    const id = metricId(identityOf(Namespace, MetricName, Dimensions))
    state.alarmWatches.put({ metricId: id, alarm: alarm.name })
  }
}

export function dropWatches(state: CloudWatchState, alarm: string): void {
  for (const watch of [...state.alarmWatches.index('alarm').range({ prefix: [alarm] })]) {
    state.alarmWatches.delete(watch.metricId, watch.alarm)
  }
}

/** Metrics have data: wakes the alarms that look at them. */
export function wakeWatchers(
  call: CloudWatchChange,
  added: readonly { readonly metric: MetricIdentity }[],
): void {
  // Most clouds have no alarms, and what an id is made of costs.
  if (!call.state.alarmWatches.first()) return
  for (const id of new Set(added.map(({ metric }) => metricId(metric)))) {
    for (const { alarm: name } of [...call.state.alarmWatches.range({ prefix: [id] })]) {
      const alarm = call.state.alarms.get(name)
      if (alarm?.kind === 'metric' && alarm.isAsleep) wake(call, alarm)
    }
  }
}

/** Has an alarm evaluated at the next instant of its rhythm, which may be now. */
function wake(call: CloudWatchChange, alarm: MetricAlarm): void {
  const { isAsleep: _, ...awake } = alarm
  const interval = intervalOf(alarm.configuration)
  call.state.alarms.put(awake)
  call.at(Math.ceil(call.clock.now() / interval) * interval, 'evaluate', alarm.name)
}
