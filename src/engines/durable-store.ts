/**
 * The store on disk for those who want every answer to wait for the disk. What is committed in one
 * turn of the event loop is written and flushed as one transaction at the turn's end; until then it
 * lies in an overlay. When that fails, all of the turn is refused and nothing of it stays: each
 * batch of a turn may build on the ones before. (LMDB's own queue flushes in a thread, but a failed
 * write there is told by promises that nobody can catch.)
 */
import { Overlay } from '../kernel/store/overlay.ts'
import type { Store } from '../kernel/store/store.ts'
import type { Database, LmdbReader } from './lmdb-reader.ts'
import { replaceAll, writeBatch } from './lmdb-writes.ts'

export function durableStore(db: Database, reader: LmdbReader, path: string): Store {
  const group = new Group(db, reader, path)
  return {
    get: (key) => group.pending.get(key),
    range: (range) => group.pending.range(range),
    count: (range) => group.pending.count(range),
    commit(batch) {
      for (const { key, value } of batch) group.pending.put(key, value)
      return group.written()
    },
    async flush() {
      group.write()
    },
    frozen() {
      group.write()
      return reader.frozen()
    },
    async clear(kept = []) {
      group.write()
      replaceAll(db, kept, path)
      reader.cache.clear()
    },
    async close() {
      group.write()
      await db.close()
    },
  }
}

class Group {
  readonly pending: Overlay
  readonly #db: Database
  readonly #reader: LmdbReader
  readonly #path: string
  #waiting: { resolve(): void; reject(error: unknown): void }[] = []
  #turnEnd: NodeJS.Immediate | undefined

  constructor(db: Database, reader: LmdbReader, path: string) {
    this.pending = new Overlay(reader)
    this.#db = db
    this.#reader = reader
    this.#path = path
  }

  /** Resolves when the disk has what is pending. */
  written(): Promise<void> {
    this.#turnEnd ??= setImmediate(() => this.#writeQuietly())
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
    })
  }

  /** @throws StorageError, as those who wait are told, too. */
  write(): void {
    clearImmediate(this.#turnEnd)
    this.#turnEnd = undefined
    const waiting = this.#waiting
    this.#waiting = []
    try {
      const batch = [...this.pending.writes()]
      if (batch.length > 0) writeBatch(this.#db, batch, this.#path)
      this.#reader.cache.forget(batch)
      for (const { resolve } of waiting) resolve()
    } catch (error) {
      for (const { reject } of waiting) reject(error)
      throw error
    } finally {
      this.pending.drop()
    }
  }

  #writeQuietly(): void {
    try {
      this.write()
    } catch {
      // Those who wait have been told.
    }
  }
}
