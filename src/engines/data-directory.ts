/**
 * A data directory: `format` says that it is one and how it is written, `lock` who works on it;
 * `store/` holds LMDB's files, `blobs/` the bytes that entities refer to. A restore fills `store-N/`
 * and `blobs-N/` beside them, which count from the moment that `format` names them. Whatever is wrong
 * with a data directory is found before anything in it is touched.
 */
import { readdirSync, rmSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Blobs } from '../kernel/blobs.ts'
import type { Random } from '../kernel/random.ts'
import { StorageError } from '../kernel/store/storage-error.ts'
import type { Store } from '../kernel/store/store.ts'
import { directoryBlobs, folderOf } from './directory-blobs.ts'
import { type DirectoryFormat, readFormat, writeFormat } from './directory-format.ts'
import { type DirectoryLock, lockDirectory } from './directory-lock.ts'
import { hasFile, missingFile } from './lmdb-file.ts'
import { openLmdbStore } from './lmdb-store.ts'
import { makeFolder } from './make-folder.ts'
import { replaceableStore } from './replaceable-store.ts'
import { storageErrorOf } from './storage-faults.ts'

export interface DataDirectory {
  readonly path: string
  readonly store: Store
  readonly blobs: Blobs
  /** Flushes, closes and gives the directory free. */
  close(): Promise<void>
}

export interface DataDirectoryOptions {
  readonly path: string
  /** Answers wait for the disk. */
  readonly durable?: boolean
  /** Names blobs. */
  readonly random: Random
  /** Of the program that opens it, for people who look into the directory. */
  readonly version: string
}

/** @throws StorageError when it can't be used, saying why and what to do; it is left as it was. */
export async function openDataDirectory(options: DataDirectoryOptions): Promise<DataDirectory> {
  const path = resolve(options.path)
  const lock = await claim(path, options.random)
  try {
    const { random, durable = false } = options
    const { name } = readFormat(path) ?? {}
    const store = await openStore(path, options, lock.isAfterPowerCut)
    const blobsPath = join(path, 'blobs')
    makeFolder(folderOf(blobsPath, name))
    return {
      path,
      store: whileHeld(store, lock, path),
      blobs: directoryBlobs({ path: blobsPath, random, durable, ...(name && { name }) }),
      async close() {
        await store.close()
        lock.release()
      },
    }
  } catch (error) {
    if (lock.isAfterPowerCut) lock.abandon()
    else lock.release()
    throw storageErrorOf(error, path, 'open')
  }
}

async function openStore(
  path: string,
  { version, durable = false }: DataDirectoryOptions,
  isSuspect: boolean,
): Promise<Store> {
  const known = readFormat(path)
  if (!known) writeFormat(path, { version, isNew: true })
  const { name, isNew = false }: Partial<DirectoryFormat> = known ?? { isNew: true }
  const storePath = join(path, 'store')
  const folder = folderOf(storePath, name)
  // A start that died early leaves no file, or one of no length.
  if (!isNew && !hasFile(folder)) throw missingFile(folder)
  const store = await openLmdbStore({ path: folder, durable, isSuspect })
  if (isNew) writeFormat(path, { version })
  removeOthers(path, name)
  let latest = Number(name ?? 1)
  return replaceableStore({ store, place: { remove: () => removeFolder(folder) } }, () => {
    const next = String(++latest)
    const nextFolder = folderOf(storePath, next)
    return {
      name: next,
      open: () => openLmdbStore({ path: nextFolder, durable }),
      choose: () => choose(path, { version, name: next }),
      remove: () => removeFolder(nextFolder),
    }
  })
}

async function claim(path: string, random: Random): Promise<DirectoryLock> {
  try {
    requireNoFile(path)
    makeFolder(path)
    checkContent(path)
    return await lockDirectory(path, join(path, 'lock'), random)
  } catch (error) {
    throw storageErrorOf(error, path, 'open')
  }
}

/** Nothing is written beside what another process writes. */
function whileHeld(store: Store, lock: DirectoryLock, path: string): Store {
  const requireHeld = () => {
    if (!lock.isLost) return
    throw new StorageError(
      'in-use',
      `Another process took the data directory ${path} while this one stood still. Nothing of this call was written; restart this process.`,
    )
  }
  return {
    ...store,
    commit(batch) {
      requireHeld()
      return store.commit(batch)
    },
    async clear(kept) {
      requireHeld()
      await store.clear(kept)
    },
    async successor() {
      requireHeld()
      return store.successor()
    },
  }
}

/** @throws StorageError for what is there and no folder: of its parts the first that is in the way. */
function requireNoFile(path: string): void {
  const above = dirname(path)
  if (above !== path) requireNoFile(above)
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found || found.isDirectory()) return
  throw new StorageError(
    'foreign',
    `${path} is a file, and a data directory is a folder. Choose an empty or a new one.`,
  )
}

/** Only what a start that died early may have left: nothing is written beside anything else. */
function checkContent(path: string): void {
  const names = readdirSync(path).filter((name) => !/^(lock(\.[\w-]+)?|format\.new)$/.test(name))
  if (readFormat(path) || names.length === 0) return
  throw new StorageError(
    'foreign',
    `${path} is no data directory of Kasane and isn't empty (it holds ${names[0]}). Choose an empty or a new one.`,
  )
}

/** @throws StorageError, having changed nothing. */
function choose(path: string, format: DirectoryFormat): void {
  try {
    writeFormat(path, format)
  } catch (error) {
    throw storageErrorOf(error, path, 'write')
  }
}

function removeFolder(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true })
}

/** What a restore that was broken off, or one that was done, has left. */
function removeOthers(path: string, name: string | undefined): void {
  for (const entry of readdirSync(path)) {
    const [kind = '', other] = entry.split('-')
    if ((kind === 'store' || kind === 'blobs') && other !== name) {
      rmSync(join(path, entry), { recursive: true, force: true })
    }
  }
}
