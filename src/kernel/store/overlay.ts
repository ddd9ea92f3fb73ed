/**
 * The writes of one operation, seen by its own reads before they are committed. Both stores share
 * it; it is dropped when the operation throws, so that a refused call changes nothing.
 */
import type { Key } from './key.ts'
import type { Entity, Range, Reader, Write } from './store.ts'

export class Overlay implements Reader {
  readonly #store: Reader
  #writes = new Map<Key, Entity | undefined>()
  /** The written keys in order; made anew when a range is read after a write. */
  #sorted: Key[] | undefined

  constructor(store: Reader) {
    this.#store = store
  }

  get isEmpty(): boolean {
    return this.#writes.size === 0
  }

  get(key: Key): Entity | undefined {
    if (this.#writes.size === 0) return this.#store.get(key)
    const written = this.#writes.get(key)
    if (written !== undefined || this.#writes.has(key)) return written
    return this.#store.get(key)
  }

  put(key: Key, value: Entity): void {
    if (!this.#writes.has(key)) this.#sorted = undefined
    this.#writes.set(key, value)
  }

  delete(key: Key): void {
    this.put(key, undefined)
  }

  range(range: Range): Iterable<readonly [Key, Entity]> {
    const keys = this.#keysIn(range)
    if (keys.length === 0) return this.#store.range(range)
    return this.#merged(range, keys)
  }

  count(range: Range): number {
    const keys = this.#keysIn(range)
    if (keys.length === 0) return this.#store.count(range)
    let count = this.#store.count({ start: range.start, end: range.end })
    for (const key of keys) {
      const before = this.#store.get(key) !== undefined
      const after = this.#writes.get(key) !== undefined
      count += Number(after) - Number(before)
    }
    return Math.min(count, range.limit ?? Infinity)
  }

  /** What was written since the last `take`, in the order of first writing; leaves it empty. */
  take(): Write[] {
    const batch = [...this.writes()]
    this.drop()
    return batch
  }

  /** What was written and not taken yet, in the order of first writing. */
  *writes(): Generator<Write> {
    for (const [key, value] of this.#writes) yield { key, value }
  }

  /** Lets what lies below be seen again. */
  forget(key: Key): void {
    if (this.#writes.delete(key)) this.#sorted = undefined
  }

  drop(): void {
    if (this.#writes.size > 0) this.#writes = new Map()
    this.#sorted = undefined
  }

  #keysIn(range: Range): readonly Key[] {
    if (this.#writes.size === 0) return []
    this.#sorted ??= [...this.#writes.keys()].sort()
    const keys = this.#sorted.filter((key) => key >= range.start && key < range.end)
    return range.reverse ? keys.reverse() : keys
  }

  /** Two ordered sequences into one; a written key hides the store's. */
  *#merged(range: Range, keys: readonly Key[]): Generator<readonly [Key, Entity]> {
    const { start, end, reverse = false, limit = Infinity } = range
    const isBefore = (a: Key, b: Key) => (reverse ? a > b : a < b)
    let left = limit
    let at = 0
    const take = function* (this: Overlay, until: Key | undefined) {
      for (; at < keys.length && left > 0; at++) {
        const key = keys[at] as Key
        if (until !== undefined && !isBefore(key, until)) return
        const value = this.#writes.get(key)
        if (value === undefined) continue
        left--
        yield [key, value] as const
      }
    }.bind(this)
    for (const entry of this.#store.range({ start, end, reverse })) {
      yield* take(entry[0])
      if (left <= 0) return
      if (this.#writes.has(entry[0])) continue
      left--
      yield entry
      if (left <= 0) return
    }
    yield* take(undefined)
  }
}
