/** Sizes and durations of backups and restores. */
import { duration } from '../../../kernel/durations.ts'

export const recoveryDaysMax = 35

/** How far behind now a table can be restored; until then, to when recovery was switched on. */
export const restorableLagMs = 300_000

/** After a table is there, until backups of it can be made: AWS takes up to six seconds. */
export const backupsEnabling = duration(6_000)

/** The least that a restore takes: AWS takes minutes. */
export const restoring = duration(240_000)

export const restoresMax = 50

/** AWS keeps what was in a deleted table that could be restored to an instant. */
export const systemBackupMs = 35 * 86_400_000

/** What one turn of a copy does, if it has time for so much. */
export const copiedPerTurnMax = 250

/** Every so many changes some that nobody needs any more are forgotten. */
export const formersPerTrim = 512
export const formersTrimmedMax = 1_024
