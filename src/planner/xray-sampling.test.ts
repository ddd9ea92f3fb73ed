import { describe, expect, test } from 'vitest'
import {
  defaultRule,
  planSampling,
  rulesFor,
  sampledWithoutQuota,
  solveFixedRate,
  solveReservoir,
} from './xray-sampling.ts'

describe('a sampling rule', () => {
  test('takes its reservoir, and of the rest its fixed rate', () => {
    expect(planSampling(300, { reservoirPerSecond: 250, fixedRate: 0.2 })).toEqual({
      requestsPerSecond: 300,
      reservoirPerSecond: 250,
      fixedRate: 0.2,
      sampledPerSecond: 260,
      sampledShare: 0.866666666667,
      working: [
        { label: 'taken by the reservoir', formula: 'min(300, 250)', value: 250, unit: '/s' },
        { label: 'of the rest', formula: '0.2 × (300 − 250)', value: 10, unit: '/s' },
        { label: 'sampled', formula: '250 + 10', value: 260, unit: '/s' },
        { label: 'share that is sampled', formula: '260 ÷ 300', value: 86.6666666667, unit: '%' },
      ],
    })
  })

  test.each([
    [{ reservoirPerSecond: 60, fixedRate: 0.2 }, 108],
    [defaultRule, 15.95],
    [{ reservoirPerSecond: 0, fixedRate: 1 }, 300],
    [{ reservoirPerSecond: 300, fixedRate: 0.5 }, 300],
    [{ reservoirPerSecond: 1_000, fixedRate: 0 }, 300],
  ])('of %j samples %d of 300', (rule, sampledPerSecond) => {
    expect(planSampling(300, rule)).toMatchObject({ sampledPerSecond })
  })

  test('is borrowed one a second by a client without a quota', () => {
    expect(sampledWithoutQuota(300, { reservoirPerSecond: 250, fixedRate: 0.2 })).toBe(60.8)
  })
})

describe('solved backwards', () => {
  const target = { requestsPerSecond: 300, targetPerSecond: 260 }

  test('a reservoir of 250 needs a fixed rate of 0.2', () => {
    const plan = solveFixedRate(target, 250)
    expect(plan).toMatchObject({ fixedRate: 0.2, sampledPerSecond: 260 })
    expect(plan.working[0]).toEqual({
      label: 'fixed rate',
      formula: '(260 − 250) ÷ (300 − 250)',
      value: 0.2,
      unit: '',
    })
  })

  test('a fixed rate of 0.2 needs a reservoir of 250', () => {
    const plan = solveReservoir(target, 0.2)
    expect(plan).toMatchObject({ reservoirPerSecond: 250, sampledPerSecond: 260 })
    expect(plan.working[0]?.formula).toBe('(260 − 0.2 × 300) ÷ (1 − 0.2)')
  })

  test('reservoirs are whole, so that a little more is sampled', () => {
    const plan = solveReservoir(target, 0.05)
    expect(plan).toMatchObject({ reservoirPerSecond: 258, sampledPerSecond: 260.1 })
    expect(plan.working[0]?.formula).toBe('⌈(260 − 0.05 × 300) ÷ (1 − 0.05)⌉')
  })

  test('several rules reach a target alone', () => {
    expect(rulesFor(target).map((rule) => [rule.reservoirPerSecond, rule.fixedRate])).toEqual([
      [260, 0],
      [258, 0.05],
      [256, 0.1],
      [250, 0.2],
      [220, 0.5],
    ])
    const few = rulesFor({ requestsPerSecond: 300, targetPerSecond: 30 })
    expect(few.map((rule) => [rule.reservoirPerSecond, rule.fixedRate])).toEqual([
      [30, 0],
      [16, 0.05],
      [0, 0.1],
    ])
  })

  test('all is reached by a reservoir or a rate that takes all', () => {
    const all = { requestsPerSecond: 300, targetPerSecond: 300 }
    expect(solveFixedRate(all, 400)).toMatchObject({ fixedRate: 0, sampledPerSecond: 300 })
    expect(solveReservoir(all, 1)).toMatchObject({ reservoirPerSecond: 0, sampledPerSecond: 300 })
    expect(solveReservoir(all, 0.5)).toMatchObject({ reservoirPerSecond: 300 })
  })

  test('refuses what cannot be reached', () => {
    expect(() => solveFixedRate(target, 280)).toThrow(
      'target: a reservoir of 280 takes 280/s already, more than 260/s',
    )
    expect(() => solveReservoir(target, 0.9)).toThrow(
      'target: a fixed rate of 0.9 takes 270/s already, more than 260/s',
    )
    expect(() => rulesFor({ ...target, targetPerSecond: 301 })).toThrow(
      'target: 301/s of 300/s can’t be sampled',
    )
  })
})

test.each([
  [-1, 0.2, 'reservoir: a whole number from 0 to 1,000,000,000, not -1'],
  [2.5, 0.2, 'reservoir: a whole number from 0 to 1,000,000,000, not 2.5'],
  [250, 1.2, 'fixed rate: a number from 0 to 1, not 1.2'],
])('a reservoir of %d with a rate of %d is refused', (reservoirPerSecond, fixedRate, message) => {
  const plan = () => planSampling(300, { reservoirPerSecond, fixedRate })
  expect(plan).toThrow(expect.objectContaining({ name: 'PlanError', message }))
})
