/**
 * Instants as policies write them: the W3C profile of ISO 8601, or seconds since 1970.
 *
 * AWS: "You must specify date/time values with one of the W3C implementations of the ISO 8601 date
 * formats or in epoch (UNIX) time", https://www.w3.org/TR/NOTE-datetime.
 */

/** Milliseconds since 1970; `undefined` for what is no date. A date alone is its midnight, UTC. */
export function dateMs(text: string): number | undefined {
  const found = form.exec(text)
  if (!found?.groups) return epochMs(text)
  const { year, month = '1', day = '1', hour = '0', minute = '0', second = '0' } = found.groups
  const { fraction = '', sign, zoneHour = '0', zoneMinute = '0' } = found.groups
  const parts = [year, month, day, hour, minute, second].map(Number)
  if (!isCalendar(parts) || Number(zoneHour) > 23 || Number(zoneMinute) > 59) return undefined
  const [y = 0, mo = 1, d = 1, h = 0, mi = 0, s = 0] = parts
  const offsetMinutes = (sign === '-' ? -1 : 1) * (Number(zoneHour) * 60 + Number(zoneMinute))
  return (
    Date.UTC(y, mo - 1, d, h, mi, s) +
    Number(`0.${fraction || '0'}`) * 1_000 -
    offsetMinutes * 60_000
  )
}

const form = new RegExp(
  '^(?<year>\\d{4})(?:-(?<month>\\d\\d)(?:-(?<day>\\d\\d)' +
    '(?:T(?<hour>\\d\\d):(?<minute>\\d\\d)(?::(?<second>\\d\\d)(?:\\.(?<fraction>\\d{1,9}))?)?' +
    '(?:Z|(?<sign>[+-])(?<zoneHour>\\d\\d):?(?<zoneMinute>\\d\\d)))?)?)?$',
)

/** A year has four digits; fewer or more than that are seconds. */
function epochMs(text: string): number | undefined {
  return /^-?\d{1,13}(?:\.\d{1,9})?$/.test(text) ? Number(text) * 1_000 : undefined
}

function isCalendar([, month = 0, day = 0, hour = 0, minute = 0, second = 0]: number[]): boolean {
  return (
    month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 23 && minute <= 59 && second <= 60
  )
}
