import { describe, expect, it } from 'vitest'
import { readSchedule } from './schedule-expression.ts'

const start = '2026-01-01T00:00:00.000Z' // a Thursday
const startMs = Date.parse(start)

/** The first times behind the start. */
function times(text: string, { count = 3, zone = 'UTC', from = startMs } = {}): string[] {
  const schedule = readSchedule(text, zone)
  const found: string[] = []
  for (let atMs: number | undefined = from; found.length < count;) {
    atMs = schedule?.next(atMs, startMs)
    if (atMs === undefined) break
    found.push(new Date(atMs).toISOString().slice(0, 16))
  }
  return found
}

describe('schedules', () => {
  it('at an instant happen once', () => {
    expect(times('at(2026-03-01T10:30:00)')).toEqual(['2026-03-01T10:30'])
    expect(times('at(2025-03-01T10:30:00)')).toEqual([])
  })

  it('at a rate count from when they began', () => {
    expect(times('rate(90 minutes)', { count: 2 })).toEqual([
      '2026-01-01T01:30',
      '2026-01-01T03:00',
    ])
    expect(times('rate(1 day)', { count: 1 })).toEqual(['2026-01-02T00:00'])
  })

  it.each([
    ['cron(0 12 * * ? *)', ['2026-01-01T12:00', '2026-01-02T12:00', '2026-01-03T12:00']],
    ['cron(0/20 8 * * ? *)', ['2026-01-01T08:00', '2026-01-01T08:20', '2026-01-01T08:40']],
    ['cron(0 18 ? * MON-FRI *)', ['2026-01-01T18:00', '2026-01-02T18:00', '2026-01-05T18:00']],
    ['cron(0 0 1 1,7 ? *)', ['2026-07-01T00:00', '2027-01-01T00:00', '2027-07-01T00:00']],
    ['cron(0 0 L * ? *)', ['2026-01-31T00:00', '2026-02-28T00:00', '2026-03-31T00:00']],
    ['cron(0 0 LW * ? *)', ['2026-01-30T00:00', '2026-02-27T00:00', '2026-03-31T00:00']],
    ['cron(0 0 15W 2,3 ? 2026)', ['2026-02-16T00:00', '2026-03-16T00:00']],
    ['cron(0 9 ? * 6L *)', ['2026-01-30T09:00', '2026-02-27T09:00', '2026-03-27T09:00']],
    ['cron(0 9 ? * 3#2 *)', ['2026-01-13T09:00', '2026-02-10T09:00', '2026-03-10T09:00']],
    ['cron(0 0 29 2 ? *)', ['2028-02-29T00:00', '2032-02-29T00:00', '2036-02-29T00:00']],
    ['cron(0 0 1 1 ? 2025)', []],
  ])('%s happens when AWS’s does', (text, expected) => {
    expect(times(text)).toEqual(expected)
  })

  it('are in their time zone, and pass over hours that clocks pass over', () => {
    expect(times('cron(30 2 * * ? *)', { zone: 'America/New_York', count: 1 })).toEqual([
      '2026-01-01T07:30',
    ])
    const from = Date.parse('2026-03-07T12:00:00Z')
    expect(times('cron(30 2 * * ? *)', { zone: 'America/New_York', count: 1, from })).toEqual([
      '2026-03-09T06:30',
    ])
    expect(times('at(2026-07-01T00:00:00)', { zone: 'Asia/Kolkata' })).toEqual(['2026-06-30T18:30'])
  })

  it.each([
    'cron(0 12 * * * *)',
    'cron(0 12 ? * ? *)',
    'cron(60 12 * * ? *)',
    'cron(0 12 * * ?)',
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 days)',
    'at(tomorrow)',
    'at(2026-02-31T00:00:00)',
    'at(2026-02-03T24:00:00)',
    'every day',
  ])('“%s” can’t be read', (text) => {
    expect(readSchedule(text)).toBeUndefined()
  })

  it('need a time zone that there is', () => {
    expect(readSchedule('rate(5 minutes)', 'Mars/Olympus')).toBeUndefined()
    expect(readSchedule('rate(5 minutes)', '+05:30')).toBeUndefined()
  })
})
