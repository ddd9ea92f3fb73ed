/**
 * Composite alarms whose actions wait for, or are held back by, another alarm.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-suppression.html
 */
import { parseArn } from '../../../kernel/arn.ts'
import type { JobDefinition } from '../../../kernel/service.ts'
import type { CloudWatchChange, CloudWatchState, state } from '../state.ts'
import { takeActions } from './actions.ts'
import type { Alarm, AlarmState, CompositeAlarm, Suppression } from './alarm.ts'

/** The alarm's name, of a name or an ARN. */
export function nameOf(alarm: string): string {
  return parseArn(alarm)?.resource.replace(/^alarm:/, '') ?? alarm
}

/**
 * The alarm has changed: its actions wait, or are held back. `false`: they are taken now.
 * AWS: whatever period was under way is discarded.
 */
export function suppress(
  call: CloudWatchChange,
  alarm: CompositeAlarm,
  before: AlarmState,
): boolean {
  const suppressor = suppressorOf(call.state, alarm)
  if (!suppressor) return false
  const { ActionsSuppressorWaitPeriod: seconds = 0 } = alarm.configuration
  if (suppressor.state.value === 'ALARM') keep(call, alarm, { by: 'Alarm', before })
  else if (seconds > 0) wait(call, alarm, { by: 'WaitPeriod', before }, seconds)
  else {
    drop(call, alarm)
    return false
  }
  return true
}

/** The suppressor has changed. */
export function suppressorChanged(call: CloudWatchChange, alarm: CompositeAlarm): void {
  const { suppression } = alarm
  const suppressor = suppressorOf(call.state, alarm)
  if (!suppression || !suppressor) return
  const { before } = suppression
  if (suppressor.state.value === 'ALARM') return keep(call, alarm, { by: 'Alarm', before })
  if (suppression.by !== 'Alarm') return
  const { ActionsSuppressorExtensionPeriod: seconds = 0 } = alarm.configuration
  if (seconds > 0) return wait(call, alarm, { by: 'ExtensionPeriod', before }, seconds)
  takeActions(call, drop(call, alarm), before)
}

/** Ends a period: AWS takes the actions of the state that the alarm is in then. */
export const endSuppression: JobDefinition<typeof state> = {
  run(call) {
    const alarm = call.state.alarms.get(call.key)
    if (alarm?.kind !== 'composite' || alarm.suppression?.untilMs === undefined) return
    takeActions(call, drop(call, alarm), alarm.suppression.before)
  },
}

/** AWS: another suppressor discards the periods of the one before. */
export function drop(call: CloudWatchChange, alarm: CompositeAlarm): CompositeAlarm {
  const { suppression, ...rest } = alarm
  if (suppression) call.state.alarms.put(rest)
  call.cancel('endSuppression', alarm.name)
  return rest
}

function keep(call: CloudWatchChange, alarm: CompositeAlarm, suppression: Suppression): void {
  call.cancel('endSuppression', alarm.name)
  call.state.alarms.put({ ...alarm, suppression })
}

function wait(
  call: CloudWatchChange,
  alarm: CompositeAlarm,
  suppression: Suppression,
  seconds: number,
): void {
  const untilMs = call.clock.now() + seconds * 1_000
  call.state.alarms.put({ ...alarm, suppression: { ...suppression, untilMs } })
  call.at(untilMs, 'endSuppression', alarm.name)
}

function suppressorOf(
  { alarms }: CloudWatchState,
  { configuration }: CompositeAlarm,
): Alarm | undefined {
  const { ActionsSuppressor: suppressor } = configuration
  return suppressor === undefined ? undefined : alarms.get(nameOf(suppressor))
}
