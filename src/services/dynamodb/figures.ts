/** ItemCount and sizes, which AWS counts anew about every six hours. */
import type { JobDefinition } from '../../kernel/service.ts'
import { partsOf, projectedOn } from './items.ts'
import { isInIndex } from './keys.ts'
import { sizeOfItem } from './item-size.ts'
import { figuresMs, itemsPerTurnMax } from './limits.ts'
import type { DynamodbChange, DynamodbState, Figures, Item, state, Table } from './state.ts'

/**
 * The table, counted anew if it was long ago that it was. A table of many items is counted a piece
 * at a time, by a job, and has its old figures until then.
 */
export function withFreshFigures(call: DynamodbChange, table: Table): Table {
  const nowMs = call.clock.now()
  if (nowMs - table.counted.atMs < figuresMs) return table
  const fresh = { ...table, counted: { ...table.counted, atMs: nowMs } }
  const span = { prefix: [table.id], limit: itemsPerTurnMax }
  if (call.state.items.count(span) < itemsPerTurnMax) {
    fresh.counted = countOn(call.state, table, nothingAt(nowMs)).figures
  } else {
    const begun: Counting = { table: table.name, figures: nothingAt(nowMs) }
    call.at(nowMs, 'count', table.id, begun)
  }
  call.state.tables.put(fresh)
  return fresh
}

/** How far a count has come. */
interface Counting {
  readonly table: string
  readonly figures: Figures
  /** The item that was counted last. */
  readonly after?: Pick<Item, 'partition' | 'sort'>
}

/** Counts on, and sets the figures in the end. */
export const countJob: JobDefinition<typeof state> = {
  run({ state, at, clock, key, data }) {
    const begun = data as Counting
    const table = state.tables.get(begun.table)
    if (table?.id !== key || table.status === 'DELETING') return
    const { figures, last } = countOn(state, table, begun.figures, begun.after)
    if (!last) return state.tables.put({ ...table, counted: figures })
    const { partition, sort } = last
    const after = { partition, ...(sort !== undefined && { sort }) }
    at(clock.now(), 'count', key, { table: table.name, figures, after } satisfies Counting)
  },
}

function nothingAt(atMs: number): Figures {
  return { atMs, items: 0, bytes: 0, indexes: {} }
}

/** `last`: where it stopped, if there may be more. */
function countOn(
  state: DynamodbState,
  table: Table,
  before: Figures,
  after?: Counting['after'],
): { readonly figures: Figures; readonly last?: Item } {
  const place = after && [after.partition, ...partsOf(after.sort)]
  const span = { prefix: [table.id], ...(place && { after: place }), limit: itemsPerTurnMax }
  const items = [...state.items.range(span)]
  const indexes = table.indexes.map((index) => {
    const own = items.filter(({ attributes }) => isInIndex(index, attributes))
    const bytes = sum(own, (item) => sizeOfItem(projectedOn(table, index, item.attributes)))
    const { items: itemsBefore, bytes: bytesBefore } = before.indexes[index.name] ?? none
    const figures = { items: itemsBefore + own.length, bytes: bytesBefore + bytes }
    return [index.name, figures] as const
  })
  const figures = {
    atMs: before.atMs,
    items: before.items + items.length,
    bytes: before.bytes + sum(items, ({ size }) => size),
    indexes: Object.fromEntries(indexes),
  }
  const last = items.at(-1)
  return items.length < itemsPerTurnMax || !last ? { figures } : { figures, last }
}

const none = { items: 0, bytes: 0 }

function sum(items: readonly Item[], bytesOf: (item: Item) => number): number {
  return items.reduce((bytes, item) => bytes + bytesOf(item), 0)
}
