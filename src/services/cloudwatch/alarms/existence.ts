/** Whether there is an alarm: what tags and dashboards ask of alarms. */
import type { CloudWatchState } from '../state.ts'

export function hasAlarm(state: CloudWatchState, name: string): boolean {
  return state.alarms.get(name) !== undefined
}
