import { describe, expect, it } from 'vitest'
import { type MeasuredMinute, planMeasured } from './measured-capacity.ts'
import { PlanError } from './plan-error.ts'

const minute = (units: number, requests: number, throttled = 0, atMs = 0): MeasuredMinute => ({
  atMs,
  units,
  requests,
  throttled,
})

describe('the capacity of what was measured', () => {
  it('is that of the busiest minute, rounded up', () => {
    const need = planMeasured('WCU', [minute(60, 60), minute(7_201, 1_800, 0, 60_000)])
    expect(need).toMatchObject({ units: 121, busiestAtMs: 60_000, throttled: 0 })
  })

  it('counts what was refused as requests like the others of its minute', () => {
    const { units, working } = planMeasured('WCU', [minute(1_800, 450, 1_350)])
    expect(units).toBe(120)
    expect(working).toEqual([
      {
        label: 'write units asked for in the busiest minute',
        formula: '1,800 + 1,350 throttled × 4',
        value: 7_200,
        unit: 'units',
      },
      { label: 'write capacity', formula: '⌈7,200 ÷ 60 s⌉', value: 120, unit: 'WCU' },
    ])
  })

  it('takes a minute in which all was refused for requests like those of other minutes', () => {
    const need = planMeasured('RCU', [minute(60, 120), minute(0, 0, 1_200, 60_000)])
    expect(need).toMatchObject({ units: 10, busiestAtMs: 60_000, throttled: 1_200 })
  })

  it('is none where nothing was asked for', () => {
    expect(planMeasured('RCU', [])).toEqual({ units: 0, throttled: 0, working: [] })
  })

  it('is refused for what nobody can have measured', () => {
    expect(() => planMeasured('RCU', [minute(-1, 1)])).toThrow(PlanError)
  })
})
