/**
 * One process works on a data directory at a time. The lock is a file that says who holds it. A
 * process that died holds nothing: whether the one named lives, and is the same and not a later
 * process of its number, is asked of the system. Of a process in another container or on another
 * machine only the file's age can be known, so its holder touches the file while it lives.
 */
import { execFileSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimes,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { hostname, uptime } from 'node:os'
import { StorageError } from '../kernel/store/storage-error.ts'

const touchEveryMs = 5_000
const foreignHoldMs = 15_000

interface Holder {
  readonly pid: number
  /** When the process began, as its system says it; tells processes of one number apart. */
  readonly began: string
  readonly host: string
}

export interface DirectoryLock {
  /** The last holder ended with the machine: what it didn't flush may be lost. */
  readonly isAfterPowerCut: boolean
  release(): void
  /** Lets go of a directory that is still to be checked by whoever comes next. */
  abandon(): void
}

/** A process that was killed a moment ago may not have ended yet. */
const dyingMsMax = 500
const lookAgainMs = 20

/** @throws StorageError `in-use` when a living process holds it. */
export async function lockDirectory(folder: string, file: string): Promise<DirectoryLock> {
  const own = ownHolder()
  const isAfterPowerCut = ageMs(file) > uptime() * 1_000 && existsSync(file)
  const until = Date.now() + dyingMsMax
  while (!tryToCreate(file, own)) {
    const holder = readHolder(file)
    if (!isAlive(holder, file, own)) removeOf(holder, file)
    else if (Date.now() > until) throw inUse(folder, file, holder)
    else await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
  }
  const touches = setInterval(() => {
    const now = new Date()
    utimes(file, now, now, () => undefined)
  }, touchEveryMs)
  touches.unref()
  return {
    isAfterPowerCut,
    release() {
      clearInterval(touches)
      const holder = readHolder(file)
      if (holder?.pid === own.pid && holder.began === own.began) rmSync(file, { force: true })
    },
    abandon() {
      clearInterval(touches)
      writeFileSync(file, '{}\n')
      utimesSync(file, 0, 0)
    },
  }
}

/** Two that find a dead holder at once don't remove each other's lock. */
function removeOf(dead: Holder | undefined, file: string): void {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
    const moved = readHolder(aside)
    if (moved?.pid !== dead?.pid || moved?.began !== dead?.began) linkSync(aside, file)
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
  writeSync(file, `${JSON.stringify(own)}\n`)
  closeSync(file)
  return true
}

function isAlive(holder: Holder | undefined, path: string, own: Holder): boolean {
  // Written a moment ago by someone who isn't done, or by someone who died while writing it.
  if (!holder) return ageMs(path) < 1_000
  if (holder.host !== own.host) return ageMs(path) < foreignHoldMs
  return beginningOf(holder.pid) === holder.began
}

function readHolder(path: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Partial<Holder>
    const { pid, began, host } = holder
    if (typeof pid !== 'number' || typeof began !== 'string' || typeof host !== 'string')
      return undefined
    return { pid, began, host }
  } catch {
    return undefined
  }
}

function ageMs(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs
  } catch {
    return Infinity
  }
}

function ownHolder(): Holder {
  const { pid } = process
  return { pid, began: beginningOf(pid) ?? '', host: hostname() }
}

/** `undefined`: no such process. */
function beginningOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    }
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name, in parentheses, may hold anything; the 20th field behind it is the start in ticks.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : `${boot} ${fields[19]}`
  } catch {
    return undefined
  }
}

function inUse(folder: string, file: string, holder: Holder | undefined): StorageError {
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process'
  return new StorageError(
    'in-use',
    `The data directory ${folder} is in use by ${who}. Stop it first, or choose another directory. (${file})`,
  )
}
