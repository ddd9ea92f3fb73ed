/** Which partition keys a key range is asked for, and how much in a second: which are hot. */
import { ownValue } from '../keys.ts'
import type { DynamodbState, Index, KeyAttribute, Table } from '../state.ts'
import { LastSecond } from './last-second.ts'

/** Between this many and twice as many are told apart; rarer ones are lost. */
const keysMax = 32

export interface HotKey {
  readonly partition: string
  /** Of all that was asked for in that time, whether it was let through or not. */
  readonly share: number
}

/** Units by what partition keys hash to: of the second that is under way, and of the one before. */
export class HotKeys {
  readonly #lastSecond = new LastSecond()
  #second = 0
  #open = new Tally()
  #before = new Tally()

  /** Whatever is asked for, before it is let through or refused. */
  ask(partition: string, units: number, nowMs: number): void {
    this.#turnTo(Math.floor(nowMs / 1_000))
    this.#open.note(partition, units)
    this.#lastSecond.ask(units, nowMs)
  }

  askedInSecond(nowMs: number): number {
    return this.#lastSecond.asked(nowMs)
  }

  /** The hottest three. */
  top(nowMs: number): readonly HotKey[] {
    this.#turnTo(Math.floor(nowMs / 1_000))
    const total = this.#open.total + this.#before.total
    const units = new Map(this.#before.units)
    for (const [partition, more] of this.#open.units) {
      units.set(partition, (units.get(partition) ?? 0) + more)
    }
    return sorted(units)
      .slice(0, 3)
      .map(([partition, own]) => ({ partition, share: own / total }))
  }

  #turnTo(second: number): void {
    if (second <= this.#second) return
    this.#before = second === this.#second + 1 ? this.#open : new Tally()
    this.#open = new Tally()
    this.#second = second
  }
}

class Tally {
  units = new Map<string, number>()
  total = 0

  note(partition: string, units: number): void {
    this.total += units
    this.units.set(partition, (this.units.get(partition) ?? 0) + units)
    if (this.units.size > 2 * keysMax) this.units = new Map(sorted(this.units).slice(0, keysMax))
  }
}

function sorted(units: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...units].sort(([, one], [, two]) => two - one)
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
