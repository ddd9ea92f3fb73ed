import { describe, expect, test } from 'vitest'
import { growOnDemand, onDemandCapacity } from './on-demand.ts'

describe('an on-demand table', () => {
  test('begins at 4,000 write and 12,000 read units a second', () => {
    const unitsOf = (kind: 'read' | 'write') =>
      onDemandCapacity({ kind, previousPeakUnitsPerSecond: 0 }).unitsPerSecond
    expect([unitsOf('write'), unitsOf('read')]).toEqual([4_000, 12_000])
  })

  test('lets twice its previous peak through', () => {
    expect(onDemandCapacity({ kind: 'write', previousPeakUnitsPerSecond: 5_000 })).toEqual({
      unitsPerSecond: 10_000,
      working: [
        {
          label: 'let through at once',
          formula: 'max(2 × 5,000, 4,000)',
          value: 10_000,
          unit: 'WRU/s',
        },
      ],
    })
  })

  test('lets through at least what it was warmed for', () => {
    const traffic = { kind: 'write', previousPeakUnitsPerSecond: 100, warmUnitsPerSecond: 9_000 }
    expect(onDemandCapacity({ ...traffic, kind: 'write' }).unitsPerSecond).toBe(9_000)
  })

  test('doubles every half hour', () => {
    const traffic = { kind: 'write', previousPeakUnitsPerSecond: 0 } as const
    expect(growOnDemand(traffic, 4_000)).toEqual({ afterMs: 0, working: [] })
    const { afterMs, working } = growOnDemand(traffic, 15_000)
    expect(afterMs).toBe(3_600_000)
    expect(working).toEqual([
      { label: 'after 30 minutes', formula: '2 × 4,000', value: 8_000, unit: 'WRU/s' },
      { label: 'after 60 minutes', formula: '2 × 8,000', value: 16_000, unit: 'WRU/s' },
    ])
  })

  test('has no endless and no negative traffic', () => {
    const traffic = { kind: 'read', previousPeakUnitsPerSecond: 0 } as const
    expect(() => growOnDemand(traffic, Number.POSITIVE_INFINITY)).toThrow('target: ')
    expect(() => onDemandCapacity({ ...traffic, previousPeakUnitsPerSecond: -1 })).toThrow(
      'previous peak: ',
    )
  })
})
