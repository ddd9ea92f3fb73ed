/** The tables that calls about backups name. */
import { tableNameOf } from '../arns.ts'
import type { Table } from '../state.ts'
import { type Asked, refuseOtherAccounts } from '../table.ts'
import { backupsBeingEnabled, noSuchTable } from './errors.ts'
import { backedUpFromMs } from './recovery.ts'

/**
 * AWS: a table that is only being made isn't known here yet; other accounts' never are.
 * @throws AwsError TableNotFoundException, AccessDeniedException
 */
export function requireBackedUp(call: Asked, given: string): Table {
  const name = tableNameOf(call.place, given)
  refuseOtherAccounts(call, given)
  const table = call.state.tables.get(name)
  if (!table || table.status === 'CREATING') throw noSuchTable(name)
  return table
}

/** @throws AwsError ContinuousBackupsUnavailableException, and those of `requireBackedUp` */
export function requireBackupable(call: Asked, given: string): Table {
  const table = requireBackedUp(call, given)
  const untilMs = backedUpFromMs(call, table)
  if (call.clock.now() < untilMs) throw backupsBeingEnabled(table.name, untilMs)
  return table
}
