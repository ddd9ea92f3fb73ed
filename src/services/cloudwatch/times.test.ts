import { describe, expect, it } from 'vitest'
import { roundedSpan, roundedStart } from './times.ts'

const now = Date.UTC(2026, 0, 1)
const day = 86_400_000

const rounded = (ageDays: number, period: number, over: number) => {
  const start = now - ageDays * day
  return roundedStart(start + over, period, now) - start
}

describe('the start of a reading', () => {
  it('is cut to the minute, to five or to the hour, by its age', () => {
    const over = 3_599_000
    expect(rounded(1, 60, over)).toBe(3_540_000)
    expect(rounded(16, 60, over)).toBe(3_300_000)
    expect(rounded(64, 60, over)).toBe(0)
  })

  it('is cut to the period where that is below a minute', () => {
    expect(rounded(1, 10, 23_000)).toBe(20_000)
    expect(rounded(1, 1, 23_500)).toBe(23_000)
    expect(rounded(1, 300, 123_000)).toBe(120_000)
  })

  it('takes the end with it in GetMetricStatistics', () => {
    const span = { startMs: now - day + 30_000, endMs: now - 1_000 }
    expect(roundedSpan(span, 60, now)).toEqual({ startMs: now - day, endMs: now - 60_000 })
  })
})
