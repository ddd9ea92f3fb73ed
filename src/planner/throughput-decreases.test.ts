import { describe, expect, test } from 'vitest'
import {
  type Decreases,
  decreasesOnDay,
  judgeDecrease,
  noDecreases,
} from './throughput-decreases.ts'

const midnight = Date.UTC(2026, 9, 9)
/** 00:21:34, as in the message that AWS was seen to give. */
const start = midnight + 1_294_000

function decreased(times: number, nowMs: number): Decreases {
  let decreases = noDecreases
  for (let time = 0; time < times; time++) {
    const judged = judgeDecrease(decreases, nowMs)
    if (judged.isAllowed) decreases = judged.after
  }
  return decreases
}

describe('decreases of throughput', () => {
  test('are four at any time of a day, the fifth an hour after the fourth', () => {
    const four = decreased(4, start)
    expect(four).toEqual({ count: 4, lastAtMs: start })
    expect(judgeDecrease(four, start + 600_000)).toEqual({
      isAllowed: false,
      decreasesToday: 4,
      lastAtMs: start,
      allowedAtMs: start + 3_600_000,
    })
    expect(judgeDecrease(four, start + 3_599_999).isAllowed).toBe(false)
    expect(judgeDecrease(four, start + 3_600_000)).toEqual({
      isAllowed: true,
      after: { count: 5, lastAtMs: start + 3_600_000 },
    })
  })

  test('begin anew at midnight UTC', () => {
    const late = midnight + 86_400_000 - 60_000
    const four = decreased(4, late)
    expect(judgeDecrease(four, late + 30_000)).toMatchObject({
      allowedAtMs: midnight + 86_400_000,
    })
    expect(judgeDecrease(four, midnight + 86_400_000)).toMatchObject({
      isAllowed: true,
      after: { count: 1 },
    })
    expect(decreasesOnDay(four, late)).toBe(4)
    expect(decreasesOnDay(four, midnight + 86_400_000)).toBe(0)
  })

  test('are at most 27 a day', () => {
    let [decreases, accepted] = [noDecreases, 0]
    for (let nowMs = midnight; nowMs < midnight + 86_400_000; nowMs += 60_000) {
      for (let attempt = 0; attempt < 5; attempt++) {
        const judged = judgeDecrease(decreases, nowMs)
        if (!judged.isAllowed) continue
        decreases = judged.after
        accepted++
      }
    }
    expect(accepted).toBe(27)
  })
})
