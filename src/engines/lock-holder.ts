/**
 * Which process holds a lock, told so that it is mistaken for no other: numbers of processes come
 * again, and mean another process in every container.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

export interface Holder {
  readonly pid: number
  /** When the process began, as its system says it; tells processes of one number apart. */
  readonly began: string
  readonly host: string
  /** Where the number counts: boot and namespace of processes; empty where systems have none. */
  readonly numbering: string
}

export function ownHolder(): Holder {
  const { pid } = process
  return { pid, began: beginningOf(pid) ?? '', host: hostname(), numbering: ownNumbering() }
}

function ownNumbering(): string {
  try {
    return `${bootId()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return ''
  }
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
}

/** `undefined`: no such process. */
export function beginningOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    }
    const boot = bootId()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name, in parentheses, may hold anything; the 20th field behind it is the start in ticks.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : `${boot} ${fields[19]}`
  } catch {
    return undefined
  }
}

/** Nothing can be asked of it: its number means another process here, or none. */
export function isElsewhere(holder: Holder | undefined, own: Holder): boolean {
  if (!holder) return false
  if (own.numbering !== '') return holder.numbering !== own.numbering
  return holder.host !== own.host
}

export function isSame(one: Holder | undefined, other: Holder | undefined): boolean {
  return (
    one?.pid === other?.pid &&
    one?.began === other?.began &&
    one?.numbering === other?.numbering &&
    one?.host === other?.host
  )
}

export function readHolder(path: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Partial<Holder>
    const { pid, began, host, numbering = '' } = holder
    if (typeof pid !== 'number' || typeof began !== 'string' || typeof host !== 'string')
      return undefined
    return { pid, began, host, numbering }
  } catch {
    return undefined
  }
}
