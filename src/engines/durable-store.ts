/**
 * The store on disk for those who want every answer to wait for the disk. LMDB commits what came in
 * one turn of the event loop as one group, in a thread of its own. Until then its reads don't see
 * it, so an overlay lies above them.
 */
import { Overlay } from '../kernel/store/overlay.ts'
import type { Key } from '../kernel/store/key.ts'
import { everything, type Store, type Write } from '../kernel/store/store.ts'
import type { Database, LmdbReader } from './lmdb-reader.ts'
import { replaceAll } from './lmdb-writes.ts'
import { storageErrorOf } from './storage-faults.ts'

export function durableStore(db: Database, reader: LmdbReader, path: string): Store {
  const pending = new Overlay(reader)
  /** The latest batch that wrote a key which isn't committed yet. */
  const latest = new Map<Key, number>()
  let batches = 0
  let lastCommit: Promise<void> = Promise.resolve()
  let fault: Error | undefined

  function settle(batch: readonly Write[], number: number): void {
    for (const { key } of batch) {
      if (latest.get(key) !== number) continue
      latest.delete(key)
      pending.forget(key)
    }
  }

  /** Later batches may build on this one: after a failure none is taken until the next start. */
  async function written(batch: readonly Write[], number: number): Promise<void> {
    try {
      await db.batch(() => {
        for (const { key, value } of batch) {
          void (value === undefined ? db.remove(key) : db.put(key, value))
        }
      })
    } catch (error) {
      fault ??= storageErrorOf(await causeOf(error), path, 'write')
      throw fault
    } finally {
      settle(batch, number)
    }
  }

  return {
    get: (key) => pending.get(key),
    range: (range) => pending.range(range),
    count: (range) => pending.count(range),
    commit(batch) {
      if (fault) throw fault
      const number = ++batches
      for (const { key, value } of batch) {
        latest.set(key, number)
        pending.put(key, value)
      }
      const commit = written(batch, number)
      lastCommit = commit.catch(() => undefined)
      return commit
    },
    flush: () => lastCommit,
    frozen() {
      const below = reader.frozen()
      const above = new Overlay({ ...reader, range: () => below })
      for (const { key, value } of pending.writes()) above.put(key, value)
      return {
        [Symbol.iterator]: () => above.range(everything)[Symbol.iterator](),
        release: () => below.release(),
      }
    },
    async clear(kept = []) {
      await lastCommit
      replaceAll(db, kept, path)
    },
    async close() {
      await lastCommit
      await db.close()
    },
  }
}

/** LMDB hides a commit's fault behind one that says little, in a promise that is rejected with it. */
async function causeOf(error: unknown): Promise<unknown> {
  try {
    await (error as { commitError?: Promise<never> }).commitError
    return error
  } catch (cause) {
    return cause
  }
}
