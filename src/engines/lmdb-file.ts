/**
 * Looks at LMDB's file before LMDB maps it: a damaged one ends the process without a word. LMDB
 * keeps two heads, in pages 0 and 1, and writes them in turn.
 */
import { execFile } from 'node:child_process'
import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { StorageError } from '../kernel/store/storage-error.ts'
import { hasWholeTree } from './lmdb-pages.ts'

const magic = 0xbeefc0de

/** Offsets within a head, of LMDB 0.9.90 as the package has it, on 64-bit machines. */
const at = { magic: 24, pageBytes: 48, freeRoot: 88, lastPage: 144, transaction: 152, size: 160 }

interface Head {
  readonly pageBytes: number
  /** Page of the list of free pages. */
  readonly freeRoot: bigint
  readonly lastPage: number
  readonly transaction: bigint
}

/** Whether there is a file with anything in it. */
export function hasFile(folder: string): boolean {
  return (statSync(fileIn(folder), { throwIfNoEntry: false })?.size ?? 0) > 0
}

export function missingFile(folder: string): StorageError {
  const path = fileIn(folder)
  const fault = existsSync(path) ? 'is empty' : 'is missing'
  return new StorageError(
    'damaged',
    `${path} ${fault}, though its data directory has held a store. Nothing was changed: put the file back, or restore a snapshot into an empty data directory.`,
  )
}

/**
 * Whether the file is shorter than its head says: it may have lost its end, or lack only free pages,
 * which LMDB doesn't always write.
 * @throws StorageError when its head is unreadable.
 */
export function isShort(folder: string): boolean {
  return withFile(folder, false, (file, size) => {
    const { lastPage, pageBytes } = newestHead(file, folder)
    return size < (lastPage + 1) * pageBytes
  })
}

function withFile<Result>(
  folder: string,
  otherwise: Result,
  work: (file: number, size: number) => Result,
): Result {
  if (!hasFile(folder)) return otherwise
  const file = openSync(fileIn(folder), 'r')
  try {
    return work(file, fstatSync(file).size)
  } finally {
    closeSync(file)
  }
}

/**
 * Looks at the list of free pages, then reads every other page once, in a process of its own: LMDB
 * ends the process that meets a page which isn't what it should be.
 * @throws StorageError when that happens.
 */
export async function checkPages(folder: string): Promise<void> {
  if (!hasFile(folder)) return
  const isListWhole = withFile(folder, true, (file) => {
    const { pageBytes, freeRoot } = newestHead(file, folder)
    return hasWholeTree(file, pageBytes, freeRoot)
  })
  if (!isListWhole) throw damagedFile(folder, missingPages)
  const lmdb = createRequire(import.meta.url).resolve('lmdb')
  try {
    await run(process.execPath, ['-e', reader, lmdb, folder])
  } catch (error) {
    throw damagedFile(folder, missingPages, error)
  }
}

const missingPages = 'pages of it are missing or not what they should be'

const run = promisify(execFile)

const reader = `
  const [lmdb, path] = process.argv.slice(1)
  const { open } = require(lmdb)
  const db = open({ path, readOnly: true, encoding: 'binary', keyEncoding: 'binary' })
  for (const entry of db.getRange()) void entry
`

function damagedFile(folder: string, fault: string, cause?: unknown): StorageError {
  const path = fileIn(folder)
  const message = `${path} is damaged: ${fault}. It was left as it is: restore a snapshot into an empty data directory.`
  return new StorageError('damaged', message, cause)
}

function fileIn(folder: string): string {
  return join(folder, 'data.mdb')
}

function newestHead(file: number, folder: string): Head {
  const first = headAt(file, 0)
  const second = first && headAt(file, first.pageBytes)
  if (!first || !second) throw damagedFile(folder, 'its head is unreadable')
  return first.transaction > second.transaction ? first : second
}

function headAt(file: number, offset: number): Head | undefined {
  const head = Buffer.alloc(at.size)
  if (readSync(file, head, 0, at.size, offset) < at.size) return undefined
  if (head.readUInt32LE(at.magic) !== magic) return undefined
  return {
    pageBytes: head.readUInt32LE(at.pageBytes),
    freeRoot: head.readBigUInt64LE(at.freeRoot),
    lastPage: Number(head.readBigUInt64LE(at.lastPage)),
    transaction: head.readBigUInt64LE(at.transaction),
  }
}
