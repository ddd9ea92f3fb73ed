/** Numbers and instants as CloudWatch prints them in reasons, messages and history. */

/** As Java prints a double: `50.0`, `1.0E7`, `1.5E-4`. */
export function double(value: number): string {
  const size = Math.abs(value)
  if (!Number.isFinite(value))
    return Number.isNaN(value) ? 'NaN' : size === value ? 'Infinity' : '-Infinity'
  if (size === 0 || (size >= 1e-3 && size < 1e7)) return withFraction(String(value))
  const [digits = '', exponent = ''] = value.toExponential().split('e')
  return `${withFraction(digits)}E${Number(exponent)}`
}

function withFraction(digits: string): string {
  return digits.includes('.') ? digits : `${digits}.0`
}

/** `2019-10-02T17:04:40.985+0000` */
export function instant(atMs: number): string {
  return new Date(atMs).toISOString().replace('Z', '+0000')
}

/** `02/10/19 16:59:00` */
export function shortInstant(atMs: number): string {
  const [date = '', time = ''] = new Date(atMs).toISOString().split('T')
  const [year = '', month, day] = date.split('-')
  return `${day}/${month}/${year.slice(2)} ${time.slice(0, 8)}`
}

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** `Friday 22 July, 2022 15:57:45 UTC` */
export function longInstant(atMs: number): string {
  const date = new Date(atMs)
  const time = date.toISOString().slice(11, 19)
  const day = String(date.getUTCDate()).padStart(2, '0')
  const month = months[date.getUTCMonth()]
  return `${days[date.getUTCDay()]} ${day} ${month}, ${date.getUTCFullYear()} ${time} UTC`
}

/** JSON with its members in the given order; those that are `undefined` are left out. */
export function json(members: Readonly<Record<string, string | undefined>>): string {
  const written = Object.entries(members).flatMap(([name, value]) =>
    value === undefined ? [] : [`${JSON.stringify(name)}:${value}`],
  )
  return `{${written.join(',')}}`
}

export function text(value: string): string {
  return JSON.stringify(value)
}
