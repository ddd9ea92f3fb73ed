/** Durations as people type them, `30d` or `4h 15m`, and as they are shown. */
import { UsageError } from './failure.ts'
import { backInTime } from './misunderstood.ts'

/** In the order in which they are typed. */
const unitsMs = [
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const

const decimal = String.raw`\d+(?:\.\d+)?|\.\d+`

/** `min` is taken for `m`. */
const durationForm = new RegExp(
  `^${unitsMs.map(([unit]) => `(?:(${decimal})${unit === 'm' ? 'm(?:in)?' : unit} ?)?`).join('')}$`,
)

/** Milliseconds of `5d`, `1d 2h 3m 4s 5ms`, `1.5h`; `undefined` for what is no duration. */
export function readDurationMs(text: string): number | undefined {
  const parts = text === '' ? undefined : durationForm.exec(text)?.slice(1)
  return parts?.reduce((sum, part = '0', at) => sum + milliseconds(part, unitsMs[at]?.[1]), 0)
}

/** Whole numbers as long as can be: 1.1 h is 3,960,000 ms, and not a little more. */
function milliseconds(count: string, unitMs = 0): number {
  const [whole = '', decimals = ''] = count.split('.')
  return (Number(whole + decimals) * unitMs) / 10 ** decimals.length
}

/**
 * As the control API takes it: `['4h', '15m']` becomes `PT15300S`; ISO 8601 stays what it is.
 * @throws UsageError
 */
export function isoDuration(words: readonly string[]): string {
  const text = words.join(' ').trim().replaceAll(/\s+/g, ' ')
  if (words.length === 1 && text.startsWith('P')) return text
  if (/^-\d/.test(text)) throw new UsageError(backInTime(text))
  const ms = readDurationMs(text)
  if (ms === undefined) {
    throw new UsageError(`"${words.join(' ')}" is not a duration such as 30d, "4h 15m" or PT1H`)
  }
  if (ms > Number.MAX_SAFE_INTEGER) throw new UsageError(`"${text}" is beyond the year 9999`)
  if (!Number.isInteger(ms)) throw new UsageError(`"${text}" has a part of a millisecond`)
  const fraction = ms % 1_000 === 0 ? '' : `.${String(ms % 1_000).padStart(3, '0')}`
  return `PT${Math.floor(ms / 1_000)}${fraction}S`
}

const shownUnitsMs = unitsMs.slice(1, -1)

/** Milliseconds as people read them: `30d`, `4h 15m`, `250ms`. */
export function shownDuration(ms: number): string {
  if (ms < 1_000) return `${ms}ms`
  let left = ms
  const parts: string[] = []
  for (const [unit, unitMs] of shownUnitsMs) {
    const count = Math.floor(left / unitMs)
    if (count > 0) parts.push(`${count}${unit}`)
    left -= count * unitMs
  }
  return parts.join(' ')
}
