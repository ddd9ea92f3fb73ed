import { SetAlarmState } from '../../../../generated/cloudwatch.ts'
import { cloudwatchOperation } from '../../operation.ts'
import { requestRates } from '../../request-rates.ts'
import { alarmArn, type AlarmState, requireAlarm } from '../alarm.ts'
import { reasonDataIsNoJson } from '../errors.ts'
import { evaluateNext } from '../rest.ts'
import { changeState } from '../transition.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html */
export const setAlarmState = cloudwatchOperation(SetAlarmState, {
  resource: ({ AlarmName }, place) => alarmArn(place, AlarmName),
  rates: [requestRates.SetAlarmState],

  run(call) {
    const { AlarmName: name, StateValue: value, StateReason: reason } = call.input
    const { StateReasonData: reasonData } = call.input
    if (reasonData !== undefined) checkJson(reasonData)
    const alarm = requireAlarm(call.state, name)
    const atMs = call.clock.now()
    const next: AlarmState = {
      value,
      reason,
      ...(reasonData !== undefined && { reasonData }),
      atMs,
    }
    // Actions and history are of changes: that the same state has neither is a judgement.
    if (value === alarm.state.value) {
      call.state.alarms.put({ ...alarm, state: { ...next, atMs: alarm.state.atMs } })
    } else changeState(call, alarm, next)
    wake(call, name)
    return undefined
  },
})

/** AWS: a metric alarm returns to its own state at its next evaluation. */
function wake(call: Parameters<typeof evaluateNext>[0], name: string): void {
  const alarm = call.state.alarms.get(name)
  if (alarm?.kind !== 'metric') return
  const { isAsleep: _, ...awake } = alarm
  call.state.alarms.put(awake)
  evaluateNext(call, awake)
}

/** @throws AwsError InvalidFormatFault */
function checkJson(data: string): void {
  try {
    const value: unknown = JSON.parse(data)
    if (typeof value === 'object' && value !== null) return
  } catch {
    // It is none.
  }
  throw reasonDataIsNoJson()
}
