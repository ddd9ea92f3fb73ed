/**
 * The store on disk. What is committed in one turn of the event loop is written as one transaction at
 * the turn's end, since a transaction costs as much as all else in a call; until then it lies in an
 * overlay, and answers wait. When it fails, all of the turn is refused and nothing of it stays: each
 * batch of a turn may build on the ones before. (LMDB's own queue writes in a thread, but a failed
 * write there is told by promises that nobody can catch.)
 */
import { Overlay } from '../kernel/store/overlay.ts'
import type { BaseStore } from '../kernel/store/store.ts'
import type { BackgroundFlush } from './background-flush.ts'
import type { Database, LmdbReader } from './lmdb-reader.ts'
import { replaceAll, writeBatch } from './lmdb-writes.ts'

/** @param flushes brings the file to the disk later; without them each transaction does, at once */
export function groupedStore(
  db: Database,
  reader: LmdbReader,
  path: string,
  flushes?: BackgroundFlush,
): BaseStore {
  // A flush takes as long as many turns, so it waits for as many writers as there may be; a
  // transaction alone is begun when this turn's calls have run.
  const atTurnEnd = flushes ? queueMicrotask : setImmediate
  const group = new Group(db, reader, path, (work) => void atTurnEnd(work))
  return {
    get: (key) => group.pending.get(key),
    range: (range) => group.pending.range(range),
    count: (range) => group.pending.count(range),
    commit(batch) {
      for (const { key, value } of batch) group.pending.put(key, value)
      flushes?.soon()
      return group.written()
    },
    async flush() {
      group.write()
      await flushes?.now()
    },
    frozen() {
      group.write()
      return reader.frozen()
    },
    async clear(kept = []) {
      group.write()
      replaceAll(db, kept, path)
      reader.cache.clear()
      flushes?.soon()
      await flushes?.now()
    },
    async close() {
      group.write()
      await flushes?.now()
      await db.close()
    },
  }
}

type TurnEnd = (work: () => void) => void

class Group {
  readonly pending: Overlay
  readonly #db: Database
  readonly #reader: LmdbReader
  readonly #path: string
  readonly #atTurnEnd: TurnEnd
  /** One for all that is pending. */
  #written: Deferred | undefined

  constructor(db: Database, reader: LmdbReader, path: string, atTurnEnd: TurnEnd) {
    this.pending = new Overlay(reader)
    this.#db = db
    this.#reader = reader
    this.#path = path
    this.#atTurnEnd = atTurnEnd
  }

  /** Resolves when what is pending is as safe as it will be. */
  written(): Promise<void> {
    if (!this.#written) {
      this.#written = deferred()
      this.#atTurnEnd(() => this.#writeQuietly())
    }
    return this.#written.promise
  }

  /** @throws StorageError, as those who wait are told, too. */
  write(): void {
    const written = this.#written
    this.#written = undefined
    try {
      const batch = [...this.pending.writes()]
      if (batch.length > 0) writeBatch(this.#db, batch, this.#path)
      this.#reader.cache.forget(batch)
      written?.resolve()
    } catch (error) {
      written?.reject(error)
      throw error
    } finally {
      this.pending.drop()
    }
  }

  #writeQuietly(): void {
    try {
      if (this.#written) this.write()
    } catch {
      // Those who wait have been told.
    }
  }
}

interface Deferred {
  readonly promise: Promise<void>
  resolve(): void
  reject(error: unknown): void
}

function deferred(): Deferred {
  let resolve = () => {}
  let reject: Deferred['reject'] = () => {}
  const promise = new Promise<void>((fulfil, refuse) => {
    resolve = fulfil
    reject = refuse
  })
  return { promise, resolve, reject }
}
