/** Keys of items: checked against the table's schema, and where they place an item in the store. */
import { hash } from 'node:crypto'
import type { AttributeValue } from '../../generated/dynamodb.ts'
import type { KeyPart } from '../../kernel/store/key.ts'
import { type Attributes, mapOf, typeOf } from './attribute-value.ts'
import {
  emptyIndexKey,
  emptyKey,
  indexKeyTypeMismatch,
  keyMismatch,
  keyTypeMismatch,
  missingKey,
  partitionKeyTooLong,
  sortKeyTooLong,
} from './errors.ts'
import { sizeOfValue } from './item-size.ts'
import { sortableNumber } from './number.ts'
import type { Index, KeyAttribute, KeySchema, Table } from './state.ts'

export const partitionKeyBytesMax = 2_048
export const sortKeyBytesMax = 1_024

/** Where an item stands among its table's. */
export interface ItemPlace {
  readonly partition: string
  readonly sort?: KeyPart
}

/** As the `Key` of a request; all that it needs and nothing else. */
export function placeOfKey(table: Table, key: Attributes): ItemPlace {
  const attributes = keyAttributes(table.keys)
  if (Object.keys(key).length !== attributes.length) throw keyMismatch()
  for (const { name, type } of attributes) {
    if (ownValue(key, name)?.[type] === undefined) throw keyMismatch()
  }
  return placeOfItem(table, key)
}

/** As part of an item that is put. */
export function placeOfNewItem(table: Table, item: Attributes): ItemPlace {
  for (const { name, type } of keyAttributes(table.keys)) {
    const value = ownValue(item, name)
    if (!value) throw missingKey(name)
    if (value[type] === undefined) throw keyTypeMismatch(name, type, typeOf(value))
  }
  return placeOfItem(table, item)
}

function placeOfItem({ keys }: Table, item: Attributes): ItemPlace {
  for (const { name, type } of keyAttributes(keys)) {
    if (isEmpty(ownValue(item, name))) throw emptyKey(name, type)
  }
  const [partition] = keys.partition
  const value = partition && ownValue(item, partition.name)
  if (value && sizeOfValue(value) > partitionKeyBytesMax) throw partitionKeyTooLong()
  const sort = keys.sort[0] && ownValue(item, keys.sort[0].name)
  if (sort && sizeOfValue(sort) > sortKeyBytesMax) throw sortKeyTooLong()
  return {
    partition: partitionOf(keys, item),
    ...(sort && { sort: sortPart(sort) }),
  }
}

/** 128 bits of a hash of the partition key; the order of scans. */
export function partitionOf({ partition }: KeySchema, item: Attributes): string {
  const [only] = partition
  if (only && partition.length === 1) return hashOf(rawText(ownValue(item, only.name)))
  return hashOf(JSON.stringify(partition.map(({ name }) => rawText(ownValue(item, name)))))
}

/** What tells an item from the others of its table, in as many bytes for long keys as for short. */
export function tieOf({ partition, sort }: ItemPlace): string {
  if (sort === undefined) return partition
  const text = typeof sort === 'object' ? Buffer.from(sort).toString('latin1') : String(sort)
  return hashOf(`${partition} ${text}`)
}

/** Orders as the key's values do. */
export function sortPart(value: AttributeValue): KeyPart {
  const { S, N, B } = value
  return S ?? (N === undefined ? B : sortableNumber(N)) ?? ''
}

export function sortPartsOf({ sort }: KeySchema, item: Attributes): readonly KeyPart[] {
  return sort.map(({ name }) => sortPart(ownValue(item, name) ?? {}))
}

export function keyAttributes({ partition, sort }: KeySchema): readonly KeyAttribute[] {
  return sort.length === 0 ? partition : [...partition, ...sort]
}

/** The key's part of an item; with an index's keys first, as LastEvaluatedKey has them. */
export function keyOfItem(table: Pick<Table, 'keys'>, item: Attributes, index?: Index): Attributes {
  const key = mapOf<AttributeValue>()
  const attributes = index ? keyAttributes(index.keys) : []
  for (const { name } of [...attributes, ...keyAttributes(table.keys)]) {
    const value = ownValue(item, name)
    if (value) key[name] = value
  }
  return key
}

/** Sparse: an item that lacks one of an index's keys, or has one that is no key, isn't in it. */
export function isInIndex({ keys }: Index, item: Attributes): boolean {
  for (const { name, type } of keyAttributes(keys)) {
    const value = ownValue(item, name)
    if (value?.[type] === undefined || isEmpty(value)) return false
  }
  return !isIndexKeyTooLong(keys, item)
}

/** @throws AwsError ValidationException when an item holds what an index can't be keyed by. */
export function checkIndexKeys({ indexes }: Table, item: Attributes): void {
  for (const { name: index, keys } of indexes) {
    for (const { name, type } of keyAttributes(keys)) {
      const value = ownValue(item, name)
      if (!value) continue
      if (value[type] === undefined) {
        throw indexKeyTypeMismatch(name, { expected: type, actual: typeOf(value), index })
      }
      if (isEmpty(value)) throw emptyIndexKey(name, type, index)
    }
    checkIndexKeySizes(keys, item)
  }
}

export function isIndexKeyTooLong(keys: KeySchema, item: Attributes): boolean {
  return (
    keySize(keys.partition, item) > partitionKeyBytesMax ||
    keySize(keys.sort, item) > sortKeyBytesMax
  )
}

function checkIndexKeySizes(keys: KeySchema, item: Attributes): void {
  if (keySize(keys.partition, item) > partitionKeyBytesMax) throw partitionKeyTooLong()
  if (keySize(keys.sort, item) > sortKeyBytesMax) throw sortKeyTooLong()
}

function keySize(attributes: readonly KeyAttribute[], item: Attributes): number {
  let bytes = 0
  for (const { name } of attributes) {
    const value = ownValue(item, name)
    if (value) bytes += sizeOfValue(value)
  }
  return bytes
}

export function ownValue(item: Attributes, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined
}

export function isEmpty(value: AttributeValue | undefined): boolean {
  return value?.S === '' || value?.B?.length === 0
}

function rawText(value: AttributeValue | undefined): string {
  const { S, N, B } = value ?? {}
  return S ?? N ?? (B ? Buffer.from(B).toString('base64') : '')
}

/** Half a surrogate pair has no UTF-8: texts with one are told apart by their UTF-16, behind a byte that UTF-8 has not. */
function hashOf(text: string): string {
  if (!halfPair.test(text)) return hash('sha256', text, 'hex').slice(0, 32)
  const bytes = Buffer.concat([Buffer.of(0xff), Buffer.from(text, 'utf16le')])
  return hash('sha256', bytes, 'hex').slice(0, 32)
}

const halfPair = /\p{Surrogate}/u
