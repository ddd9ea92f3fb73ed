/** Finding tables, and what every change of them checks. */
import type { Caller } from '../../kernel/caller.ts'
import { tableNameOf } from './arns.ts'
import { restoring } from './backups/backup-limits.ts'
import type { Restoration } from './backups/backup-state.ts'
import { resourceNotFound, validation } from './errors.ts'
import type { DynamodbReading, Index, Table } from './state.ts'
import {
  accessDenied,
  tableBeingCreated,
  tableBeingDeleted,
  tableBeingUpdated,
  tableNotFound,
} from './table-errors.ts'
import { activeFromMs } from './table-times.ts'

/**
 * For the data plane, which sees only tables that are in use.
 * @throws AwsError ResourceNotFoundException
 */
export function requireUsableTable(call: DynamodbReading, given: string): Table {
  const { state, place } = call
  const name = tableNameOf(place, given)
  const table = state.tables.get(name)
  if (!table) throw resourceNotFound(name)
  if (table.status === 'CREATING' || table.status === 'DELETING') {
    throw resourceNotFound(name, hiddenBy(call, table))
  }
  return table
}

/**
 * AWS: a table that is being restored is not known yet, but to those who describe or delete it.
 * @throws AwsError ResourceNotFoundException
 */
export function requireTable(call: DynamodbReading, given: string): Table {
  const table = requireKnownTable(call, given)
  if (table.restoration) throw tableNotFound(table.name, hiddenBy(call, table))
  return table
}

/** Why a table that is there isn't found, as far as that can be told: `untilMs` at the earliest. */
function hiddenBy({ durations }: DynamodbReading, table: Table): Readonly<Record<string, unknown>> {
  const { status, createdAtMs, restoration, replicas } = table
  if (restoration) {
    const untilMs = createdAtMs + durations.msOf(restoring)
    return { status, restoredFrom: sourceOf(restoration), untilMs }
  }
  // A replica is there once it was filled, and a table gone once its items are.
  if (status === 'DELETING' || replicas) return { status }
  return { status, untilMs: activeFromMs(durations, table) }
}

function sourceOf({ backupArn, sourceTableArn }: Restoration): string {
  return backupArn ?? sourceTableArn
}

/** @throws AwsError ResourceNotFoundException */
export function requireKnownTable({ state, place }: DynamodbReading, given: string): Table {
  const name = tableNameOf(place, given)
  const table = state.tables.get(name)
  if (!table) throw tableNotFound(name)
  return table
}

export type Asked = DynamodbReading & { readonly caller: Caller }

/**
 * For what no policy lets other accounts do.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html
 * @throws AwsError AccessDeniedException, ResourceNotFoundException
 */
export function requireOwnTable(call: Asked, given: string): Table {
  refuseOtherAccounts(call, given)
  return requireTable(call, given)
}

/** @throws AwsError AccessDeniedException */
export function refuseOtherAccounts({ caller, place }: Asked, given: string): void {
  if (caller.account !== place.account) throw accessDenied(given)
}

/** @throws AwsError ResourceInUseException */
export function requireChangeable({ name, status }: Table): void {
  if (status === 'CREATING') throw tableBeingCreated(name)
  if (status === 'DELETING') throw tableBeingDeleted(name)
  if (status === 'UPDATING') throw tableBeingUpdated(name)
}

/** @throws AwsError ValidationException */
export function requireIndex({ indexes }: Table, name: string): Index {
  const index = indexes.find((one) => one.name === name)
  // AWS's words for an index that isn't filled yet are not public.
  if (!index || index.status === 'CREATING') {
    throw validation(`The table does not have the specified index: ${name}`, { index: name })
  }
  return index
}
