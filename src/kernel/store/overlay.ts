/**
 * The writes of one operation, seen by its own reads before they are committed. Both stores share
 * it; it is dropped when the operation throws, so that a refused call changes nothing.
 */
import type { Key } from './key.ts'
import type { Entity, Range, Reader, Write } from './store.ts'

interface Replaced {
  readonly key: Key
  readonly isWritten: boolean
  readonly value: Entity | undefined
}

export class Overlay implements Reader {
  readonly #store: Reader
  #writes = new Map<Key, Entity | undefined>()
  /** The written keys in order, from the first time that a range is read. */
  #sorted: Key[] | undefined
  /** What was there before each write of an attempt. */
  #before: Replaced[] | undefined

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
    const isWritten = this.#writes.has(key)
    if (!isWritten) this.#sorted?.splice(placeOf(key, this.#sorted), 0, key)
    this.#before?.push({ key, isWritten, value: this.#writes.get(key) })
    this.#writes.set(key, value)
  }

  delete(key: Key): void {
    this.put(key, undefined)
  }

  /** Undoes what `work` wrote when it throws; what was written before stays. */
  attempt<Result>(work: () => Result): Result {
    const outer = this.#before
    const before: Replaced[] = []
    this.#before = before
    try {
      const result = work()
      outer?.push(...before)
      return result
    } catch (error) {
      this.#undo(before)
      throw error
    } finally {
      this.#before = outer
    }
  }

  range(range: Range): Iterable<readonly [Key, Entity]> {
    const keys = this.#keysIn(range)
    if (keys.length === 0) return this.#store.range(range)
    return this.#merged(range, keys)
  }

  count(range: Range): number {
    const keys = this.#keysIn(range)
    if (keys.length === 0) return this.#store.count(range)
    const { start, end, limit = Infinity } = range
    // Each written key takes at most one away.
    let count = this.#store.count({ start, end, limit: limit + keys.length })
    for (const key of keys) {
      const before = this.#store.get(key) !== undefined
      const after = this.#writes.get(key) !== undefined
      count += Number(after) - Number(before)
    }
    return Math.min(count, limit)
  }

  /** What was written, in the order of first writing. */
  *writes(): Generator<Write> {
    for (const [key, value] of this.#writes) yield { key, value }
  }

  drop(): void {
    if (this.#writes.size > 0) this.#writes = new Map()
    this.#sorted = undefined
  }

  #undo(before: readonly Replaced[]): void {
    for (const { key, isWritten, value } of before.toReversed()) {
      if (isWritten) this.#writes.set(key, value)
      else this.#writes.delete(key)
    }
    this.#sorted = undefined
  }

  #keysIn(range: Range): readonly Key[] {
    if (this.#writes.size === 0) return []
    this.#sorted ??= [...this.#writes.keys()].sort()
    const from = placeOf(range.start, this.#sorted)
    const keys = this.#sorted.slice(from, Math.max(from, placeOf(range.end, this.#sorted)))
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

/** Where a key stands among sorted ones, or would. */
function placeOf(key: Key, sorted: readonly Key[]): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as Key) < key) low = middle + 1
    else high = middle
  }
  return low
}
