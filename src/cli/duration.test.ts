import { describe, expect, test } from 'vitest'
import { durationMs } from '../control/iso-time.ts'
import { clockLine } from './clock.ts'
import { isoDuration, shownDuration } from './duration.ts'

describe('a duration as people type it', () => {
  test.each([
    ['30d', 2_592_000_000],
    ['4h', 14_400_000],
    ['15m', 900_000],
    ['10s', 10_000],
    ['500ms', 500],
    ['1500ms', 1_500],
    ['1d2h3m4s5ms', 93_784_005],
    ['1d 2h', 93_600_000],
    ['1w', 604_800_000],
    ['2w1d', 1_296_000_000],
    ['1s999ms', 1_999],
    ['1s 1001ms', 2_001],
    ['PT1H', 3_600_000],
    ['1.5h', 5_400_000],
    ['1.1h', 3_960_000],
    ['.5s', 500],
    ['5min', 300_000],
    ['0s', 0],
  ])('%s is read', (text, ms) => {
    expect(durationMs(isoDuration(text.split(' ')))).toBe(ms)
    expect(durationMs(isoDuration([text]))).toBe(ms)
  })

  test.each(['', ' ', '30', 'd', '1h1d', '1.h', '1d1w', '1W', '1H', 'one hour'])(
    '%j is refused',
    (text) => {
      expect(() => isoDuration([text])).toThrow(
        `"${text}" is not a duration such as 30d, "4h 15m" or PT1H`,
      )
    },
  )
})

test('a duration that goes back, too far or by parts of a millisecond is refused', () => {
  expect(() => isoDuration(['-1h', '5m'])).toThrow(
    '"-1h 5m" goes back, and time only moves forward',
  )
  expect(() => isoDuration(['99999999999d'])).toThrow('"99999999999d" is beyond the year 9999')
  expect(() => isoDuration(['0.5ms'])).toThrow('"0.5ms" has a part of a millisecond')
})

describe('a duration as it is shown', () => {
  test.each([
    [0, '0ms'],
    [999, '999ms'],
    [1_000, '1s'],
    [3_600_000, '1h'],
    [93_784_005, '1d 2h 3m 4s'],
    [2_592_000_000, '30d'],
  ])('of %d ms is %s', (ms, text) => {
    expect(shownDuration(ms)).toBe(text)
  })
})

test('a clock that is a millisecond short of a week ahead is shown as a week ahead', () => {
  const clock = { now: '2026-01-08T00:00:00.000Z', mode: 'running' }
  expect(clockLine({ ...clock, offsetMs: 604_799_999 })).toBe(
    '2026-01-08T00:00:00.000Z, running, 7d ahead of real time',
  )
  expect(clockLine({ ...clock, offsetMs: 999 })).toBe(
    '2026-01-08T00:00:00.000Z, running, 1s ahead of real time',
  )
  expect(clockLine({ ...clock, offsetMs: -994 })).toBe('2026-01-08T00:00:00.000Z, running')
})
