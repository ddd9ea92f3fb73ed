/** ItemCount and sizes, which AWS counts anew about every six hours. */
import { projectedOn } from './items.ts'
import { isInIndex } from './keys.ts'
import { sizeOfItem } from './item-size.ts'
import { figuresMs } from './limits.ts'
import type { DynamodbChange, Figures, Table } from './state.ts'

/** The table, counted anew if it was long ago that it was. */
export function withFreshFigures({ state, clock }: DynamodbChange, table: Table): Table {
  const nowMs = clock.now()
  if (nowMs - table.counted.atMs < figuresMs) return table
  const indexes = Object.fromEntries(
    table.indexes.map(({ name }) => [name, { items: 0, bytes: 0 }]),
  )
  const figures = { atMs: nowMs, items: 0, bytes: 0, indexes }
  for (const item of state.items.range({ prefix: [table.id] })) {
    figures.items++
    figures.bytes += item.size
    for (const index of table.indexes) {
      const own = indexes[index.name]
      if (!own || !isInIndex(index, item.attributes)) continue
      own.items++
      own.bytes += sizeOfItem(projectedOn(table, index, item.attributes))
    }
  }
  const counted: Figures = figures
  const fresh = { ...table, counted }
  state.tables.put(fresh)
  return fresh
}
