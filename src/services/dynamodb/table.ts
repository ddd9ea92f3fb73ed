/** Finding tables, and what every change of them checks. */
import type { Caller } from '../../kernel/caller.ts'
import { tableNameOf } from './arns.ts'
import { resourceNotFound, validation } from './errors.ts'
import type { DynamodbReading, Index, Table } from './state.ts'
import {
  accessDenied,
  tableBeingCreated,
  tableBeingDeleted,
  tableBeingUpdated,
  tableNotFound,
} from './table-errors.ts'

/**
 * For the data plane, which sees only tables that are in use.
 * @throws AwsError ResourceNotFoundException
 */
export function requireUsableTable({ state, place }: DynamodbReading, given: string): Table {
  const name = tableNameOf(place, given)
  const table = state.tables.get(name)
  if (!table || table.status === 'CREATING' || table.status === 'DELETING') {
    throw resourceNotFound(name)
  }
  return table
}

/**
 * AWS: a table that is being restored is not known yet, but to those who describe or delete it.
 * @throws AwsError ResourceNotFoundException
 */
export function requireTable(call: DynamodbReading, given: string): Table {
  const table = requireKnownTable(call, given)
  if (table.restoration) throw tableNotFound(table.name)
  return table
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
