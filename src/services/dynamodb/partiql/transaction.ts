/** The statements of ExecuteTransaction: all reads or all writes, each of one item. */
import type { CancellationReason, ParameterizedStatement } from '../../../generated/dynamodb.ts'
import { isValidation, keyMismatch, prefixed } from '../errors.ts'
import { AwsError } from '../../../kernel/errors.ts'
import type { Attributes } from '../attribute-value.ts'
import { placeOfKey } from '../keys.ts'
import type { KnownRead } from '../read-transaction.ts'
import type { DynamodbReading, Table } from '../state.ts'
import { requireUsableTable } from '../table.ts'
import type { Action, KnownAction } from '../transaction.ts'
import { transactionCancelled } from '../transaction-errors.ts'
import type { Columns } from './columns.ts'
import {
  indexReadInTransaction,
  isKeyTypeFault,
  mixedTransaction,
  returningInTransaction,
  selectWithoutKey,
} from './errors.ts'
import { isRead, readParameters, readStatement, sourceOf } from './run-statement.ts'
import { keyOfOneItem, prepareSelect } from './select.ts'
import type { Exists, Select, Statement, WriteStatement } from './syntax.ts'
import { planCheck, planWrite } from './write.ts'

export type TransactedStatements =
  | { readonly kind: 'reads'; readonly statements: readonly Select[] }
  | { readonly kind: 'writes'; readonly statements: readonly (WriteStatement | Exists)[] }

/** @throws AwsError ValidationException */
export function readTransacted(given: readonly ParameterizedStatement[]): TransactedStatements {
  for (const { Parameters: values = [] } of given) readParameters(values)
  const statements = given.map((one, at) => inPlace(at, () => readStatement(one)))
  const reads = statements.flatMap((one) => (one.kind === 'select' ? [one] : []))
  const writes = statements.flatMap((one) => (one.kind === 'select' ? [] : [one]))
  if (reads.length > 0 && writes.length > 0) throw mixedTransaction()
  return statements.every(isRead)
    ? { kind: 'reads', statements: reads }
    : { kind: 'writes', statements: writes }
}

/** @throws AwsError ValidationException, TransactionCanceledException */
export function planActions(
  call: DynamodbReading,
  statements: readonly (WriteStatement | Exists)[],
  given: readonly ParameterizedStatement[],
): readonly KnownAction[] {
  const tables = tablesOf(call, statements)
  const planned = statements.map((statement, at) => {
    const table = tables[at]
    if (!table) return undefined
    const onFailure = given[at]?.ReturnValuesOnConditionCheckFailure
    const write = inPlace(at, () => writeIn(table, statement))
    return { given: sourceOf(statement).table, write, onFailure, table }
  })
  requireTables(tables)
  return planned.filter((one) => one !== undefined)
}

export interface PlannedItemRead extends KnownRead {
  readonly columns: Columns
}

/** @throws AwsError ValidationException, TransactionCanceledException */
export function planItemReads(
  call: DynamodbReading,
  statements: readonly Select[],
): readonly PlannedItemRead[] {
  const tables = tablesOf(call, statements)
  const planned = statements.map((select, at) => {
    const table = tables[at]
    if (!table) return undefined
    return inPlace(at, () => readOf(table, select))
  })
  requireTables(tables)
  const reads = planned.filter((one) => one !== undefined)
  const reasons = reads.map((read) => ('place' in read ? none : mismatch))
  if (reasons.some(({ Code }) => Code !== 'None')) throw transactionCancelled(reasons)
  return reads.flatMap((read) => ('place' in read ? [read] : []))
}

const none: CancellationReason = { Code: 'None' }
/** AWS: a key that doesn't fit its table cancels the transaction. */
const mismatch: CancellationReason = { Code: 'ValidationError', Message: keyMismatch().message }

function writeIn(table: Table, statement: WriteStatement | Exists): Action['write'] {
  if (statement.kind === 'exists') {
    if (statement.select.index !== undefined) throw indexReadInTransaction()
    return planCheck(table, statement)
  }
  if (statement.kind !== 'insert' && statement.returning) throw returningInTransaction()
  // What is wrong with the key is found when the action is tried, and is a reason then.
  return planWrite(table, statement).write
}

function readOf(table: Table, select: Select): PlannedItemRead | { readonly key: undefined } {
  if (select.index !== undefined) throw indexReadInTransaction()
  const key = keyIn(table, select)
  if (!key) return { key }
  const { columns } = prepareSelect(table, select)
  return { given: select.table, table, key, place: placeOfKey(table, key), columns }
}

/** `undefined`: its values are of other types than the table's keys. */
function keyIn(table: Table, select: Select): Attributes | undefined {
  try {
    const key = keyOfOneItem(prepareSelect(table, select))
    if (!key) throw selectWithoutKey('ExecuteTransaction')
    return key
  } catch (error) {
    if (isValidation(error) && isKeyTypeFault(error.message)) return undefined
    throw error
  }
}

function tablesOf(
  call: DynamodbReading,
  statements: readonly Statement[],
): readonly (Table | undefined)[] {
  return statements.map((statement) => {
    try {
      return requireUsableTable(call, sourceOf(statement).table)
    } catch (error) {
      if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return undefined
      throw error
    }
  })
}

/** AWS: unlike in TransactWriteItems, a missing table is a reason. */
function requireTables(tables: readonly (Table | undefined)[]): void {
  if (tables.every((table) => table !== undefined)) return
  const reasons = tables.map((table) =>
    table ? none : { Code: 'ResourceNotFound', Message: 'Requested resource not found' },
  )
  throw transactionCancelled(reasons)
}

/** AWS tells which statement is wrong, where it is wrong by itself. */
function inPlace<T>(at: number, read: () => T): T {
  return prefixed(`Validation failed in TransactStatements[${at}]: `, read)
}
