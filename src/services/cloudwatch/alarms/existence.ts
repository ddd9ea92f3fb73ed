/** Whether there is an alarm: what tags and dashboards ask of alarms. */
import type { CloudWatchState } from '../state.ts'

export function hasAlarm(_state: CloudWatchState, _name: string): boolean {
  return false
}
