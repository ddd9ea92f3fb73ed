import { describe, expect, test } from 'vitest'
import { readUnitsOf, readUnitsWorking, writeUnitsOf, writeUnitsWorking } from './capacity-units.ts'

describe('write units', () => {
  test.each([
    [0, 1],
    [1, 1],
    [1_024, 1],
    [1_025, 2],
    [4_096, 4],
    [4_097, 5],
    [409_600, 400],
  ])('of %d bytes are %d, and twice that in a transaction', (sizeBytes, units) => {
    expect(writeUnitsOf({ sizeBytes, consistency: 'eventual' })).toBe(units)
    expect(writeUnitsOf({ sizeBytes, consistency: 'strong' })).toBe(units)
    expect(writeUnitsOf({ sizeBytes, consistency: 'transactional' })).toBe(2 * units)
  })
})

describe('read units', () => {
  test.each([
    [0, 1],
    [4_096, 1],
    [4_097, 2],
    // A query of ten items of 4.08 KB rounds their sum once.
    [41_780, 11],
    [1_048_576, 256],
  ])(
    'of %d bytes are %d when strong, half when eventual, twice in transactions',
    (sizeBytes, units) => {
      expect(readUnitsOf({ sizeBytes, consistency: 'strong' })).toBe(units)
      expect(readUnitsOf({ sizeBytes, consistency: 'eventual' })).toBe(units / 2)
      expect(readUnitsOf({ sizeBytes, consistency: 'transactional' })).toBe(2 * units)
    },
  )
})

describe('their working', () => {
  test('shows the sizes, and the factor where there is one', () => {
    expect(writeUnitsWorking({ sizeBytes: 4_096, consistency: 'eventual' })).toEqual({
      label: 'write units of an item',
      formula: '⌈4,096 B ÷ 1,024 B⌉',
      value: 4,
      unit: 'WCU',
    })
    expect(writeUnitsWorking({ sizeBytes: 4_096, consistency: 'transactional' })).toEqual({
      label: 'write units of an item, transactional',
      formula: '⌈4,096 B ÷ 1,024 B⌉ × 2',
      value: 8,
      unit: 'WCU',
    })
    expect(readUnitsWorking({ sizeBytes: 4_097, consistency: 'eventual' })).toEqual({
      label: 'read units of an item, eventual',
      formula: '⌈4,097 B ÷ 4,096 B⌉ × 0.5',
      value: 1,
      unit: 'RCU',
    })
  })
})
