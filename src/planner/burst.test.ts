import { describe, expect, test } from 'vitest'
import { planBurst } from './burst.ts'
import { newBucket, takeUnits, type TokenBucket } from './token-bucket.ts'

const load = { requestsPerSecond: 30, unitsPerRequest: 4, provisionedUnitsPerSecond: 30 }

describe('a load above the rate', () => {
  test('of 120 units a second on 30 is carried for 100 s, then 7.5 writes a second succeed', () => {
    expect(planBurst(load)).toEqual({
      isEnough: false,
      emptyAfterSeconds: 100,
      steadyRequestsPerSecond: 7.5,
      refusedShare: 0.75,
      working: [
        { label: 'consumed', formula: '30/s × 4', value: 120, unit: 'units/s' },
        {
          label: 'the bucket is empty after',
          formula: '9,000 ÷ (120 − 30)',
          value: 100,
          unit: 's',
        },
        { label: 'succeeds from then on', formula: '30 ÷ 4', value: 7.5, unit: '/s' },
      ],
    })
  })

  test('is refused at once where nothing is saved', () => {
    expect(planBurst({ ...load, savedUnits: 0 })).toMatchObject({ emptyAfterSeconds: 0 })
  })

  test('is what the bucket itself does', () => {
    let bucket: TokenBucket = newBucket({ unitsPerSecond: 30, nowMs: 0 })
    const succeededInSecond: number[] = []
    let firstRefusedMs: number | undefined
    for (let request = 0; request < 30 * 600; request++) {
      const nowMs = Math.floor((request * 1_000) / 30)
      const taken = takeUnits(bucket, { units: 4, nowMs })
      const second = Math.floor(nowMs / 1_000)
      if (!taken.isTaken) firstRefusedMs ??= nowMs
      succeededInSecond[second] = (succeededInSecond[second] ?? 0) + (taken.isTaken ? 1 : 0)
      bucket = taken.bucket
    }
    // Whole requests: the first that finds less than its 4 units is the last of second 99.
    expect(firstRefusedMs).toBe(99_966)
    expect(planBurst(load).emptyAfterSeconds).toBe(100)
    const steady = succeededInSecond.slice(200)
    const mean = steady.reduce((sum, count) => sum + count, 0) / steady.length
    expect(mean).toBeCloseTo(planBurst(load).steadyRequestsPerSecond, 1)
  })
})

test('a load within the rate is never refused', () => {
  expect(planBurst({ ...load, provisionedUnitsPerSecond: 120 })).toEqual({
    isEnough: true,
    steadyRequestsPerSecond: 30,
    refusedShare: 0,
    working: [{ label: 'consumed', formula: '30/s × 4', value: 120, unit: 'units/s' }],
  })
})

test('nonsense is refused', () => {
  expect(() => planBurst({ ...load, unitsPerRequest: 0 })).toThrow('units of a request: ')
  expect(() => planBurst({ ...load, savedUnits: -1 })).toThrow('saved units: ')
})
