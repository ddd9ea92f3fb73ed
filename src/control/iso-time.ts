/** ISO 8601 durations and instants, read strictly: what is not clear is not guessed. */
import { badRequest } from './reply.ts'

/** Emulated time ends here: 31 December 9999, where four-digit years end. */
export const instantMsMax = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const durationForm =
  /^P(?:(\d+)W|(?=\d|T\d)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,3}))?S)?)?)$/

const instantForm =
  /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/

/** Milliseconds of `PT1H`, `P30D`, `P1DT2H3M4.567S` or `P2W`. @throws Refusal */
export function durationMs(text: unknown): number {
  const parts = typeof text === 'string' ? durationForm.exec(text) : null
  if (!parts) throw badRequest('InvalidDuration', notADuration(text))
  const [, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0, fraction = ''] = parts
  const ms =
    Number(weeks) * 7 * day +
    Number(days) * day +
    Number(hours) * hour +
    Number(minutes) * minute +
    Number(seconds) * second +
    Number(fraction.padEnd(3, '0'))
  if (ms <= instantMsMax) return ms
  throw badRequest('InvalidDuration', `${shown(text)} is beyond the year 9999.`)
}

/** Milliseconds since 1970 of `2026-01-31T12:00:00Z` or the same with an offset. @throws Refusal */
export function instantMs(text: unknown): number {
  const parts = typeof text === 'string' ? instantForm.exec(text) : null
  const ms = parts ? Date.parse(String(text)) : NaN
  if (!parts || Number.isNaN(ms) || !isInCalendar(parts)) {
    const form = 'an ISO 8601 instant with its offset, such as 2026-01-31T12:00:00Z'
    throw badRequest('InvalidInstant', `${shown(text)} is not ${form}.`)
  }
  if (ms <= instantMsMax) return ms
  throw badRequest('InvalidInstant', `${shown(text)} is beyond the year 9999.`)
}

export function isoInstant(ms: number): string {
  return new Date(ms).toISOString()
}

/** `Date.parse` takes the 31st of February for the 3rd of March, and 24:00 for the next day. */
function isInCalendar([, date, hours]: RegExpExecArray): boolean {
  const midnight = new Date(`${date}T00:00:00Z`)
  const isDay = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(`${date}T`)
  return isDay && Number(hours) < 24
}

function notADuration(text: unknown): string {
  if (typeof text === 'string' && /^P\d*[^T]*[YM]/.test(text)) {
    return `${shown(text)} has years or months, whose length varies: say it in days.`
  }
  if (typeof text === 'string' && /^[-+]P|-\d/.test(text)) {
    return `${shown(text)} is not a duration without a sign: time only moves forward.`
  }
  return `${shown(text)} is not an ISO 8601 duration such as PT1H, P30D or P1DT12H.`
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined'
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
