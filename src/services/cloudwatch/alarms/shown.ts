/** Alarms as the API shows them. */
import type {
  CompositeAlarm as ShownComposite,
  MetricAlarm as ShownMetric,
} from '../../../generated/cloudwatch.ts'
import type { Place } from '../../../kernel/place.ts'
import { type Alarm, alarmArn, type CompositeAlarm, type MetricAlarm } from './alarm.ts'

/** AWS: what wasn't configured isn't shown, neither defaults. */
export function shownMetricAlarm(place: Place, alarm: MetricAlarm): ShownMetric {
  const { configuration, isBroken } = alarm
  return {
    ...configuration,
    ...shownCommon(place, alarm),
    ...(!configuration.Metrics && { Dimensions: configuration.Dimensions ?? [] }),
    ...(isBroken && { EvaluationState: 'EVALUATION_ERROR' as const }),
  }
}

export function shownComposite(place: Place, alarm: CompositeAlarm): ShownComposite {
  const { configuration, suppression } = alarm
  return {
    ...configuration,
    ...shownCommon(place, alarm),
    ...(suppression && {
      ActionsSuppressedBy: suppression.by,
      ActionsSuppressedReason: `Actions suppressed by ${suppression.by}`,
    }),
  }
}

function shownCommon(place: Place, { name, configuration: given, configuredAtMs, state }: Alarm) {
  return {
    AlarmArn: alarmArn(place, name),
    AlarmConfigurationUpdatedTimestamp: new Date(configuredAtMs),
    ActionsEnabled: given.ActionsEnabled ?? true,
    OKActions: given.OKActions ?? [],
    AlarmActions: given.AlarmActions ?? [],
    InsufficientDataActions: given.InsufficientDataActions ?? [],
    StateValue: state.value,
    StateReason: state.reason,
    ...(state.reasonData !== undefined && { StateReasonData: state.reasonData }),
    StateUpdatedTimestamp: new Date(state.atMs),
    StateTransitionedTimestamp: new Date(state.atMs),
  }
}
