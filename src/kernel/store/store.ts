/**
 * The ordered key-value store that everything is kept in. Two stand behind this interface, one in
 * memory and one on disk, and one contract test holds both; it is narrow enough that a distributed
 * one could.
 */
import type { Key } from './key.ts'

/**
 * A value: JSON's types, `bigint` and bytes, in plain objects and arrays. Never changed after it was
 * put, since the store in memory hands out what it was given.
 */
export type Entity = unknown

export interface Write {
  readonly key: Key
  /** `undefined` deletes. */
  readonly value: Entity | undefined
}

export interface Range {
  /** First key, inclusive. */
  readonly start: Key
  /** Last key, exclusive. */
  readonly end: Key
  readonly reverse?: boolean
  readonly limit?: number
}

export type Entry = readonly [Key, Entity]

export interface Reader {
  get(key: Key): Entity | undefined
  /** In key order. Writing while it is read is not allowed. */
  range(range: Range): Iterable<Entry>
  /** How many keys a range holds; its `limit` stops the count there. */
  count(range: Range): number
}

export interface Store extends BaseStore {
  /** A second store, empty: filled beside this one, unseen, until it takes its place. */
  successor(): Promise<StoreSuccessor>
}

export interface BaseStore extends Reader {
  /**
   * All of it or nothing. When it returns, the batch survives the death of the process (store on
   * disk); where it returns a promise, only the answer waits for that.
   * @throws StorageError when it can't be written; then none of it is.
   */
  commit(batch: readonly Write[]): void | Promise<void>
  /** Resolves when all that was committed has reached the disk. */
  flush(): Promise<void>
  /** All entries as they are now, in key order, whatever is written while they are read. */
  frozen(): FrozenEntries
  /** Forgets everything but `kept`, which it writes in the same batch; nothing else is written meanwhile. */
  clear(kept?: readonly Write[]): Promise<void>
  close(): Promise<void>
}

export interface StoreSuccessor {
  /** Tells it apart from others: what belongs to this state and lies elsewhere is kept under it. */
  readonly name: string
  /** As the store's own. */
  commit(batch: readonly Write[]): void | Promise<void>
  /** All of it is on the disk afterwards. */
  flush(): Promise<void>
  /**
   * From now on, and after a death of the process at any instant, the store is either wholly this or
   * wholly what it was. The old entries are given up.
   * @throws StorageError, having changed nothing.
   */
  takePlace(): void
  /** Gives it up. */
  drop(): Promise<void>
}

export interface FrozenEntries extends Iterable<Entry> {
  /** To be called once they are read. */
  release(): void
}

/** Every key lies in this range. */
export const everything: Range = { start: '', end: '\xff' }
