/**
 * AWS's cron expressions: minutes, hours, days of the month, months, days of the week, years.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
import type { LocalDay, TimeZone } from './time-zone.ts'

export interface Cron {
  readonly minutes: readonly number[]
  readonly hours: readonly number[]
  readonly months: readonly number[]
  readonly years: readonly number[]
  isDay(day: LocalDay): boolean
}

const monthNames = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ')
const dayNames = 'SUN MON TUE WED THU FRI SAT'.split(' ')

/** `undefined` for what can't be read; the text is that between the brackets of `cron(…)`. */
export function readCron(text: string): Cron | undefined {
  const [minute, hour, monthDay, month, weekDay, year, more] = text.trim().split(/\s+/)
  if (!minute || !hour || !monthDay || !month || !weekDay || !year || more) return undefined
  // AWS: one of the two kinds of days must be `?`.
  if ((monthDay === '?') === (weekDay === '?')) return undefined
  const minutes = readField(minute, { min: 0, max: 59 })
  const hours = readField(hour, { min: 0, max: 23 })
  const months = readField(month, { min: 1, max: 12, names: monthNames })
  const years = readField(year, { min: 1970, max: 2199 })
  const isDay = monthDay === '?' ? readWeekDays(weekDay) : readMonthDays(monthDay)
  if (!minutes || !hours || !months || !years || !isDay) return undefined
  return { minutes, hours, months, years, isDay }
}

/** The first time behind an instant; `undefined`: there is none any more. */
export function nextOfCron(cron: Cron, afterMs: number, zone: TimeZone): number | undefined {
  const first = zone.dayAt(afterMs)
  const last = cron.years.at(-1) ?? 0
  for (let ahead = 0; ahead < daysAheadMax; ahead++) {
    const date = new Date(Date.UTC(first.year, first.month - 1, first.day + ahead))
    const day = dayOf(date)
    if (day.year > last) return undefined
    if (!cron.years.includes(day.year) || !cron.months.includes(day.month)) continue
    if (!cron.isDay(day)) continue
    const found = timeOfDay(cron, date.getTime(), { afterMs, zone })
    if (found !== undefined) return found
  }
  return undefined
}

/** A 29 February may be eight years ahead; a year that is named, further. */
const daysAheadMax = 75_000

function timeOfDay(
  { hours, minutes }: Cron,
  dayMs: number,
  { afterMs, zone }: { readonly afterMs: number; readonly zone: TimeZone },
): number | undefined {
  for (const hour of hours) {
    for (const minute of minutes) {
      const atMs = zone.instantOf(dayMs + (hour * 60 + minute) * 60_000)
      if (atMs !== undefined && atMs > afterMs) return atMs
    }
  }
  return undefined
}

function dayOf(date: Date): LocalDay {
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
  }
}

interface FieldRange {
  readonly min: number
  readonly max: number
  readonly names?: readonly string[]
}

/** `5`, `1-5`, `MON,WED`, a star, and any of them with a step: `0/15`. */
function readField(text: string, range: FieldRange): readonly number[] | undefined {
  const values = new Set<number>()
  for (const part of text.split(',')) {
    const found = readPart(part, range)
    if (!found) return undefined
    for (const value of found) values.add(value)
  }
  return [...values].sort((left, right) => left - right)
}

function readPart(part: string, range: FieldRange): readonly number[] | undefined {
  const [, span = '', step] = /^([^/]+)(?:\/(\d{1,4}))?$/.exec(part) ?? []
  const every = step === undefined ? 1 : Number(step)
  const [from, to] = span === '*' ? [range.min, range.max] : readSpan(span, range)
  if (from === undefined || every < 1) return undefined
  const until = to ?? (step === undefined ? from : range.max)
  const values: number[] = []
  for (let value = from; value <= until; value += every) values.push(value)
  return values.length > 0 ? values : undefined
}

function readSpan(
  span: string,
  range: FieldRange,
): readonly [from?: number, to?: number | undefined] {
  const [first = '', second, more] = span.split('-')
  const from = readValue(first, range)
  const to = second === undefined ? undefined : readValue(second, range)
  if (from === undefined || more !== undefined) return []
  return second !== undefined && to === undefined ? [] : [from, to]
}

function readValue(text: string, { min, max, names = [] }: FieldRange): number | undefined {
  const named = names.indexOf(text.toUpperCase())
  const value = named >= 0 ? named + 1 : /^\d{1,4}$/.test(text) ? Number(text) : NaN
  return value >= min && value <= max ? value : undefined
}

type DayTest = (day: LocalDay) => boolean

/** `15`, `L` (the last), `LW` (the last that is a working day), `15W` (the working day next to it). */
function readMonthDays(text: string): DayTest | undefined {
  if (text === 'L') return ({ year, month, day }) => day === daysIn(year, month)
  if (text === 'LW') {
    return ({ year, month, day }) => day === workingDay(year, month, daysIn(year, month))
  }
  const [, near] = /^(\d{1,2})W$/.exec(text) ?? []
  if (near !== undefined) {
    const wanted = Number(near)
    if (wanted < 1 || wanted > 31) return undefined
    return ({ year, month, day }) =>
      wanted <= daysIn(year, month) && day === workingDay(year, month, wanted)
  }
  const days = readField(text, { min: 1, max: 31 })
  return days && (({ day }) => days.includes(day))
}

/** `2-6`, `L` (Saturday), `6L` (the last Friday), `3#2` (the second Tuesday). */
function readWeekDays(text: string): DayTest | undefined {
  const range = { min: 1, max: 7, names: dayNames }
  if (text === 'L') return (day) => weekDayOf(day) === 7
  const [, lastName] = /^(\w{1,3})L$/.exec(text) ?? []
  if (lastName !== undefined) {
    const wanted = readValue(lastName, range)
    if (wanted === undefined) return undefined
    return (day) => weekDayOf(day) === wanted && day.day + 7 > daysIn(day.year, day.month)
  }
  const [, name, count] = /^(\w{1,3})#([1-5])$/.exec(text) ?? []
  if (name !== undefined) {
    const wanted = readValue(name, range)
    if (wanted === undefined) return undefined
    return (day) => weekDayOf(day) === wanted && Math.ceil(day.day / 7) === Number(count)
  }
  const days = readField(text, range)
  return days && ((day) => days.includes(weekDayOf(day)))
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** 1 is Sunday. */
function weekDayOf({ year, month, day }: LocalDay): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1
}

/** The working day next to a day, in its month. */
function workingDay(year: number, month: number, day: number): number {
  const weekDay = weekDayOf({ year, month, day })
  if (weekDay === 7) return day > 1 ? day - 1 : day + 2
  if (weekDay === 1) return day < daysIn(year, month) ? day + 1 : day - 2
  return day
}
