/** Reads LMDB as the store wants it: keys as strings of bytes, values decoded. */
import type * as Lmdb from 'lmdb'
import { decodeEntity, encodeEntity } from '../kernel/store/encoding.ts'
import { afterKey, type Key, keyBytesMax } from '../kernel/store/key.ts'
import {
  type Entity,
  type Entry,
  everything,
  type FrozenEntries,
  type Range,
  type Reader,
} from '../kernel/store/store.ts'
import { EntityCache } from './entity-cache.ts'
import { storageErrorOf } from './storage-faults.ts'

/** With LMDB's `sync`, which its types leave out: it flushes in a thread of its own. */
export type Database = Lmdb.RootDatabase<Entity, Key> & {
  sync(done: (error?: Error | null) => void): void
}

/** A key's characters are its bytes, so that LMDB orders keys as strings do. */
const keyEncoder = {
  writeKey(key: Key, target: Buffer, start: number): number {
    return start + target.write(key, start, 'latin1')
  },
  readKey(source: Buffer, start: number, end: number): Key {
    return source.toString('latin1', start, end)
  },
}

export const entityFormat = {
  keyEncoder,
  encoder: { encode: encodeEntity, decode: decodeEntity },
}

export interface LmdbReader extends Reader {
  readonly cache: EntityCache
  frozen(): FrozenEntries
}

export function lmdbReader(db: Database, path: string): LmdbReader {
  const read = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw storageErrorOf(error, path, 'read')
    }
  }
  const cache = new EntityCache()
  const readEntity = (key: Key) => read(() => db.get(key))
  return {
    cache,
    get: (key) => cache.get(key, readEntity),
    range: (range) => entriesOf(db, optionsOf(range), path),
    count: (range) => read(() => countOf(db, range)),
    frozen: () => frozenEntries(db, path),
  }
}

function* entriesOf(db: Database, options: Lmdb.RangeOptions, path: string): Generator<Entry> {
  if (options.limit !== undefined && options.limit <= 0) return
  try {
    for (const { key, value } of db.getRange(options)) yield [key, value]
  } catch (error) {
    throw storageErrorOf(error, path, 'read')
  }
}

/** LMDB reads backwards from a range's `start` down to its `end`. */
function optionsOf({ start, end, reverse, limit }: Range): Lmdb.RangeOptions {
  const low = start === '' ? lowest : boundOf(start)
  const high = boundOf(end)
  const most = limit === undefined || limit === Infinity ? {} : { limit }
  if (!reverse) return { start: low, end: high, ...most }
  return { start: high, end: low, reverse: true, exclusiveStart: true, inclusiveEnd: true, ...most }
}

/** LMDB takes no longer bounds than keys. No key lies between one that is too long and what this makes of it. */
function boundOf(key: Key): Key {
  return key.length > keyBytesMax ? afterKey(key.slice(0, keyBytesMax)) : key
}

/** LMDB has no empty key. */
const lowest = '\x00'

/** LMDB counts fast, but has no limit to that. */
function countOf(db: Database, { start, end, limit = Infinity }: Range): number {
  if (start >= end || limit <= 0) return 0
  if (limit === Infinity) return db.getKeysCount(optionsOf({ start, end }))
  return [...db.getKeys(optionsOf({ start, end, limit }))].length
}

function frozenEntries(db: Database, path: string): FrozenEntries {
  const transaction = db.useReadTransaction()
  let isReleased = false
  return {
    [Symbol.iterator]: () => entriesOf(db, { ...optionsOf(everything), transaction }, path),
    release() {
      if (!isReleased) transaction.done()
      isReleased = true
    },
  }
}
