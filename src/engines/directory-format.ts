/**
 * The file `format` of a data directory: that it is one, how it is written, and which of its folders
 * hold the state. It is replaced whole, so that a restore takes effect in one step.
 */
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { StorageError } from '../kernel/store/storage-error.ts'

/** The newest that is read. Rises when older code can't read it, or would read it wrongly. */
const dataFormat = 2

const kind = 'kasane data directory'

export interface DirectoryFormat {
  /** Of the program that wrote it. */
  readonly version: string
  /** Of the folders that hold the state (`store-NAME`, `blobs-NAME`); those of the first have none. */
  readonly name?: string
  /** The store is being made; without this it has been there, and is missed when it is gone. */
  readonly isNew?: boolean
}

/**
 * @returns `undefined`: there is none yet.
 * @throws StorageError when it is damaged or too new.
 */
export function readFormat(path: string): DirectoryFormat | undefined {
  const file = join(path, 'format')
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const { format, ...said } = parse(text, file)
  if (format <= dataFormat) return said
  throw new StorageError(
    'newer',
    `The data directory ${path} has format ${format}, written by Kasane ${said.version}; this version reads up to ${dataFormat}. Use that version, or another directory.`,
  )
}

/** @throws Error of the operating system, having changed nothing. */
export function writeFormat(path: string, { version, name, isNew }: DirectoryFormat): void {
  const file = join(path, 'format.new')
  // Older versions know of the first folders alone.
  const format = name === undefined ? 1 : 2
  const record = { kind, format, version, ...(name !== undefined && { name }) }
  try {
    writeSynced(file, `${JSON.stringify({ ...record, ...(isNew && { isNew }) })}\n`)
    renameSync(file, join(path, 'format'))
  } catch (error) {
    rmSync(file, { force: true })
    throw error
  }
  syncFolder(path)
}

function parse(text: string, file: string): DirectoryFormat & { readonly format: number } {
  try {
    const said = JSON.parse(text) as Readonly<Record<string, unknown>>
    const { format, name, isNew } = said
    if (said.kind === kind && isNatural(format) && (name === undefined || isName(name))) {
      const named = name === undefined ? {} : { name: String(name) }
      return { format, version: String(said.version), ...named, isNew: isNew === true }
    }
  } catch {
    // Told below.
  }
  throw new StorageError(
    'damaged',
    `${file} is damaged: it doesn't say which format the data directory has. Nothing was changed.`,
  )
}

function isNatural(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && /^[1-9]\d{0,14}$/.test(value)
}

function writeSynced(file: string, text: string): void {
  const descriptor = openSync(file, 'w')
  try {
    writeSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Not every system can: then a power cut may take the renaming back, as a whole. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r')
    fsyncSync(folder)
    closeSync(folder)
  } catch {
    // The file is renamed already.
  }
}
