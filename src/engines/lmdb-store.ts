/**
 * The store on disk, over LMDB. A batch is part of one synchronous transaction: when the promise of
 * `commit` resolves, the operating system has it and `kill -9` takes nothing back. The disk's flush
 * follows within a second. LMDB's `overlappingSync` would keep the file whole through a power cut,
 * but makes every transaction wait for the disk (320 µs against 18, and 160 µs of CPU against 18):
 * so `noSync`, and `durable` for those who want the flush first.
 */
import type * as Lmdb from 'lmdb'
import type { Key } from '../kernel/store/key.ts'
import { StorageError } from '../kernel/store/storage-error.ts'
import type { BaseStore, Entity } from '../kernel/store/store.ts'
import { BackgroundFlush } from './background-flush.ts'
import { groupedStore } from './grouped-store.ts'
import { checkPages, isShort } from './lmdb-file.ts'
import { type Database, entityFormat, lmdbReader } from './lmdb-reader.ts'
import { storageErrorOf } from './storage-faults.ts'

export interface LmdbStoreOptions {
  /** The folder of LMDB's own files; made when it isn't there. */
  readonly path: string
  /** Acknowledge only what the disk has. */
  readonly durable?: boolean
  /** The machine may have lost power since it was written: every page is read first. */
  readonly isSuspect?: boolean
}

/** LMDB takes keys of up to nearly half a page; this one holds the longest of ours. */
const pageBytes = 8_192

/** @throws StorageError when the package isn't installed, or the files can't be opened. */
export async function openLmdbStore(options: LmdbStoreOptions): Promise<BaseStore> {
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
    return groupedStore(db, reader, path, durable ? undefined : new BackgroundFlush(db, path))
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
