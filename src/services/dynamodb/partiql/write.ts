/**
 * INSERT, UPDATE and DELETE, as the writes that the item operations carry out.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.statements.html
 */
import { itemSizeBytesMax } from '../../../planner/capacity-units.ts'
import type { AwsError } from '../../../kernel/errors.ts'
import type { AttributeValue } from '../../../generated/dynamodb.ts'
import { type Attributes, mapOf, readAttributes } from '../attribute-value.ts'
import { itemTooLarge } from '../errors.ts'
import { type BoundCondition, type Test, testOf } from '../expressions/condition-test.ts'
import { sizeOfItem } from '../item-size.ts'
import { keyAttributes, ownValue } from '../keys.ts'
import type { Table } from '../state.ts'
import type { Write } from '../writes.ts'
import { updateOf } from './assignments.ts'
import { existsWithoutCondition, keyAbsent, keyTypeDiffers } from './errors.ts'
import { duplicateTupleKey, itemNotStruct } from './syntax-errors.ts'
import { namedItem } from './item-key.ts'
import { nameOf, valueOf } from './literals.ts'
import type { Delete, Exists, Insert, Update, WriteStatement } from './syntax.ts'
import { conditionOf } from './where.ts'

export interface PlannedWrite {
  readonly write: Write
  /** Why it names no item of the table, in the words for a statement by itself. */
  readonly fault?: AwsError
}

/** @throws AwsError ValidationException when the statement is wrong whatever its table is like */
export function planWrite(table: Table, statement: WriteStatement): PlannedWrite {
  if (statement.kind === 'insert') return planInsert(table, statement)
  return statement.kind === 'update' ? planUpdate(table, statement) : planDelete(table, statement)
}

/**
 * The check that EXISTS is in a transaction.
 * @throws AwsError ValidationException
 */
export function planCheck(table: Table, { select }: Exists): Write {
  const where = select.where && conditionOf(select.where)
  const { key, rest, fault } = namedItem(table, where, 'condition')
  if (!rest || (fault && Object.keys(key).length < keyAttributes(table.keys).length)) {
    throw existsWithoutCondition()
  }
  return { kind: 'check', key, condition: isThereAnd(table, rest) }
}

function planInsert(table: Table, { item: given }: Insert): PlannedWrite {
  const item = itemOf(given)
  const sizeBytes = sizeOfItem(item)
  if (sizeBytes > itemSizeBytesMax) throw itemTooLarge()
  const fault = keyFault(table, item)
  const isAbsent: Test = (present) => !isThere(table, present)
  return { write: { kind: 'put', item, sizeBytes, condition: isAbsent }, ...(fault && { fault }) }
}

/** AWS: an update of what isn't there fails its condition; it never makes an item. */
function planUpdate(table: Table, { where, assignments }: Update): PlannedWrite {
  const update = updateOf(assignments)
  const { key, rest, fault } = namedItem(table, where && conditionOf(where), 'fault')
  const condition = isThereAnd(table, rest)
  return { write: { kind: 'update', key, update, condition }, ...(fault && { fault }) }
}

/** AWS: to delete what isn't there is no fault, whatever else was asked of it. */
function planDelete(table: Table, { where }: Delete): PlannedWrite {
  const { key, rest, fault } = namedItem(table, where && conditionOf(where), 'fault')
  const test = rest && testOf(rest)
  const condition: Test | undefined = test && ((item) => !isThere(table, item) || test(item))
  return {
    write: { kind: 'delete', key, ...(condition && { condition }) },
    ...(fault && { fault }),
  }
}

function itemOf(given: Insert['item']): Attributes {
  if (given.kind !== 'struct') throw itemNotStruct()
  const item = mapOf<AttributeValue>()
  for (const [key, value] of given.entries) {
    const name = nameOf(key, 'root')
    if (Object.hasOwn(item, name)) throw duplicateTupleKey(name, 'root')
    item[name] = valueOf(value)
  }
  return readAttributes(item)
}

function keyFault(table: Table, item: Attributes): AwsError | undefined {
  for (const { name, type } of keyAttributes(table.keys)) {
    const value = ownValue(item, name)
    if (!value) return keyAbsent(name)
    if (value[type] === undefined) return keyTypeDiffers(name)
  }
  return undefined
}

function isThereAnd(table: Table, rest: BoundCondition | undefined): Test {
  const test = rest && testOf(rest)
  return (item) => isThere(table, item) && (!test || test(item))
}

/** A missing item has no attributes, one that is there has at least its key. */
function isThere(table: Table, item: Attributes): boolean {
  const [key] = table.keys.partition
  return key !== undefined && ownValue(item, key.name) !== undefined
}
