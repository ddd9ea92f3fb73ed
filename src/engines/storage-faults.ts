/** What the operating system or LMDB says, as an error that tells a user what to do. */
import { statfsSync } from 'node:fs'
import { StorageError, type StorageFault } from '../kernel/store/storage-error.ts'

/** A disk with less than this has no room for a page and its bookkeeping. */
const roomMin = 64 * 1024

type Doing = 'open' | 'read' | 'write'

/** `path` is what the user named: the data directory, or a folder in it. */
export function storageErrorOf(error: unknown, path: string, doing: Doing): StorageError {
  if (error instanceof StorageError) return error
  const said = error instanceof Error ? error.message : String(error)
  const { code } = (error ?? {}) as { code?: unknown }
  const fault = faultOf(String(code), said)
  const kind = fault === 'failed' && isCutShort(said) && isFull(path) ? 'full' : fault
  return new StorageError(kind, `${advice[kind](path, doing)} (${said})`, error)
}

/** LMDB's own codes: MDB_PAGE_NOTFOUND, MDB_CORRUPTED, MDB_PANIC, MDB_VERSION_MISMATCH, MDB_INVALID. */
const damageCodes = new Set(['-30797', '-30796', '-30795', '-30794', '-30793'])

function faultOf(code: string, said: string): StorageFault {
  if (damageCodes.has(code) || /MDB_(PAGE_NOTFOUND|CORRUPTED|VERSION|INVALID)/.test(said))
    return 'damaged'
  // 28 is ENOSPC, 122 and 69 EDQUOT on Linux and macOS, 27 EFBIG.
  if (['ENOSPC', 'EDQUOT', 'EFBIG', '28', '122', '69', '27'].includes(code)) return 'full'
  if (/no space left|quota exceeded|file too large/i.test(said)) return 'full'
  if (['EROFS', 'EACCES', 'EPERM', '30', '13', '1'].includes(code)) return 'read-only'
  if (/read-only file system|permission denied|operation not permitted/i.test(said))
    return 'read-only'
  return 'failed'
}

/** LMDB calls a write of which the disk took a part an input/output error. */
function isCutShort(said: string): boolean {
  return /input\/output error/i.test(said)
}

function isFull(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(path)
    return bavail * bsize < roomMin
  } catch {
    return false
  }
}

const advice: Readonly<Record<StorageFault, (path: string, doing: Doing) => string>> = {
  full: (path) =>
    `There is no room left for ${path}. Nothing of this call was written; make room and try again.`,
  'read-only': (path) => `${path} can't be written: it is read-only, or belongs to another user.`,
  damaged: (path) =>
    `${path} is damaged. Nothing in it was changed: restore a snapshot into an empty data directory.`,
  failed: (path, doing) =>
    `Could not ${doing} ${path}.${doing === 'write' ? ' Nothing of this call was written.' : ''}`,
  'in-use': (path) => `${path} is in use by another process.`,
  newer: (path) => `${path} was written by a newer version of Kasane.`,
  foreign: (path) => `${path} is no data directory of Kasane.`,
  missing: (path) => `What is needed to read ${path} isn't installed.`,
}
