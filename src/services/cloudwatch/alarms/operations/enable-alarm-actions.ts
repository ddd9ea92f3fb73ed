import { DisableAlarmActions, EnableAlarmActions } from '../../../../generated/cloudwatch.ts'
import type { Place } from '../../../../kernel/place.ts'
import { cloudwatchOperation } from '../../operation.ts'
import { requestRates } from '../../request-rates.ts'
import type { CloudWatchChange } from '../../state.ts'
import { alarmArn } from '../alarm.ts'
import { recordConfiguration } from '../configuration-data.ts'

interface Asked {
  readonly AlarmNames: readonly string[]
}

const resource = ({ AlarmNames: names }: Asked, place: Place) =>
  names.map((name) => ({ resource: alarmArn(place, name) }))

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_EnableAlarmActions.html */
export const enableAlarmActions = cloudwatchOperation(EnableAlarmActions, {
  resource,
  rates: [requestRates.EnableAlarmActions],

  run(call) {
    turn(call, call.input.AlarmNames, true)
    return undefined
  },
})

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DisableAlarmActions.html */
export const disableAlarmActions = cloudwatchOperation(DisableAlarmActions, {
  resource,
  rates: [requestRates.DisableAlarmActions],

  run(call) {
    turn(call, call.input.AlarmNames, false)
    return undefined
  },
})

/** Names of nothing are passed over, as DeleteAlarms passes them over: a judgement. */
function turn(call: CloudWatchChange, names: readonly string[], isOn: boolean): void {
  for (const name of names) {
    const alarm = call.state.alarms.get(name)
    if (!alarm || (alarm.configuration.ActionsEnabled ?? true) === isOn) continue
    const configuredAtMs = call.clock.now()
    const changed =
      alarm.kind === 'metric'
        ? {
            ...alarm,
            configuredAtMs,
            configuration: { ...alarm.configuration, ActionsEnabled: isOn },
          }
        : {
            ...alarm,
            configuredAtMs,
            configuration: { ...alarm.configuration, ActionsEnabled: isOn },
          }
    call.state.alarms.put(changed)
    recordConfiguration(call, changed, 'Update')
  }
}
