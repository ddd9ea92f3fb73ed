/** One page of a query or scan: walks an order, filters, projects, counts what was evaluated. */
import type { Span } from '../../kernel/collection.ts'
import type { Consistency } from '../../planner/capacity-units.ts'
import { readUnitsOf } from '../../planner/capacity-units.ts'
import type { Attributes } from './attribute-value.ts'
import { Consumption } from './capacity.ts'
import type { Test } from './expressions/condition-test.ts'
import { findItem, projectedOn } from './items.ts'
import { sizeOfItem } from './item-size.ts'
import { keyOfItem, partitionOf } from './keys.ts'
import { pageBytesMax } from './limits.ts'
import type { DynamodbState, Index, Item, Table } from './state.ts'

export interface PageRequest {
  readonly table: Table
  readonly index?: Index
  /** Below the table or the index. */
  readonly span: Span
  readonly limit: number
  readonly filter?: Test
  /** Of a local index: items are fetched from the table, since more is wanted than the index has. */
  readonly fetches: boolean
  readonly consistency: Consistency
}

export interface Page {
  readonly items: readonly Attributes[]
  readonly scanned: number
  readonly lastKey?: Attributes
  readonly consumption: Consumption
}

export function readPage(state: DynamodbState, request: PageRequest): Page {
  const { table, index, limit, filter, fetches } = request
  const items: Attributes[] = []
  const consumption = new Consumption(table)
  let partition: string | undefined
  let fetchedUnits = 0
  let scanned = 0
  let bytes = 0
  let lastKey: Attributes | undefined
  for (const item of walk(state, request)) {
    const seen = index ? projectedOn(table, index, item.attributes) : item.attributes
    bytes += seen === item.attributes ? item.size : sizeOfItem(seen)
    scanned++
    partition ??= partitionIn(index, item)
    if (fetches) {
      fetchedUnits += readUnitsOf({ sizeBytes: item.size, consistency: request.consistency })
    }
    const whole = fetches ? item.attributes : seen
    if (!filter || filter(whole)) items.push(whole)
    if (scanned >= limit || bytes >= pageBytesMax) {
      lastKey = keyOfItem(table, item.attributes, index)
      break
    }
  }
  const units = readUnitsOf({ sizeBytes: bytes, consistency: request.consistency })
  // A page walks in the order of hashes, and counts for the key range that it begins in.
  partition ??= String(request.span.prefix?.[0] ?? 0)
  consumption.add({ kind: 'read', units, partition, index })
  if (fetchedUnits > 0) consumption.add({ kind: 'read', units: fetchedUnits, partition })
  return { items, scanned, consumption, ...(lastKey && { lastKey }) }
}

function partitionIn(index: Index | undefined, item: Item): string {
  return index?.kind === 'global' ? partitionOf(index.keys, item.attributes) : item.partition
}

function* walk(state: DynamodbState, { table, index, span }: PageRequest): Generator<Item> {
  if (!index) {
    yield* state.items.range({ ...span, prefix: [table.id, ...(span.prefix ?? [])] })
    return
  }
  for (const entry of state.entries.range({
    ...span,
    prefix: [index.id, ...(span.prefix ?? [])],
  })) {
    const { itemPartition: partition, itemSort: sort } = entry
    const place = { partition, ...(sort !== undefined && { sort }) }
    const item = findItem(state, table, place)
    if (item) yield item
  }
}
