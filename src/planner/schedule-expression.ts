/** Schedules as AWS's services write them: `at(…)`, `rate(…)` and `cron(…)`. */
import { nextOfCron, readCron } from './cron.ts'
import { findTimeZone } from './time-zone.ts'

export interface Schedule {
  readonly kind: 'at' | 'rate' | 'cron'
  /** The first time behind an instant; `undefined`: there is none any more. */
  next(afterMs: number, beganAtMs: number): number | undefined
}

/** `undefined` for what can't be read, or names no time zone. */
export function readSchedule(text: string, timezone = 'UTC'): Schedule | undefined {
  const zone = findTimeZone(timezone)
  const [, kind, content = ''] = /^(at|rate|cron)\((.*)\)$/.exec(text.trim()) ?? []
  if (!zone || kind === undefined) return undefined
  if (kind === 'rate') return readRate(content)
  if (kind === 'at') {
    const localMs = readLocal(content)
    const atMs = localMs === undefined ? undefined : zone.instantOf(localMs)
    return atMs === undefined
      ? undefined
      : { kind, next: (afterMs) => (atMs > afterMs ? atMs : undefined) }
  }
  const cron = readCron(content)
  return cron && { kind: 'cron', next: (afterMs) => nextOfCron(cron, afterMs, zone) }
}

const unitsMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const

/** AWS: one minute, two minutes. */
function readRate(text: string): Schedule | undefined {
  const [, digits, unit, plural] = /^(\d{1,6}) (minute|hour|day)(s?)$/.exec(text.trim()) ?? []
  const count = Number(digits)
  if (!unit || count < 1 || (count === 1) !== (plural === '')) return undefined
  const stepMs = count * unitsMs[unit as keyof typeof unitsMs]
  return {
    kind: 'rate',
    next: (afterMs, beganAtMs) =>
      beganAtMs + Math.max(1, Math.floor((afterMs - beganAtMs) / stepMs) + 1) * stepMs,
  }
}

/** `2026-01-31T12:00:00`, as if it were UTC. */
function readLocal(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/.test(text)) return undefined
  const atMs = Date.parse(`${text}Z`)
  // Of the 31st of February it makes the 3rd of March.
  const isDay = !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(text)
  return isDay ? atMs : undefined
}
