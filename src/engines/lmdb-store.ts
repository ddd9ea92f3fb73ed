/**
 * The store on disk, over LMDB. A batch is one synchronous transaction: when `commit` returns, the
 * operating system has it and `kill -9` takes nothing back. The disk's flush follows within a
 * second. LMDB's `overlappingSync` would keep the file whole through a power cut, but makes every
 * synchronous commit wait for the disk (320 µs against 18, and 160 µs of CPU against 18): so
 * `noSync`, and `durable` for those who want the flush first.
 */
import type * as Lmdb from 'lmdb'
import type { Key } from '../kernel/store/key.ts'
import { StorageError } from '../kernel/store/storage-error.ts'
import type { Entity, Store } from '../kernel/store/store.ts'
import { durableStore } from './durable-store.ts'
import { checkPages, isShort } from './lmdb-file.ts'
import { type Database, entityFormat, type LmdbReader, lmdbReader } from './lmdb-reader.ts'
import { replaceAll, writeBatch } from './lmdb-writes.ts'
import { storageErrorOf } from './storage-faults.ts'

export interface LmdbStoreOptions {
  /** The folder of LMDB's own files; made when it isn't there. */
  readonly path: string
  /** Acknowledge only what the disk has: `commit` returns a promise. */
  readonly durable?: boolean
  /** The machine may have lost power since it was written: every page is read first. */
  readonly isSuspect?: boolean
}

/** A flush begins this long after the first write that it covers. */
const flushDelayMs = 500

/** LMDB takes keys of up to nearly half a page; this one holds the longest of ours. */
const pageBytes = 8_192

/** @throws StorageError when the package isn't installed, or the files can't be opened. */
export async function openLmdbStore(options: LmdbStoreOptions): Promise<Store> {
  const { path, durable = false, isSuspect = false } = options
  const { open } = await lmdbPackage()
  if (isShort(path) || isSuspect) await checkPages(path)
  try {
    const db = open<Entity, Key>({
      path,
      pageSize: pageBytes,
      noSync: !durable,
      overlappingSync: false,
      noMemInit: true,
      cache: false,
      ...entityFormat,
    }) as Database
    const reader = lmdbReader(db, path)
    return durable ? durableStore(db, reader, path) : synchronousStore(db, reader, path)
  } catch (error) {
    throw storageErrorOf(error, path, 'open')
  }
}

/** 65 ms: loaded with a data directory alone. */
async function lmdbPackage(): Promise<typeof Lmdb> {
  try {
    return await import('lmdb')
  } catch (error) {
    throw new StorageError(
      'missing',
      'A data directory needs the optional package lmdb, which is not installed or has no build ' +
        'for this machine: npm install lmdb. Without --data-dir everything is kept in memory.',
      error,
    )
  }
}

function synchronousStore(db: Database, reader: LmdbReader, path: string): Store {
  const flushes = new BackgroundFlush(db, path)
  const { get, range, count, frozen } = reader
  return {
    get,
    range,
    count,
    frozen,
    commit(batch) {
      writeBatch(db, batch, path)
      reader.cache.forget(batch)
      flushes.soon()
    },
    flush: () => flushes.now(),
    async clear(kept = []) {
      replaceAll(db, kept, path)
      reader.cache.clear()
      flushes.soon()
      await flushes.now()
    },
    async close() {
      await flushes.now()
      await db.close()
    },
  }
}

/** Brings to the disk what was committed, in a thread of LMDB's, one flush at a time. */
class BackgroundFlush {
  readonly #db: Database
  readonly #path: string
  #timer: NodeJS.Timeout | undefined
  #isDirty = false
  #running: Promise<void> | undefined

  constructor(db: Database, path: string) {
    this.#db = db
    this.#path = path
  }

  soon(): void {
    this.#isDirty = true
    if (this.#timer) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      // Who must know waits for `flush`; the next one tries again.
      this.now().catch(() => this.soon())
    }, flushDelayMs)
    this.#timer.unref()
  }

  async now(): Promise<void> {
    while (this.#running) await this.#running
    if (!this.#isDirty) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#isDirty = false
    this.#running = this.#sync().finally(() => (this.#running = undefined))
    await this.#running
  }

  #sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#db.sync((error) => {
        if (!error) return resolve()
        this.#isDirty = true
        reject(storageErrorOf(error, this.#path, 'write'))
      })
    })
  }
}
