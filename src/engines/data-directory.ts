/**
 * A data directory: `format` says that it is one and how it is written, `lock` who works on it;
 * `store/` holds LMDB's files, `blobs/` the bytes that entities refer to. Whatever is wrong with it
 * is found before anything in it is touched.
 */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import type { Blobs } from '../kernel/blobs.ts'
import type { Random } from '../kernel/random.ts'
import { StorageError } from '../kernel/store/storage-error.ts'
import type { Store } from '../kernel/store/store.ts'
import { directoryBlobs } from './directory-blobs.ts'
import { type DirectoryLock, lockDirectory } from './directory-lock.ts'
import { makeFolder } from './make-folder.ts'
import { openLmdbStore } from './lmdb-store.ts'
import { storageErrorOf } from './storage-faults.ts'

/** Rises when what older versions wrote can't be read by the same code, or the reverse. */
export const dataFormat = 1

const kind = 'kasane data directory'

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
  const lock = await claim(path)
  try {
    if (!readFormat(path)) writeFormat(path, options.version)
    const blobsPath = join(path, 'blobs')
    mkdirSync(blobsPath, { recursive: true })
    const { durable = false, random } = options
    const store = await openLmdbStore({
      path: join(path, 'store'),
      durable,
      isSuspect: lock.isAfterPowerCut,
    })
    return {
      path,
      store,
      blobs: directoryBlobs({ path: blobsPath, random, durable }),
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

async function claim(path: string): Promise<DirectoryLock> {
  try {
    makeFolder(path)
    checkContent(path)
    return await lockDirectory(path, join(path, 'lock'))
  } catch (error) {
    throw storageErrorOf(error, path, 'open')
  }
}

/** Only what a start that died early may have left: nothing is written beside anything else. */
function checkContent(path: string): void {
  const names = readdirSync(path).filter((name) => !/^(lock(\.\d+)?|format\.new)$/.test(name))
  if (readFormat(path) || names.length === 0) return
  throw new StorageError(
    'foreign',
    `${path} is no data directory of Kasane and isn't empty (it holds ${names[0]}). Choose an empty or a new one.`,
  )
}

/** `false`: there is none yet. */
function readFormat(path: string): boolean {
  const file = join(path, 'format')
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
  const { format, version } = parseFormat(text, file)
  if (format <= dataFormat) return true
  throw new StorageError(
    'newer',
    `The data directory ${path} has format ${format}, written by Kasane ${version}; this version reads up to ${dataFormat}. Use that version, or another directory.`,
  )
}

function parseFormat(text: string, file: string): { format: number; version: string } {
  try {
    const said = JSON.parse(text) as { kind?: unknown; format?: unknown; version?: unknown }
    if (said.kind === kind && Number.isSafeInteger(said.format)) {
      return { format: said.format as number, version: String(said.version) }
    }
  } catch {
    // Told below.
  }
  throw new StorageError(
    'damaged',
    `${file} is damaged: it doesn't say which format the data directory has. Nothing was changed.`,
  )
}

function writeFormat(path: string, version: string): void {
  const file = join(path, 'format.new')
  const descriptor = openSync(file, 'w')
  writeSync(descriptor, `${JSON.stringify({ kind, format: dataFormat, version })}\n`)
  fsyncSync(descriptor)
  closeSync(descriptor)
  renameSync(file, join(path, 'format'))
}
