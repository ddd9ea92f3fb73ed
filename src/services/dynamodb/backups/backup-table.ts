/** The tables that calls about backups name. */
import type { Caller } from '../../../kernel/caller.ts'
import { tableNameOf } from '../arns.ts'
import type { DynamodbReading, Table } from '../state.ts'
import { tableCreationMs } from '../limits.ts'
import { backupsEnablingMs } from './backup-limits.ts'
import { accessDenied, backupsBeingEnabled, noSuchTable } from './errors.ts'
import { hasBackups } from './recovery.ts'

type Asked = DynamodbReading & { readonly caller: Caller }

/**
 * AWS: a table that is only being made isn't known here yet; other accounts' never are.
 * @throws AwsError TableNotFoundException, AccessDeniedException
 */
export function requireBackedUp({ state, place, caller }: Asked, given: string): Table {
  const name = tableNameOf(place, given)
  if (caller.account !== place.account) throw accessDenied(given)
  const table = state.tables.get(name)
  if (!table || table.status === 'CREATING') throw noSuchTable(name)
  return table
}

/** @throws AwsError ContinuousBackupsUnavailableException, and those of `requireBackedUp` */
export function requireBackupable(call: Asked, given: string): Table {
  const table = requireBackedUp(call, given)
  if (!hasBackups(call, table)) {
    const untilMs = table.createdAtMs + tableCreationMs + backupsEnablingMs
    throw backupsBeingEnabled(table.name, untilMs)
  }
  return table
}
