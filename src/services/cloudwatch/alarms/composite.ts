/** How composite alarms follow the alarms that their rules look at. */
import type { JobDefinition } from '../../../kernel/service.ts'
import type { Place } from '../../../kernel/place.ts'
import type { CloudWatchChange, state } from '../state.ts'
import { type Alarm, alarmArn, type AlarmState, type CompositeAlarm } from './alarm.ts'
import { childrenOf, isInCircle } from './dependences.ts'
import { instant, json, longInstant, text } from './printed.ts'
import { holds, readRule } from './rule.ts'
import { nameOf, suppressorChanged } from './suppression.ts'
import { changeState, type ChildChange } from './transition.ts'

/** An alarm below has changed. */
export const lookAtChildren: JobDefinition<typeof state> = {
  run(call) {
    const alarm = call.state.alarms.get(call.key)
    if (alarm?.kind !== 'composite') return
    const { child: name } = call.data as ChildChange
    const { ActionsSuppressor: suppressor } = alarm.configuration
    if (suppressor !== undefined && nameOf(suppressor) === name) suppressorChanged(call, alarm)
    const child = call.state.alarms.get(name)
    const now = call.state.alarms.get(call.key)
    if (!child || now?.kind !== 'composite' || !childrenOf(now).includes(name)) return
    follow(call, now, (value) => {
      const arn = alarmArn(call.place, name)
      const reason = `${arn} transitioned to ${child.state.value} at ${longInstant(child.state.atMs)}`
      return { value, reason, reasonData: triggers(call.place, [child]), atMs: call.clock.now() }
    })
  },
}

/** The alarm is new, or has another rule. */
export const lookAtRule: JobDefinition<typeof state> = {
  run(call) {
    const alarm = call.state.alarms.get(call.key)
    if (alarm?.kind !== 'composite') return
    const children = childrenOf(alarm).flatMap((name) => call.state.alarms.get(name) ?? [])
    follow(call, alarm, (value) => {
      const verb = call.data === 'updated' ? 'updated' : 'created'
      const arn = alarmArn(call.place, alarm.name)
      const reason = `${arn} was ${verb} and its alarm rule evaluates to ${value}`
      return { value, reason, reasonData: triggers(call.place, children), atMs: call.clock.now() }
    })
  },
}

function follow(
  call: CloudWatchChange,
  alarm: CompositeAlarm,
  stateOf: (value: 'ALARM' | 'OK') => AlarmState,
): void {
  if (isInCircle(call.state, alarm)) return
  const rule = readRule(alarm.configuration.AlarmRule)
  const isAlarm = holds(rule, (name) => call.state.alarms.get(nameOf(name))?.state.value)
  const value = isAlarm ? 'ALARM' : 'OK'
  if (value !== alarm.state.value) changeState(call, alarm, stateOf(value))
}

function triggers(place: Place, alarms: readonly Alarm[]): string {
  const shown = alarms.map(({ name, state: { value, atMs } }) =>
    json({
      arn: text(alarmArn(place, name)),
      state: json({ value: text(value), timestamp: text(instant(atMs)) }),
    }),
  )
  return json({ triggeringAlarms: `[${shown.join(',')}]` })
}
