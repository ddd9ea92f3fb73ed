/**
 * The four actions on one item, alike alone and in a transaction: read from the request, which knows
 * no table yet, then carried out.
 */
import { itemSizeBytesMax } from '../../planner/capacity-units.ts'
import { type Attributes, checkNesting, readAttributes } from './attribute-value.ts'
import {
  emptyIndexKey,
  indexKeyUpdatedTooLong,
  indexKeyUpdatedToType,
  itemTooLarge,
  keyPathUsed,
  keyUpdated,
  updatedItemTooLarge,
} from './errors.ts'
import type { Step } from './expressions/syntax.ts'
import type { Test } from './expressions/condition-test.ts'
import {
  type BoundExpressions,
  type Expressions,
  readExpressions,
  valued,
} from './expressions/request.ts'
import { noteCollection } from './item-collection.ts'
import { deleteItem, findItem, type NewItem, putItem, type Writing } from './items.ts'
import { sizeOfItem } from './item-size.ts'
import {
  checkIndexKeys,
  isEmpty,
  isIndexKeyTooLong,
  type ItemPlace,
  keyAttributes,
  ownValue,
  placeOfKey,
  placeOfNewItem,
} from './keys.ts'
import type { DynamodbChange, DynamodbState, Item, Table } from './state.ts'

/** What is to be done with one item; `update` is absent where nothing is to be changed. */
export type Write =
  | {
      readonly kind: 'put'
      readonly item: Attributes
      /** Of the item, by AWS's rules. */
      readonly sizeBytes: number
      readonly condition?: Test
    }
  | { readonly kind: 'delete'; readonly key: Attributes; readonly condition?: Test }
  | { readonly kind: 'check'; readonly key: Attributes; readonly condition?: Test }
  | {
      readonly kind: 'update'
      readonly key: Attributes
      readonly condition?: Test
      readonly update?: AppliedUpdate
    }

export interface AppliedUpdate {
  readonly paths: readonly (readonly Step[])[]
  apply(item: Attributes): Attributes
}

/** What single writes have besides, read in AWS's order: behind the values of item or key. */
export interface Besides {
  /** @throws AwsError ValidationException */
  check?(): void
  /** @throws AwsError ValidationException */
  readUpdate?(): AppliedUpdate | undefined
  /** @throws AwsError ValidationException */
  readCondition?(): Test | undefined
}

/** @throws AwsError ValidationException */
export function readPut(
  input: Expressions & { readonly Item: Attributes },
  besides: Besides = {},
): Write {
  const item = readAttributes(input.Item)
  besides.check?.()
  const sizeBytes = sizeOfItem(item)
  if (sizeBytes > itemSizeBytesMax) throw itemTooLarge()
  const older = besides.readCondition?.()
  return { kind: 'put', item, sizeBytes, ...conditionOf(readConditions(input), older) }
}

/** @throws AwsError ValidationException */
export function readDelete(
  input: Expressions & { readonly Key: Attributes },
  kind: 'delete' | 'check' = 'delete',
  besides: Besides = {},
): Write {
  const key = readAttributes(input.Key)
  besides.check?.()
  const older = besides.readCondition?.()
  return { kind, key, ...conditionOf(readConditions(input), older) }
}

/** @throws AwsError ValidationException */
export function readUpdate(
  input: Expressions & { readonly Key: Attributes },
  besides: Besides = {},
): Write {
  const key = readAttributes(input.Key)
  const olderUpdate = besides.readUpdate?.()
  const older = besides.readCondition?.()
  const bound = readExpressions(input, valued.update)
  const update = bound.update ?? olderUpdate
  return { kind: 'update', key, ...conditionOf(bound, older), ...(update && { update }) }
}

/** An item as it was found, and where. */
export interface Found {
  readonly table: Table
  readonly place: ItemPlace
  readonly old: Item | undefined
}

/** @throws AwsError ValidationException when the key isn't the table's */
export function placeOfWrite(table: Table, write: Write): ItemPlace {
  return write.kind === 'put' ? placeOfNewItem(table, write.item) : placeOfKey(table, write.key)
}

/** @throws AwsError ValidationException when the key isn't the table's */
export function findForWrite(state: DynamodbState, table: Table, write: Write): Found {
  const place = placeOfWrite(table, write)
  if (write.kind === 'put') {
    checkIndexKeys(table, write.item)
    checkNesting(write.item)
  }
  if (write.kind === 'update') checkUpdatedKeys(table, write.update?.paths ?? [])
  return { table, place, old: findItem(state, table, place) }
}

export function meetsCondition({ condition }: Write, { old }: Found): boolean {
  return condition === undefined || condition(old?.attributes ?? {})
}

/**
 * The item after the write; `undefined`: none is left.
 * @throws AwsError ValidationException when an update doesn't fit the item
 */
export function resultOf(write: Write, { table, old }: Found): NewItem | undefined {
  if (write.kind === 'put') return { attributes: write.item, size: write.sizeBytes }
  if (write.kind === 'delete') return undefined
  if (write.kind === 'check') return old
  const before = old?.attributes ?? write.key
  const attributes = write.update ? write.update.apply(before) : before
  return { attributes, size: checkUpdatedItem(table, before, attributes) }
}

/** Writes what `resultOf` has worked out. */
export function carryOut(
  call: DynamodbChange,
  found: Found,
  result: NewItem | undefined,
): Item | undefined {
  const writing: Writing = { call, ...found }
  noteCollection(call, found, result)
  if (result) return putItem(writing, result)
  deleteItem(writing)
  return undefined
}

function readConditions(input: Expressions): BoundExpressions {
  return readExpressions(input, valued.write)
}

function conditionOf(
  { condition }: BoundExpressions,
  older: Test | undefined,
): { condition?: Test } {
  const test = condition ?? older
  return test ? { condition: test } : {}
}

function checkUpdatedKeys(table: Table, paths: readonly (readonly Step[])[]): void {
  const keys = new Set(keyAttributes(table.keys).map(({ name }) => name))
  const indexKeys = new Set(
    table.indexes.flatMap((index) => keyAttributes(index.keys)).map(({ name }) => name),
  )
  for (const [name, ...rest] of paths) {
    if (typeof name !== 'string') continue
    if (keys.has(name)) {
      if (rest.length > 0) throw keyPathUsed(name, 'Key')
      throw keyUpdated(name)
    }
    if (rest.length > 0 && indexKeys.has(name)) throw keyPathUsed(name, 'IndexKey')
  }
}

/** Answers the item's size. */
function checkUpdatedItem(table: Table, before: Attributes, after: Attributes): number {
  for (const { name: index, keys } of table.indexes) {
    for (const { name, type } of keyAttributes(keys)) {
      const value = ownValue(after, name)
      if (!value || value === ownValue(before, name)) continue
      if (value[type] === undefined) throw indexKeyUpdatedToType()
      if (isEmpty(value)) throw emptyIndexKey(name, type, index)
    }
    if (isIndexKeyTooLong(keys, after) && !isIndexKeyTooLong(keys, before)) {
      throw indexKeyUpdatedTooLong()
    }
  }
  readAttributes(after)
  checkNesting(after)
  const sizeBytes = sizeOfItem(after)
  if (sizeBytes > itemSizeBytesMax) throw updatedItemTooLarge()
  return sizeBytes
}
