import { describe, expect, test } from 'vitest'
import { durationMs, instantMs } from './iso-time.ts'
import { Refusal } from './reply.ts'

function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) return `${error.status} ${error.code}: ${error.message}`
    throw error
  }
  return 'accepted'
}

describe('a duration', () => {
  test.each([
    ['PT0S', 0],
    ['P0D', 0],
    ['PT1H', 3_600_000],
    ['PT90M', 5_400_000],
    ['P30D', 2_592_000_000],
    ['P2W', 1_209_600_000],
    ['P1DT2H3M4S', 93_784_000],
    ['PT0.5S', 500],
    ['PT1.234S', 1_234],
  ])('%s is read', (text, ms) => {
    expect(durationMs(text)).toBe(ms)
  })

  test.each([
    '',
    'P',
    'PT',
    'P1',
    'P1DT',
    'PT1',
    '1H',
    '30d',
    'pt1h',
    ' PT1H',
    'PT1H ',
    'P1W2D',
    'PT1M2H',
    'PT1,5S',
    'PT.5S',
    'PT1.2345S',
    'PT1.5H',
    'P1D1H',
  ])('%j is refused', (text) => {
    expect(refusal(() => durationMs(text))).toBe(
      `400 InvalidDuration: ${JSON.stringify(text)} is not an ISO 8601 duration such as PT1H, P30D or P1DT12H.`,
    )
  })

  test.each([[3600], [null], [true], [{}], [['PT1H']], [undefined]])(
    '%j, which is no text, is refused',
    (value) => {
      expect(refusal(() => durationMs(value))).toBe(
        `400 InvalidDuration: ${JSON.stringify(value) ?? 'undefined'} is not an ISO 8601 duration such as PT1H, P30D or P1DT12H.`,
      )
    },
  )

  test.each(['-PT1H', '+PT1H', 'PT-1H'])('with a sign, %s, is refused', (text) => {
    expect(refusal(() => durationMs(text))).toBe(
      `400 InvalidDuration: "${text}" is not a duration without a sign: time only moves forward.`,
    )
  })

  test.each(['P1Y', 'P1M', 'P1Y2M3D', 'P1MT1H'])('of varying length, %s, is refused', (text) => {
    expect(refusal(() => durationMs(text))).toBe(
      `400 InvalidDuration: "${text}" has years or months, whose length varies: say it in days.`,
    )
  })

  test('beyond the year 9999 is refused', () => {
    expect(refusal(() => durationMs('P99999999999D'))).toBe(
      '400 InvalidDuration: "P99999999999D" is beyond the year 9999.',
    )
  })

  test('of any length is refused without being shown whole', () => {
    expect(refusal(() => durationMs('x'.repeat(1000))).length).toBeLessThan(200)
  })
})

describe('an instant', () => {
  test.each([
    ['2026-01-31T12:00:00Z', Date.UTC(2026, 0, 31, 12)],
    ['2026-01-31T12:00Z', Date.UTC(2026, 0, 31, 12)],
    ['2026-01-31T12:00:00.250Z', Date.UTC(2026, 0, 31, 12, 0, 0, 250)],
    ['2026-01-31T12:00:00+02:00', Date.UTC(2026, 0, 31, 10)],
    ['2028-02-29T00:00:00Z', Date.UTC(2028, 1, 29)],
  ])('%s is read', (text, ms) => {
    expect(instantMs(text)).toBe(ms)
  })

  test.each([
    '',
    'tomorrow',
    '2026-01-31',
    '2026-01-31T12:00:00',
    '2026-02-31T00:00:00Z',
    '2027-02-29T00:00:00Z',
    '2026-01-31T24:00:00Z',
    '2026-01-31T12:60:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-31T12:00:00+25:00',
    '20260131T120000Z',
    '1769860800',
    '2026-01-31 12:00:00Z',
  ])('%j is refused', (text) => {
    expect(refusal(() => instantMs(text))).toBe(
      `400 InvalidInstant: ${JSON.stringify(text)} is not an ISO 8601 instant with its offset, such as 2026-01-31T12:00:00Z.`,
    )
  })

  test('beyond the year 9999 is refused', () => {
    expect(refusal(() => instantMs('9999-12-31T23:59:59-01:00'))).toBe(
      '400 InvalidInstant: "9999-12-31T23:59:59-01:00" is beyond the year 9999.',
    )
  })
})
