/**
 * Item collections: in a table with local indexes, the items of one partition key and their entries
 * in those indexes. AWS: they take 10 GB at most, and what would make one larger is refused.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html#LSI.ItemCollections
 */
import type {
  ItemCollectionMetrics,
  ReturnItemCollectionMetrics,
} from '../../generated/dynamodb.ts'
import { memory } from '../../kernel/memory.ts'
import { type Attributes, mapOf } from './attribute-value.ts'
import { collectionTooLarge } from './errors.ts'
import { sizeOfItem } from './item-size.ts'
import { type NewItem, projectedOn } from './items.ts'
import { isInIndex, ownValue, partitionOf } from './keys.ts'
import { itemCollectionBytes } from './limits.ts'
import type { DynamodbReading, DynamodbState, Index, Table } from './state.ts'

/** A write to an item: what there was, and what there will be. */
interface Replacing {
  readonly table: Table
  readonly place: { readonly partition: string }
  readonly old: NewItem | undefined
}

/**
 * Before a write is carried out.
 * @throws AwsError ItemCollectionSizeLimitExceededException
 */
export function checkCollection(
  call: DynamodbReading,
  { table, place, old }: Replacing,
  next: NewItem | undefined,
): void {
  if (!hasLocalIndex(table)) return
  const grown = sizeIn(table, next) - sizeIn(table, old)
  if (grown <= 0) return
  const max = call.limits.valueOf(itemCollectionBytes)
  const kept = keptOf(call, table)
  // No collection is larger than its table, which is cheap to know.
  if (countedBytes(table) + kept.writtenBytes + grown <= max) return
  const bytes = knownBytes(call.state, table, place.partition, kept)
  if (bytes + grown > max) throw collectionTooLarge({ table: table.name, max, bytes, grown })
}

/** After a write was carried out. */
export function noteCollection(
  call: DynamodbReading,
  { table, place, old }: Replacing,
  next: NewItem | undefined,
): void {
  if (!hasLocalIndex(table)) return
  const grown = sizeIn(table, next) - sizeIn(table, old)
  const kept = keptOf(call, table)
  kept.writtenBytes += Math.max(0, grown)
  const known = kept.bytes.get(place.partition)
  if (known !== undefined) kept.bytes.set(place.partition, known + grown)
}

/** Of a table that is gone. */
export function forgetCollections(call: DynamodbReading, { id }: Table): void {
  call.memory(keptTables).delete(id)
}

/** Of tables with local indexes: how much the collection of an item takes. */
export function collectionMetrics(
  state: DynamodbState,
  table: Table,
  item: Attributes,
  wanted: ReturnItemCollectionMetrics | undefined,
): ItemCollectionMetrics | undefined {
  if (wanted !== 'SIZE' || !hasLocalIndex(table)) return undefined
  const [key] = table.keys.partition
  const value = key && ownValue(item, key.name)
  if (!value) return undefined
  const gigabytes = collectionBytes(state, table, partitionOf(table.keys, item)) / 2 ** 30
  // AWS: an estimate between two bounds; those of its examples are a gigabyte apart.
  const lower = Math.floor(gigabytes)
  return {
    ItemCollectionKey: mapOf([[key.name, value]]),
    SizeEstimateRangeGB: [lower, lower + 1],
  }
}

interface Kept {
  /** Since the process began; of a table that was never counted, all it is known by. */
  writtenBytes: number
  /** Of collections that were measured, by their partition. */
  readonly bytes: Map<string, number>
}

const keptTables = memory(() => new Map<string, Kept>())
const measuredMax = 10_000

function keptOf(call: DynamodbReading, { id }: Table): Kept {
  const known = call.memory(keptTables)
  const kept = known.get(id) ?? { writtenBytes: 0, bytes: new Map<string, number>() }
  if (!known.has(id)) known.set(id, kept)
  return kept
}

function knownBytes(
  state: DynamodbState,
  table: Table,
  partition: string,
  { bytes }: Kept,
): number {
  const known = bytes.get(partition)
  if (known !== undefined) return known
  if (bytes.size >= measuredMax) bytes.clear()
  const measured = collectionBytes(state, table, partition)
  bytes.set(partition, measured)
  return measured
}

function collectionBytes(state: DynamodbState, table: Table, partition: string): number {
  let bytes = 0
  for (const item of state.items.range({ prefix: [table.id, partition] })) {
    bytes += sizeIn(table, item)
  }
  return bytes
}

/** Of an item with its entries in the local indexes. */
function sizeIn(table: Table, item: NewItem | undefined): number {
  if (!item) return 0
  let bytes = item.size
  for (const index of table.indexes) {
    if (index.kind === 'local') bytes += sizeOfEntry(table, index, item)
  }
  return bytes
}

function sizeOfEntry(table: Table, index: Index, { attributes, size }: NewItem): number {
  if (!isInIndex(index, attributes)) return 0
  const entry = projectedOn(table, index, attributes)
  return entry === attributes ? size : sizeOfItem(entry)
}

function countedBytes({ counted, indexes }: Table): number {
  let { bytes } = counted
  for (const { kind, name } of indexes) {
    if (kind === 'local') bytes += counted.indexes[name]?.bytes ?? 0
  }
  return bytes
}

function hasLocalIndex({ indexes }: Table): boolean {
  for (const { kind } of indexes) if (kind === 'local') return true
  return false
}
