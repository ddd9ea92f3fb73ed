/** AWS's three ways of writing an instant, read strictly and written as AWS writes them. */
import type { TimestampFormat } from '../model/model.ts'

const isoForm =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)$/
const rfcForm =
  /^[A-Z][a-z]{2}, (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))? GMT$/
const months = 'JanFebMarAprMayJunJulAugSepOctNovDec'

/** @returns `undefined` when the text isn't an instant in this format. */
export function readTimestamp(text: string, format: TimestampFormat): Date | undefined {
  if (format === 'iso8601') return readIso(text)
  if (format === 'rfc822') return readRfc(text)
  return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? ofEpochSeconds(Number(text)) : undefined
}

/** @param seconds Since 1970, with any fraction; rounded to the millisecond. */
export function ofEpochSeconds(seconds: number): Date | undefined {
  const date = new Date(Math.round(seconds * 1000))
  return Number.isNaN(date.getTime()) ? undefined : date
}

/** Fractions of a second appear only where there are some. */
export function writeTimestamp(date: Date, format: TimestampFormat): string {
  if (format === 'iso8601') return date.toISOString().replace('.000Z', 'Z')
  if (format === 'rfc822') return writeRfc(date)
  return String(date.getTime() / 1000)
}

function readIso(text: string): Date | undefined {
  const found = isoForm.exec(text)
  if (!found) return undefined
  const [, year, month, day, hour, minute, second, fraction, zone = 'Z'] = found
  return instant([year, month, day, hour, minute, second], fraction, zoneMs(zone))
}

function readRfc(text: string): Date | undefined {
  const found = rfcForm.exec(text)
  if (!found) return undefined
  const [, day, name = '', year, hour, minute, second, fraction] = found
  const at = months.indexOf(name)
  if (at < 0 || at % 3 !== 0) return undefined
  return instant([year, String(at / 3 + 1), day, hour, minute, second], fraction, 0)
}

function instant(
  parts: readonly (string | undefined)[],
  fraction: string | undefined,
  offsetMs: number,
): Date | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number)
  const ms = Math.floor(Number(`0.${fraction ?? '0'}`) * 1000)
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second, ms)
  // JavaScript would carry 31 June over to July.
  const same = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24
  if (!same || minute > 59 || second > 59) return undefined
  return new Date(date.getTime() - offsetMs)
}

function zoneMs(zone: string): number {
  if (zone.length === 1) return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4))
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000
}

/** `toUTCString` has this very form, without fractions. */
function writeRfc(date: Date): string {
  const ms = date.getUTCMilliseconds()
  const text = date.toUTCString()
  return ms === 0 ? text : text.replace(' GMT', `.${String(ms).padStart(3, '0')} GMT`)
}
