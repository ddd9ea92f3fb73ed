/** Units of reads and writes of single items, by AWS's rules. */
import {
  type Consistency,
  entryWritesOf,
  readUnitsOf,
  writeUnitsOf,
} from '../../planner/capacity-units.ts'
import type { Attributes } from './attribute-value.ts'
import { Consumption } from './capacity.ts'
import { isSameItem } from './comparison.ts'
import { sizeOfItem } from './item-size.ts'
import { type NewItem, projectedOn } from './items.ts'
import { isInIndex, type ItemPlace, keyOfItem, partitionOf } from './keys.ts'
import type { Index, Item, Table } from './state.ts'
import type { Found } from './writes.ts'

/**
 * What a write takes: of the table by the larger of both items, and of each global index that it
 * touches. A write that isn't carried out leaves the old item, and touches no index.
 */
export function meterWrite(
  { table, place, old }: Found,
  next: NewItem | undefined,
  consistency: 'strong' | 'transactional' = 'strong',
): Consumption {
  const sizeBytes = Math.max(old?.size ?? 0, next?.size ?? 0)
  const units = writeUnitsOf({ sizeBytes, consistency })
  const consumption = new Consumption(table)
  consumption.add({ kind: 'write', units, partition: place.partition })
  for (const index of table.indexes) {
    meterEntries(consumption, index, { place, old, next })
  }
  return consumption
}

/** What reading one item takes, or finding none. */
export function meterRead(
  table: Table,
  { partition }: ItemPlace,
  item: Item | undefined,
  consistency: Consistency,
): Consumption {
  const units = readUnitsOf({ sizeBytes: item?.size ?? 0, consistency })
  return new Consumption(table).add({ kind: 'read', units, partition })
}

interface Images {
  readonly place: ItemPlace
  readonly old: NewItem | undefined
  readonly next: NewItem | undefined
}

/** Of an entry that stays as it is, nothing. */
function meterEntries(consumption: Consumption, index: Index, { place, old, next }: Images): void {
  if (old === next || index.status === 'DELETING') return
  const { table } = consumption
  const before = entryIn(table, index, old?.attributes)
  const after = entryIn(table, index, next?.attributes)
  if (before && after && isSameItem(before, after)) return
  const keyOf = (item: Attributes) => keyOfItem(table, item, index)
  const writes = entryWritesOf({
    ...(before && { beforeBytes: sizeOfItem(before) }),
    ...(after && { afterBytes: sizeOfItem(after) }),
    moves: before !== undefined && after !== undefined && !isSameItem(keyOf(before), keyOf(after)),
  })
  for (const { at, units } of writes) {
    const entry = (at === 'before' ? before : after) ?? {}
    // A local index's entries are where their items are.
    const isGlobal = index.kind === 'global'
    const partition = isGlobal ? partitionOf(index.keys, entry) : place.partition
    consumption.add({ kind: 'write', units, partition, index })
  }
}

/** What an index holds of an item, where it has it. */
function entryIn(table: Table, index: Index, item: Attributes | undefined): Attributes | undefined {
  return item && isInIndex(index, item) ? projectedOn(table, index, item) : undefined
}
