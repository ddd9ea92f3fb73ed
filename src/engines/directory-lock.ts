/**
 * One process works on a data directory at a time. The lock is a file that says who holds it. A
 * process that died holds nothing: whether the one named lives, and is the same and not a later
 * process of its number, is asked of the system. That can be known only of a process whose numbers
 * mean the same here: of this boot, and of this namespace of processes. Of any other (in a container
 * that shares the directory, on another machine) there is its sign of life: the file, which it touches
 * while it lives. (Node has no lock of the operating system's to offer without native code.)
 */
import {
  closeSync,
  existsSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { uptime } from 'node:os'
import type { Random } from '../kernel/random.ts'
import { StorageError } from '../kernel/store/storage-error.ts'
import {
  beginningOf,
  type Holder,
  isElsewhere,
  isSame,
  ownHolder,
  readHolder,
} from './lock-holder.ts'

const touchEveryMs = 2_000

/** Whoever hasn't touched it for this long is dead; a busy process may miss some of its touches. */
const signOfLifeMs = 15_000

export interface DirectoryLock {
  /** The last holder ended with the machine: what it didn't flush may be lost. */
  readonly isAfterPowerCut: boolean
  /** Another process took it: this one gave no sign of life for too long. It must not write any more. */
  readonly isLost: boolean
  release(): void
  /** Lets go of a directory that is still to be checked by whoever comes next. */
  abandon(): void
}

/** A process that was killed a moment ago may not have ended yet. */
const dyingMsMax = 500
const lookAgainMs = 20

/** @throws StorageError `in-use` when a living process holds it. */
export async function lockDirectory(
  folder: string,
  file: string,
  random: Random,
): Promise<DirectoryLock> {
  const own = ownHolder()
  const isAfterPowerCut = ageMs(file) > uptime() * 1_000 && existsSync(file)
  const until = Date.now() + dyingMsMax
  let touched: number | undefined
  while (!tryToCreate(file, own)) {
    const holder = readHolder(file)
    touched ??= touchedMs(file)
    if (!isAlive(holder, file, own)) removeOf(holder, file, random)
    else if (isElsewhere(holder, own) ? touchedMs(file) !== touched : Date.now() > until) {
      throw inUse(folder, file, holder)
    } else await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
  }
  let isLost = false
  const touches = setInterval(() => {
    isLost ||= !keepTouched(file, own)
  }, touchEveryMs)
  touches.unref()
  return {
    isAfterPowerCut,
    get isLost() {
      return isLost
    },
    release() {
      clearInterval(touches)
      const holder = readHolder(file)
      if (isSame(holder, own)) rmSync(file, { force: true })
    },
    abandon() {
      clearInterval(touches)
      writeFileSync(file, '{}\n')
      utimesSync(file, 0, 0)
    },
  }
}

/** `false`: it is another's. One that somebody deleted is made again. */
function keepTouched(file: string, own: Holder): boolean {
  try {
    if (!existsSync(file)) tryToCreate(file, own)
    if (!isSame(readHolder(file), own)) return false
    const now = new Date()
    utimesSync(file, now, now)
  } catch {
    // The disk has its moods: what it says of a write is told to whoever writes.
  }
  return true
}

/** Two that find a dead holder at once don't remove each other's lock. */
function removeOf(dead: Holder | undefined, file: string, random: Random): void {
  const aside = `${file}.${random.uuid()}`
  try {
    renameSync(file, aside)
    const moved = readHolder(aside)
    if (!isSame(moved, dead)) linkSync(aside, file)
  } catch {
    // Someone else was faster: the next attempt meets his lock.
  }
  rmSync(aside, { force: true })
}

function tryToCreate(path: string, own: Holder): boolean {
  let file: number
  try {
    file = openSync(path, 'wx')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
  try {
    writeSync(file, `${JSON.stringify(own)}\n`)
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
  return true
}

function isAlive(holder: Holder | undefined, path: string, own: Holder): boolean {
  // Written a moment ago by someone who isn't done, or by someone who died while writing it.
  if (!holder) return ageMs(path) < 1_000
  if (isElsewhere(holder, own)) return ageMs(path) < signOfLifeMs
  return beginningOf(holder.pid) === holder.began
}

function ageMs(path: string): number {
  return Date.now() - touchedMs(path)
}

/** Never, for one that isn't there. */
function touchedMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity
}

function inUse(folder: string, file: string, holder: Holder | undefined): StorageError {
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process'
  return new StorageError(
    'in-use',
    `The data directory ${folder} is in use by ${who}. Stop it first, or choose another directory. (${file})`,
  )
}
