import { describe, expect, test } from 'vitest'
import { onDemandCapacity } from './on-demand.ts'

describe('an on-demand table', () => {
  test('begins at 4,000 write and 12,000 read units a second', () => {
    const unitsOf = (kind: 'read' | 'write') =>
      onDemandCapacity({ kind, previousPeakUnitsPerSecond: 0 }).unitsPerSecond
    expect([unitsOf('write'), unitsOf('read')]).toEqual([4_000, 12_000])
  })

  test('lets twice its previous peak through', () => {
    const traffic = { kind: 'write', previousPeakUnitsPerSecond: 5_000 } as const
    expect(onDemandCapacity(traffic)).toEqual({ unitsPerSecond: 10_000 })
  })

  test('lets through at least what it was warmed for', () => {
    const traffic = { kind: 'write', previousPeakUnitsPerSecond: 100, warmUnitsPerSecond: 9_000 }
    expect(onDemandCapacity({ ...traffic, kind: 'write' }).unitsPerSecond).toBe(9_000)
  })

  test('has no endless and no negative traffic', () => {
    const traffic = { kind: 'read', previousPeakUnitsPerSecond: 0 } as const
    expect(() =>
      onDemandCapacity({ ...traffic, warmUnitsPerSecond: Number.POSITIVE_INFINITY }),
    ).toThrow('warm rate: ')
    expect(() => onDemandCapacity({ ...traffic, previousPeakUnitsPerSecond: -1 })).toThrow(
      'previous peak: ',
    )
  })
})
