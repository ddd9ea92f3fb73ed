/** Synchronous transactions: all of it or nothing, and with the operating system when they return. */
import type { Write } from '../kernel/store/store.ts'
import type { Database } from './lmdb-reader.ts'
import { storageErrorOf } from './storage-faults.ts'

/** @throws StorageError, having changed nothing. */
export function writeBatch(db: Database, batch: readonly Write[], path: string): void {
  transact(db, path, () => writeAll(db, batch))
}

/** Leaves `kept` alone. @throws StorageError, having changed nothing. */
export function replaceAll(db: Database, kept: readonly Write[], path: string): void {
  transact(db, path, () => {
    db.clearSync()
    writeAll(db, kept)
  })
}

function transact(db: Database, path: string, work: () => void): void {
  try {
    db.transactionSync(work)
  } catch (error) {
    throw storageErrorOf(error, path, 'write')
  }
}

function writeAll(db: Database, batch: readonly Write[]): void {
  for (const { key, value } of batch) {
    if (value === undefined) db.removeSync(key)
    else db.putSync(key, value)
  }
}
