/** How an alarm comes to another state, and who hears of it. */
import type { CloudWatchChange } from '../state.ts'
import { takeActions } from './actions.ts'
import type { Alarm, AlarmState } from './alarm.ts'
import { record } from './history.ts'
import { json, text } from './printed.ts'
import { suppress } from './suppression.ts'

/** What the job of a composite alarm is told of the alarm that changed below it. */
export interface ChildChange {
  readonly child: string
}

/** Brings an alarm to another state: history, actions, and the composite alarms that look at it. */
export function changeState(call: CloudWatchChange, alarm: Alarm, next: AlarmState): void {
  const { state: before } = alarm
  const changed = { ...alarm, state: next }
  call.state.alarms.put(changed)
  recordState(call, changed, before)
  if (changed.kind === 'metric' || !suppress(call, changed, before)) {
    takeActions(call, changed, before)
  }
  tellParents(call, alarm.name)
}

function tellParents(call: CloudWatchChange, child: string): void {
  for (const { parent } of [...call.state.alarmDependences.range({ prefix: [child] })]) {
    const change: ChildChange = { child }
    call.at(call.clock.now(), 'lookAtChildren', parent, change)
  }
}

function recordState(call: CloudWatchChange, alarm: Alarm, before: AlarmState): void {
  record(call, alarm, {
    type: 'StateUpdate',
    summary: `Alarm updated from ${before.value} to ${alarm.state.value}`,
    data: json({
      version: text('1.0'),
      oldState: stateJson(before),
      newState: stateJson(alarm.state),
    }),
  })
}

function stateJson({ value, reason, reasonData }: AlarmState): string {
  return json({ stateValue: text(value), stateReason: text(reason), stateReasonData: reasonData })
}
