/**
 * Point-in-time recovery: between which instants a table can be restored.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html
 */
import type { ContinuousBackupsDescription } from '../../../generated/dynamodb.ts'
import type { DynamodbReading, Table } from '../state.ts'
import { activeFromMs } from '../table-times.ts'
import { backupsEnabling, recoveryDaysMax, restorableLagMs } from './backup-limits.ts'
import type { Recovery } from './backup-state.ts'

const dayMs = 86_400_000

export function earliestMs({ sinceMs, periodDays }: Recovery, nowMs: number): number {
  return Math.max(sinceMs, nowMs - periodDays * dayMs)
}

/** AWS: five minutes ago, but not before recovery was switched on. */
export function latestMs({ sinceMs }: Recovery, nowMs: number): number {
  return Math.max(sinceMs, nowMs - restorableLagMs)
}

/** Switched on, or with another period. What a shorter period has forgotten stays forgotten. */
export function recoveryFrom(
  old: Recovery | undefined,
  nowMs: number,
  periodDays?: number,
): Recovery {
  if (!old) return { sinceMs: nowMs, periodDays: periodDays ?? recoveryDaysMax }
  return { sinceMs: earliestMs(old, nowMs), periodDays: periodDays ?? old.periodDays }
}

/** AWS: what has nothing to do with recovery being on; it comes a moment after the table. */
export function backedUpFromMs({ durations }: DynamodbReading, table: Table): number {
  return activeFromMs(durations, table) + durations.msOf(backupsEnabling)
}

export function describeRecovery(
  call: DynamodbReading,
  table: Table,
): ContinuousBackupsDescription {
  const { recovery } = table
  const nowMs = call.clock.now()
  return {
    ContinuousBackupsStatus: nowMs < backedUpFromMs(call, table) ? 'DISABLED' : 'ENABLED',
    PointInTimeRecoveryDescription: recovery
      ? {
          PointInTimeRecoveryStatus: 'ENABLED',
          RecoveryPeriodInDays: recovery.periodDays,
          EarliestRestorableDateTime: new Date(earliestMs(recovery, nowMs)),
          LatestRestorableDateTime: new Date(latestMs(recovery, nowMs)),
        }
      : { PointInTimeRecoveryStatus: 'DISABLED' },
  }
}
