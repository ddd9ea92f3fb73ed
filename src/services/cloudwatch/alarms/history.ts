/** What happened to alarms: kept when they are gone. */
import type { AlarmType, HistoryItemType } from '../../../generated/cloudwatch.ts'
import type { CloudWatchChange } from '../state.ts'
import { type Alarm, alarmType } from './alarm.ts'
import { historyMs } from './limits.ts'

export interface HistoryItem {
  readonly atMs: number
  /** Order among those of one instant. */
  readonly id: number
  readonly alarm: string
  readonly alarmType: AlarmType
  readonly type: HistoryItemType
  readonly summary: string
  /** JSON. */
  readonly data: string
}

/** Items too old to be shown that a new one removes. */
const outdatedPerItemMax = 4

export function record(
  { state, clock }: CloudWatchChange,
  alarm: Alarm,
  item: Pick<HistoryItem, 'type' | 'summary' | 'data'>,
): void {
  const atMs = clock.now()
  const before = state.alarmHistory.first({ prefix: [atMs], reverse: true })
  const id = (before?.id ?? 0) + 1
  const outdated = { to: [atMs - historyMs], limit: outdatedPerItemMax }
  for (const old of [...state.alarmHistory.range(outdated)]) {
    state.alarmHistory.delete(old.atMs, old.id)
  }
  state.alarmHistory.put({ ...item, atMs, id, alarm: alarm.name, alarmType: alarmType(alarm) })
}
