/** Which partition keys a key range is asked for while it refuses: those that are hot. */
import { ownValue } from '../keys.ts'
import type { DynamodbState, Index, KeyAttribute, Table } from '../state.ts'

/** Between this many and twice as many are told apart; rarer ones are lost. */
const keysMax = 32

/** Units by what partition keys hash to. */
export class HotKeys {
  #units = new Map<string, number>()
  #total = 0

  note(partition: string, units: number): void {
    this.#total += units
    this.#units.set(partition, (this.#units.get(partition) ?? 0) + units)
    if (this.#units.size > 2 * keysMax) this.#units = new Map(this.#sorted().slice(0, keysMax))
  }

  clear(): void {
    this.#units = new Map()
    this.#total = 0
  }

  /** The hottest three, with their shares of all. */
  top(): readonly { readonly partition: string; readonly share: number }[] {
    return this.#sorted()
      .slice(0, 3)
      .map(([partition, units]) => ({ partition, share: units / this.#total }))
  }

  #sorted(): readonly (readonly [string, number])[] {
    return [...this.#units].sort(([, one], [, two]) => two - one)
  }
}

/** A partition key as people read it, of an item that has it: `pk = hot`; absent where none is there. */
export function shownKey(
  state: DynamodbState,
  table: Table,
  index: Index | undefined,
  partition: string,
): string | undefined {
  const item = index
    ? itemOf(state, table, index, partition)
    : state.items.first({ prefix: [table.id, partition] })
  if (!item) return undefined
  const shown = (index ?? table).keys.partition.map(({ name, type }: KeyAttribute) => {
    const value = ownValue(item.attributes, name)?.[type]
    return `${name} = ${typeof value === 'object' ? Buffer.from(value).toString('base64') : value}`
  })
  return shown.join(', ')
}

function itemOf(state: DynamodbState, table: Table, index: Index, partition: string) {
  const entry = state.entries.first({ prefix: [index.id, partition] })
  if (!entry) return undefined
  const { itemPartition, itemSort } = entry
  return state.items.get(table.id, itemPartition, ...(itemSort === undefined ? [] : [itemSort]))
}
