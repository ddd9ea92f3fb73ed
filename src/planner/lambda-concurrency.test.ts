import { describe, expect, test } from 'vitest'
import { planConcurrency } from './lambda-concurrency.ts'

const load = { requestsPerSecond: 1_000 / 60, durationSeconds: 100 }

describe('1,000 requests a minute of 100 s each', () => {
  test('run 1,667 at once: over 1,000 from the 60th second, 40 % refused', () => {
    expect(planConcurrency(load)).toMatchObject({
      neededConcurrency: 1_667,
      concurrencyMax: 1_000,
      firstRefusal: {
        limit: 'concurrency',
        afterSeconds: 60,
        reason: 'ConcurrentInvocationLimitExceeded',
      },
      steady: { acceptedPerSecond: 10, refusedPerSecond: 6.66666666667, refusedShare: 0.4 },
      cure: { concurrencyAtLeast: 1_667, concurrencyAdvised: 2_000, durationSecondsMax: 60 },
    })
  })

  test('show their working', () => {
    expect(planConcurrency(load).working.map(({ formula, value }) => [formula, value])).toEqual([
      ['⌈16.67/s × 100 s⌉', 1_667],
      ['min(16.67/s, 100/s)', 1_000 / 60],
      ['1,000 ÷ 16.67/s', 60],
      ['1,000 ÷ 100 s', 10],
      ['16.67/s − 10/s', 6.66666666667],
      ['6.67 ÷ 16.67', 40],
    ])
  })

  test('are none refused where the limit was raised', () => {
    const plan = planConcurrency({ ...load, concurrencyMax: 1_667 })
    expect(plan.steady).toMatchObject({ refusedPerSecond: 0, refusedShare: 0 })
    expect(plan).not.toHaveProperty('firstRefusal')
    expect(plan).not.toHaveProperty('cure')
  })

  test('are bounded by what the function reserved, and leave 100 to the others', () => {
    expect(planConcurrency({ ...load, reservedConcurrency: 500 })).toMatchObject({
      concurrencyMax: 500,
      firstRefusal: {
        limit: 'concurrency',
        afterSeconds: 30,
        reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      },
      steady: { acceptedPerSecond: 5, refusedShare: 0.7 },
      cure: { concurrencyAtLeast: 1_667, accountConcurrencyAtLeast: 1_767, durationSecondsMax: 30 },
    })
  })
})

test('exactly the limit is no excess', () => {
  const plan = planConcurrency({ requestsPerSecond: 1_000 / 60, durationSeconds: 60 })
  expect(plan).toMatchObject({ neededConcurrency: 1_000, steady: { refusedPerSecond: 0 } })
  expect(plan).not.toHaveProperty('firstRefusal')
})

describe('growth', () => {
  const fast = { requestsPerSecond: 500, durationSeconds: 10, concurrencyMax: 10_000 }

  test('by 1,000 every 10 s refuses for a while what comes faster', () => {
    const plan = planConcurrency(fast)
    // 1,000 + 100 t meets 500 t after 2.5 s, and reaches 5,000 after 40 s.
    expect(plan).toMatchObject({
      neededConcurrency: 5_000,
      firstRefusal: { limit: 'scaling', afterSeconds: 2.5 },
      scaledAfterSeconds: 40,
      steady: { refusedPerSecond: 0 },
    })
    expect(plan).not.toHaveProperty('cure')
    expect(plan.working).toContainEqual({
      label: 'it has grown enough after',
      formula: '(5,000 − 1,000) ÷ 100/s',
      value: 40,
      unit: 's',
    })
  })

  test('never refuses a function that needs 1,000 or fewer', () => {
    expect(planConcurrency({ ...fast, durationSeconds: 2 })).not.toHaveProperty('firstRefusal')
    expect(planConcurrency({ ...fast, concurrencyMax: 1_000 })).toMatchObject({
      firstRefusal: { limit: 'concurrency', afterSeconds: 2 },
    })
  })

  test('of requests is bounded, too: 10,000 a second every 10 s', () => {
    const many = { requestsPerSecond: 30_000, durationSeconds: 0.01, concurrencyMax: 10_000 }
    expect(planConcurrency(many)).toMatchObject({
      neededConcurrency: 300,
      firstRefusal: { limit: 'scaling', afterSeconds: 0 },
      scaledAfterSeconds: 20,
      steady: { refusedPerSecond: 0 },
    })
  })
})

test('requests are limited to ten a second for each of the concurrency', () => {
  const plan = planConcurrency({ requestsPerSecond: 20_000, durationSeconds: 0.02 })
  expect(plan).toMatchObject({
    neededConcurrency: 400,
    firstRefusal: {
      limit: 'request-rate',
      afterSeconds: 0,
      reason: 'FunctionInvocationRateLimitExceeded',
    },
    steady: { acceptedPerSecond: 10_000, refusedShare: 0.5 },
    cure: { concurrencyAtLeast: 2_000 },
  })
  expect(plan.cure).not.toHaveProperty('durationSecondsMax')
})

test.each([
  [{ requestsPerSecond: 0 }, 'rate: a number above 0, at most 1,000,000,000 a second, not 0'],
  [{ durationSeconds: 901 }, 'duration: a number above 0, at most 900 seconds, not 901'],
  [{ concurrencyMax: 0 }, 'concurrency limit: a whole number from 1 to 1,000,000,000, not 0'],
  [
    { reservedConcurrency: 1.5 },
    'reserved concurrency: a whole number from 1 to 1,000,000,000, not 1.5',
  ],
])('%j is refused', (nonsense, message) => {
  expect(() => planConcurrency({ ...load, ...nonsense })).toThrow(
    expect.objectContaining({ name: 'PlanError', message }),
  )
})
