/** One page of a query or scan: walks an order, filters, projects, counts what was evaluated. */
import type { Span } from '../../kernel/collection.ts'
import type { KeyPart } from '../../kernel/store/key.ts'
import type { Consistency } from '../../planner/capacity-units.ts'
import { readUnitsOf } from '../../planner/capacity-units.ts'
import type { Attributes } from './attribute-value.ts'
import { Consumption } from './capacity.ts'
import type { Test } from './expressions/condition-test.ts'
import { findItem, partsOf, projectedOn } from './items.ts'
import { sizeOfItem } from './item-size.ts'
import { keyOfItem, partitionOf } from './keys.ts'
import { pageBytesMax } from './limits.ts'
import { type PageItems, pageItems, type Written } from './page-items.ts'
import type { DynamodbState, Index, IndexEntry, Item, Table } from './state.ts'

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
  readonly written?: Written
  /** What is answered of each item; absent: all of it. */
  readonly shows?: ((item: Attributes) => Attributes) | undefined
}

export interface Page {
  /** As `written` asks. */
  readonly items: readonly Attributes[]
  readonly count: number
  readonly scanned: number
  readonly lastKey?: Attributes
  readonly consumption: Consumption
}

/** How much is read before others have a turn: it takes about a millisecond. */
const turn = { items: 200, bytes: 262_144 }

/** A page that is read piece by piece, so that a long one keeps nobody waiting. */
export class PageReading {
  readonly #state: DynamodbState
  readonly #request: PageRequest
  /** What is still to be read. */
  #span: Span
  readonly #items: PageItems
  #first: Item | undefined
  #fetchedUnits = 0
  #scanned = 0
  #bytes = 0
  #lastKey: Attributes | undefined

  constructor(state: DynamodbState, request: PageRequest) {
    this.#state = state
    this.#request = request
    this.#span = request.span
    this.#items = pageItems(request.written)
  }

  /** `false`: there is more; others may write before it is read, and nobody is promised to see it or not. */
  readOn(): boolean {
    const { table, index, limit } = this.#request
    const { items, bytes } = { items: this.#scanned + turn.items, bytes: this.#bytes + turn.bytes }
    for (const [item, entry] of this.#walk()) {
      this.#evaluate(item)
      if (this.#scanned >= limit || this.#bytes >= pageBytesMax) {
        this.#lastKey = keyOfItem(table, item.attributes, index)
        return true
      }
      if (this.#scanned < items && this.#bytes < bytes) continue
      this.#span = spanBehind(this.#span, entry ? placeOfEntry(entry) : placeOf(item))
      this.#items.pause()
      return false
    }
    return true
  }

  page(): Page {
    const { table, index, consistency, span } = this.#request
    const consumption = new Consumption(table)
    // A page walks in the order of hashes, and counts for the key range that it begins in.
    const partition = this.#first ? partitionIn(index, this.#first) : String(span.prefix?.[0] ?? 0)
    const units = readUnitsOf({ sizeBytes: this.#bytes, consistency })
    consumption.add({ kind: 'read', units, partition, index })
    const fetched = this.#fetchedUnits
    if (fetched > 0) consumption.add({ kind: 'read', units: fetched, partition })
    const lastKey = this.#lastKey
    const { count } = this.#items
    const page = { items: this.#items.all(), count, scanned: this.#scanned, consumption }
    return lastKey ? { ...page, lastKey } : page
  }

  #evaluate(item: Item): void {
    const { table, index, filter, fetches, consistency, shows } = this.#request
    const isWhole = !index || index.projection.type === 'ALL'
    const seen = isWhole ? undefined : projectedOn(table, index, item.attributes)
    this.#bytes += seen ? sizeOfItem(seen) : item.size
    this.#scanned++
    this.#first ??= item
    if (fetches) this.#fetchedUnits += readUnitsOf({ sizeBytes: item.size, consistency })
    const projected = fetches ? undefined : seen
    if (filter && !filter(projected ?? item.attributes)) return
    this.#items.add(item, shows ? shows(projected ?? item.attributes) : projected)
  }

  *#walk(): Generator<readonly [Item, IndexEntry?]> {
    const { table, index } = this.#request
    const span = this.#span
    const prefix = [(index ?? table).id, ...(span.prefix ?? [])]
    if (!index) {
      for (const item of this.#state.items.range({ ...span, prefix })) yield [item]
      return
    }
    for (const entry of this.#state.entries.range({ ...span, prefix })) {
      const { itemPartition: partition, itemSort: sort } = entry
      const place = { partition, ...(sort !== undefined && { sort }) }
      const item = findItem(this.#state, table, place)
      if (item) yield [item, entry]
    }
  }
}

function partitionIn(index: Index | undefined, item: Item): string {
  return index?.kind === 'global' ? partitionOf(index.keys, item.attributes) : item.partition
}

function placeOf({ partition, sort }: Item): readonly KeyPart[] {
  return [partition, ...partsOf(sort)]
}

function placeOfEntry({ partition, sort, tie }: IndexEntry): readonly KeyPart[] {
  return [partition, ...sort, tie]
}

/** What is left of a span once this place of it was read. */
function spanBehind(span: Span, place: readonly KeyPart[]): Span {
  const rest = place.slice(span.prefix?.length ?? 0)
  const { through, ...open } = span
  if (span.reverse) return { ...open, to: rest }
  return { ...open, ...(through && { through }), after: rest }
}
