/** Items and their index entries: written together, so that an index never differs from its table. */
import type { KeyPart } from '../../kernel/store/key.ts'
import { writeAttributes } from './attribute-json.ts'
import { type Attributes, mapOf } from './attribute-value.ts'
import { noteFormer } from './backups/history.ts'
import type { Version } from './global-tables/replica-state.ts'
import { noteReplicated } from './global-tables/noting.ts'
import { keepExpiry } from './expiry.ts'
import {
  isInIndex,
  type ItemPlace,
  keyAttributes,
  keyOfItem,
  ownValue,
  partitionOf,
  sortPartsOf,
  tieOf,
} from './keys.ts'
import type {
  DynamodbChange,
  DynamodbState,
  Index,
  IndexEntry,
  Item,
  StreamSetting,
  Table,
} from './state.ts'
import { noteChange } from './streams/changes.ts'

export function findItem(state: DynamodbState, table: Table, place: ItemPlace): Item | undefined {
  return state.items.get(table.id, place.partition, ...partsOf(place.sort))
}

export interface Writing {
  readonly call: DynamodbChange
  readonly table: Table
  readonly place: ItemPlace
  readonly old: Item | undefined
  /** Who deletes, where it is no caller: the service itself, since the item has expired. */
  readonly by?: 'expiry'
  /** Of a write that was made in another region. */
  readonly version?: Version
}

/** An item that isn't written yet. */
export type NewItem = Pick<Item, 'attributes' | 'size'>

/** Writes an item in the place of the old one. */
export function putItem(writing: Writing, { attributes, size }: NewItem): Item {
  const { table, place, old } = writing
  const { state } = writing.call
  const json = table.stream?.viewType && writeAttributes(attributes)
  const item = { table: table.id, ...place, attributes, size, ...(json && { json }) }
  state.items.put(item)
  keepEntries(state, table, old, item)
  keepExpiry(writing.call, table, old, item)
  if (table.keepsHistory) noteFormer(writing)
  if (table.replicas) noteReplicated(writing, item)
  if (table.stream) note(writing, table.stream, item)
  return item
}

export function deleteItem(writing: Writing): void {
  const { table, place, old } = writing
  const { state } = writing.call
  if (!old) return
  state.items.delete(table.id, place.partition, ...partsOf(place.sort))
  keepEntries(state, table, old, undefined)
  keepExpiry(writing.call, table, old, undefined)
  if (table.keepsHistory) noteFormer(writing)
  if (table.replicas) noteReplicated(writing, undefined)
  if (table.stream) note(writing, table.stream, undefined)
}

function note(writing: Writing, stream: StreamSetting, next: Item | undefined): void {
  const { call, table, place, old, by } = writing
  const { partition } = place
  noteChange({ call, table, partition, old, next, isExpiry: by === 'expiry' }, stream)
}

/** The entry of an item in an index, where it has one. */
export function entryOf(table: Table, index: Index, item: Item): IndexEntry | undefined {
  if (!isInIndex(index, item.attributes)) return undefined
  return {
    index: index.id,
    partition: partitionOf(index.keys, item.attributes),
    sort: sortPartsOf(index.keys, item.attributes),
    tie: tieOf(item),
    itemPartition: item.partition,
    ...(item.sort !== undefined && { itemSort: item.sort }),
  }
}

/** What an index holds of an item. */
export function projectedOn(table: Table, index: Index, item: Attributes): Attributes {
  const { projection } = index
  if (projection.type === 'ALL') return item
  const projected = keyOfItem(table, item, index)
  if (projection.type === 'KEYS_ONLY') return projected
  const entries = projection.attributes.flatMap((name) => {
    const value = ownValue(item, name)
    return value ? [[name, value] as const] : []
  })
  return mapOf([...Object.entries(projected), ...entries])
}

/** Names that an index holds of every item that has them; `undefined`: all. */
export function projectedNames(table: Table, index: Index): ReadonlySet<string> | undefined {
  const { projection } = index
  if (projection.type === 'ALL') return undefined
  const keys = [...keyAttributes(index.keys), ...keyAttributes(table.keys)].map(({ name }) => name)
  return new Set(projection.type === 'INCLUDE' ? [...keys, ...projection.attributes] : keys)
}

export function keepEntry(state: DynamodbState, table: Table, index: Index, item: Item): void {
  const entry = entryOf(table, index, item)
  if (entry) state.entries.put(entry)
}

function keepEntries(
  state: DynamodbState,
  table: Table,
  old: Item | undefined,
  next: Item | undefined,
): void {
  for (const index of table.indexes) {
    if (index.status === 'DELETING') continue
    const before = old && entryOf(table, index, old)
    const after = next && entryOf(table, index, next)
    if (before && after && isSameEntry(before, after)) continue
    if (before) state.entries.delete(before.index, before.partition, ...before.sort, before.tie)
    if (after) state.entries.put(after)
  }
}

function isSameEntry(one: IndexEntry, two: IndexEntry): boolean {
  return one.partition === two.partition && one.sort.every((part, at) => same(part, two.sort[at]))
}

function same(one: KeyPart, two: KeyPart | undefined): boolean {
  if (one instanceof Uint8Array && two instanceof Uint8Array) return Buffer.compare(one, two) === 0
  return one === two
}

export function partsOf(sort: KeyPart | undefined): readonly KeyPart[] {
  return sort === undefined ? [] : [sort]
}
