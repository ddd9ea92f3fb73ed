/** ItemCount and sizes, which AWS counts anew about every six hours. */
import type { JobDefinition } from '../../kernel/service.ts'
import { projectedOn } from './items.ts'
import { isInIndex } from './keys.ts'
import { sizeOfItem } from './item-size.ts'
import { figuresMs, itemsPerTurnMax } from './limits.ts'
import { type ItemKey, itemKeyOf, itemsAfter, workInTurn } from './piecework.ts'
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
    fresh.counted = countAll(call.state, table, nowMs)
  } else {
    const begun: Counting = { table: table.name, figures: nothingAt(table, nowMs) }
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
  readonly after?: ItemKey
}

/** Counts on, and sets the figures in the end. */
export const countJob: JobDefinition<typeof state> = {
  run(call) {
    const { state, at, clock, key } = call
    const begun = call.data as Counting
    const table = state.tables.get(begun.table)
    if (table?.id !== key || table.status === 'DELETING') return
    let { figures } = begun
    const { last, isWhole } = workInTurn<Item>(call, {
      max: itemsPerTurnMax,
      read: (reached, limit) => itemsAfter(state, table.id, reached ?? begun.after, limit),
      work: (item) => (figures = withItem(table, figures, item)),
    })
    if (!last || isWhole) return state.tables.put({ ...table, counted: figures })
    const counting: Counting = { table: table.name, figures, after: itemKeyOf(last) }
    at(clock.now(), 'count', key, counting)
  },
}

function countAll({ items }: DynamodbState, table: Table, nowMs: number): Figures {
  let figures = nothingAt(table, nowMs)
  for (const item of items.range({ prefix: [table.id] })) figures = withItem(table, figures, item)
  return figures
}

function nothingAt({ indexes }: Table, atMs: number): Figures {
  const empty = indexes.map(({ name }) => [name, none] as const)
  return { atMs, items: 0, bytes: 0, indexes: Object.fromEntries(empty) }
}

function withItem(table: Table, before: Figures, { attributes, size }: Item): Figures {
  const indexes = table.indexes.map((index) => {
    const { items, bytes } = before.indexes[index.name] ?? none
    if (!isInIndex(index, attributes)) return [index.name, { items, bytes }] as const
    const more = sizeOfItem(projectedOn(table, index, attributes))
    return [index.name, { items: items + 1, bytes: bytes + more }] as const
  })
  return {
    atMs: before.atMs,
    items: before.items + 1,
    bytes: before.bytes + size,
    indexes: Object.fromEntries(indexes),
  }
}

const none = { items: 0, bytes: 0 }
