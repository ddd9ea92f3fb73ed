/** Which alarms look at which: the children of composite alarms, and their suppressors. */
import type { CloudWatchChange, CloudWatchState } from '../state.ts'
import type { CompositeAlarm } from './alarm.ts'
import { alarmsOf, readRule } from './rule.ts'
import { nameOf } from './suppression.ts'

/** The alarms that a composite alarm's rule looks at. */
export function childrenOf({ configuration }: CompositeAlarm): readonly string[] {
  return [...new Set(alarmsOf(readRule(configuration.AlarmRule)).map((alarm) => nameOf(alarm)))]
}

export function parentsOf(state: CloudWatchState, child: string): readonly string[] {
  return [...state.alarmDependences.range({ prefix: [child] })].map(({ parent }) => parent)
}

export function keepDependences({ state }: CloudWatchChange, alarm: CompositeAlarm): void {
  dropDependences(state, alarm.name)
  const { ActionsSuppressor: suppressor } = alarm.configuration
  const suppressors = suppressor === undefined ? [] : [nameOf(suppressor)]
  for (const child of [...childrenOf(alarm), ...suppressors]) {
    state.alarmDependences.put({ child, parent: alarm.name })
  }
}

export function dropDependences(state: CloudWatchState, parent: string): void {
  for (const one of [...state.alarmDependences.index('parent').range({ prefix: [parent] })]) {
    state.alarmDependences.delete(one.child, one.parent)
  }
}

/** AWS: composite alarms that depend on each other in a circle aren't evaluated any more. */
export function isInCircle(state: CloudWatchState, alarm: CompositeAlarm): boolean {
  const seen = new Set<string>()
  const left = [...childrenOf(alarm)]
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (name === alarm.name) return true
    if (seen.has(name)) continue
    seen.add(name)
    const child = state.alarms.get(name)
    if (child?.kind === 'composite') left.push(...childrenOf(child))
  }
  return false
}
