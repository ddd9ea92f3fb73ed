/** Numbers as people type them for a plan: `4KB`, `1000/min`, `1m30s`, `20%`. */
import { type Step, shown } from '../planner/step.ts'
import { type Run, textOf } from './command.ts'
import { readDurationMs } from './duration.ts'
import { UsageError } from './failure.ts'

/** KB is 1,024 bytes, as AWS counts them; a bare number is bytes. */
const sizeUnits: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1_024,
  kib: 1_024,
  mb: 1_024 ** 2,
  mib: 1_024 ** 2,
  gb: 1_024 ** 3,
  gib: 1_024 ** 3,
  tb: 1_024 ** 4,
  tib: 1_024 ** 4,
}
const periodSeconds: Readonly<Record<string, number>> = { s: 1, sec: 1, m: 60, min: 60, h: 3_600 }
const decimal = String.raw`\d+(?:\.\d+)?|\.\d+`
const sizeForm = new RegExp(`^(${decimal}) ?([a-z]*)$`, 'i')
const rateForm = new RegExp(`^(${decimal})(?: ?/ ?([a-z]+))?$`)
const numberForm = new RegExp(`^(?:${decimal})$`)
const shareForm = new RegExp(`^(${decimal})(%?)$`)

/** Bytes; parts of one count as one. @throws UsageError */
export function readSizeBytes(text: string, option: string): number {
  const [, count, unit = ''] = sizeForm.exec(text) ?? []
  const unitBytes = sizeUnits[unit.toLowerCase()]
  if (count !== undefined && unitBytes !== undefined) return Math.ceil(Number(count) * unitBytes)
  throw new UsageError(`${option} takes a size such as 4KB or 4096 (bytes), not "${text}"`)
}

/** A rate as given, and a second. */
export interface Rate {
  readonly perSecond: number
  /** How it was brought to a second; empty where it was given so. */
  readonly working: readonly Step[]
}

/** @throws UsageError */
export function readRate(text: string, option: string): Rate {
  const [, count, period = 's'] = rateForm.exec(text) ?? []
  const seconds = periodSeconds[period]
  if (count === undefined || seconds === undefined) {
    throw new UsageError(`${option} takes a rate such as 30, 30/s or 1000/min, not "${text}"`)
  }
  const perSecond = Number(count) / seconds
  if (seconds === 1) return { perSecond, working: [] }
  const formula = `${shown(Number(count))} ÷ ${shown(seconds)} s`
  const label = `${option.replace(/^--/, '')} a second`
  return { perSecond, working: [{ label, formula, value: perSecond, unit: '/s' }] }
}

/** Seconds. @throws UsageError */
export function readSeconds(text: string, option: string): number {
  const ms = readDurationMs(text)
  if (ms !== undefined) return ms / 1_000
  throw new UsageError(`${option} takes a duration such as 100s, 250ms or 5d, not "${text}"`)
}

/** A plain decimal number. @throws UsageError */
export function readNumber(text: string, option: string): number {
  if (numberForm.test(text)) return Number(text)
  throw new UsageError(`${option} takes a number, not "${text}"`)
}

/** From 0 to 1, or with a percent sign. @throws UsageError */
export function readShare(text: string, option: string): number {
  const [, count, percent] = shareForm.exec(text) ?? []
  if (count !== undefined) return percent ? Number(count) / 100 : Number(count)
  throw new UsageError(`${option} takes a share such as 0.2 or 20%, not "${text}"`)
}

/** What an option says, read, where it is given. @throws UsageError */
export function optional<T>(
  run: Pick<Run, 'options'>,
  name: string,
  read: (text: string, option: string) => T,
): T | undefined {
  const text = textOf(run, name)
  return text === undefined ? undefined : read(text, `--${name}`)
}

/** The same of one that has to be given. @throws UsageError */
export function required<T>(
  run: Pick<Run, 'options'>,
  name: string,
  read: (text: string, option: string) => T,
): T {
  const value = optional(run, name, read)
  if (value === undefined) throw new UsageError(`--${name} is missing`)
  return value
}
