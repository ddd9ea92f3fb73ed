/** Durations as people type them, `30d` or `4h 15m`, into ISO 8601 as the control API takes them. */
import { UsageError } from './failure.ts'
import { backInTime } from './misunderstood.ts'

const shortForm = /^(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/

/** `['4h', '15m']` becomes `PT4H15M0S`; ISO durations stay what they are. @throws UsageError */
export function isoDuration(words: readonly string[]): string {
  const text = words.join('').replaceAll(/\s+/g, '')
  if (words.length === 1 && text.startsWith('P')) return text
  if (/^-\d/.test(text)) throw new UsageError(backInTime(text))
  const parts = shortForm.exec(text)
  if (!parts || text === '') {
    throw new UsageError(`"${words.join(' ')}" is not a duration such as 30d, "4h 15m" or PT1H`)
  }
  const [, weeks = '0', days = '0', hours = '0', minutes = '0', seconds = '0', ms = '0'] = parts
  const wholeSeconds = BigInt(seconds) + BigInt(ms) / 1000n
  const fraction = String(BigInt(ms) % 1000n).padStart(3, '0')
  const point = fraction === '000' ? '' : `.${fraction}`
  return `P${BigInt(weeks) * 7n + BigInt(days)}DT${hours}H${minutes}M${wholeSeconds}${point}S`
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const

/** Milliseconds as people read them: `30d`, `4h 15m`, `250ms`. */
export function shownDuration(ms: number): string {
  if (ms < 1_000) return `${ms}ms`
  let left = ms
  const parts: string[] = []
  for (const [unit, size] of units) {
    const count = Math.floor(left / size)
    if (count > 0) parts.push(`${count}${unit}`)
    left -= count * size
  }
  return parts.join(' ')
}
