import { describe, expect, test } from 'vitest'
import {
  chargeUnits,
  newBucket,
  takeUnits,
  type TokenBucket,
  unitsIn,
  withRate,
} from './token-bucket.ts'

const full = newBucket({ unitsPerSecond: 30, nowMs: 1_000 })
const empty = chargeUnits(full, { units: 9_000, nowMs: 1_000 })

describe('a token bucket', () => {
  test('is full when new: of five minutes’ units', () => {
    expect(unitsIn(full, 1_000)).toBe(9_000)
    expect(unitsIn(full, 86_400_000)).toBe(9_000)
  })

  test('is a value: taking from it leaves it as it was', () => {
    const taken = takeUnits(full, { units: 4, nowMs: 1_000 })
    expect(taken.isTaken).toBe(true)
    expect(unitsIn(taken.bucket, 1_000)).toBe(8_996)
    expect(unitsIn(full, 1_000)).toBe(9_000)
  })

  test('fills by its rate, by the millisecond', () => {
    expect(unitsIn(empty, 1_050)).toBe(1.5)
    expect(unitsIn(empty, 2_000)).toBe(30)
    expect(unitsIn(empty, 301_000)).toBe(9_000)
    expect(unitsIn(empty, 301_001)).toBe(9_000)
  })

  test('refuses what it lacks, and tells how much and until when', () => {
    const refused = takeUnits(empty, { units: 4, nowMs: 1_100 })
    expect(refused).toEqual({
      isTaken: false,
      bucket: { unitsPerSecond: 30, burstSeconds: 300, milliunits: 3_000, atMs: 1_100 },
      askedUnits: 4,
      missingUnits: 1,
      availableAtMs: 1_134,
    })
    expect(takeUnits(refused.bucket, { units: 4, nowMs: 1_133 }).isTaken).toBe(false)
    expect(takeUnits(refused.bucket, { units: 4, nowMs: 1_134 }).isTaken).toBe(true)
  })

  test('keeps halves exact over a hundred thousand reads', () => {
    let bucket: TokenBucket = newBucket({ unitsPerSecond: 40_000, nowMs: 0 })
    for (let read = 0; read < 100_000; read++) {
      bucket = chargeUnits(bucket, { units: 0.5, nowMs: 0 })
    }
    expect(unitsIn(bucket, 0)).toBe(11_950_000)
  })

  test('lets a request larger than itself through when it is full, and owes the rest', () => {
    const small = newBucket({ unitsPerSecond: 1, nowMs: 0 })
    const taken = takeUnits(small, { units: 400, nowMs: 0 })
    expect(taken.isTaken).toBe(true)
    expect(unitsIn(taken.bucket, 0)).toBe(-100)
    const refused = takeUnits(taken.bucket, { units: 400, nowMs: 0 })
    expect(refused).toMatchObject({ missingUnits: 400, availableAtMs: 400_000 })
  })

  test('owes what is charged afterwards, and lets nothing through until that is paid', () => {
    const owing = chargeUnits(empty, { units: 60, nowMs: 1_000 })
    expect(takeUnits(owing, { units: 1, nowMs: 3_000 })).toMatchObject({ availableAtMs: 3_034 })
  })

  test('keeps what it saved when its rate changes, as far as it can hold that', () => {
    expect(unitsIn(withRate(full, { unitsPerSecond: 120, nowMs: 1_000 }), 1_000)).toBe(9_000)
    expect(unitsIn(withRate(full, { unitsPerSecond: 10, nowMs: 1_000 }), 1_000)).toBe(3_000)
    const raised = withRate(empty, { unitsPerSecond: 120, nowMs: 2_000 })
    expect(unitsIn(raised, 3_000)).toBe(150)
  })

  test('is neither filled nor emptied by a clock that goes back', () => {
    expect(unitsIn(empty, 0)).toBe(0)
    expect(takeUnits(full, { units: 1, nowMs: 0 }).bucket.atMs).toBe(1_000)
  })

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
    'has no rate of %d',
    (unitsPerSecond) => {
      const message = `provisioned units: a number above 0, at most 1,000,000,000 a second, not ${unitsPerSecond}`
      expect(() => newBucket({ unitsPerSecond, nowMs: 0 })).toThrow(message)
      expect(() => withRate(full, { unitsPerSecond, nowMs: 0 })).toThrow(message)
    },
  )
})
