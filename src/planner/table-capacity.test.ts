import { describe, expect, test } from 'vitest'
import { examLogWriteUnits, planTable, type TableLoad } from './table-capacity.ts'

const load: TableLoad = {
  writesPerSecond: 30,
  readsPerSecond: 20,
  itemSizeBytes: 4_096,
  consistency: 'eventual',
}

describe('the capacity of a table', () => {
  test('for 30 writes and 20 reads of 4 KB a second is 120 WCU and 10 RCU', () => {
    expect(planTable(load)).toEqual({
      writeUnits: 120,
      readUnits: 10,
      writeUnitsPerItem: 4,
      readUnitsPerItem: 0.5,
      indexes: [],
      partitions: 1,
      aByteMore: { writeUnits: 150, readUnits: 20 },
      working: [
        { label: 'write units of an item', formula: '⌈4,096 B ÷ 1,024 B⌉', value: 4, unit: 'WCU' },
        { label: 'write capacity', formula: '30/s × 4', value: 120, unit: 'WCU' },
        {
          label: 'read units of an item, eventual',
          formula: '⌈4,096 B ÷ 4,096 B⌉ × 0.5',
          value: 0.5,
          unit: 'RCU',
        },
        { label: 'read capacity', formula: '20/s × 0.5', value: 10, unit: 'RCU' },
        {
          label: 'partitions',
          formula: '⌈10 ÷ 3,000 + 120 ÷ 1,000⌉',
          value: 1,
          unit: 'partition',
        },
      ],
    })
  })

  test.each([
    ['strong', 120, 20],
    ['transactional', 240, 40],
  ] as const)('of %s reads is %d WCU and %d RCU', (consistency, writeUnits, readUnits) => {
    expect(planTable({ ...load, consistency })).toMatchObject({ writeUnits, readUnits })
  })

  test('rounds the sum up, not what each second brings', () => {
    const { readUnits, working } = planTable({ ...load, writesPerSecond: 0, readsPerSecond: 2.5 })
    expect(readUnits).toBe(2)
    expect(working[1]).toMatchObject({ formula: '⌈2.5/s × 0.5⌉', value: 2 })
  })

  test('is not moved by fractions that binary numbers add', () => {
    expect(planTable({ ...load, writesPerSecond: 0.1 * 3, itemSizeBytes: 10_240 })).toMatchObject({
      writeUnits: 3,
    })
  })

  test('stays what it is a byte later, where sizes are not on an edge', () => {
    expect(planTable({ ...load, itemSizeBytes: 4_000 })).not.toHaveProperty('aByteMore')
    expect(planTable({ ...load, itemSizeBytes: 409_600 })).not.toHaveProperty('aByteMore')
  })
})

describe('an index', () => {
  const byOwner = { name: 'by-owner', entrySizeBytes: 1_024 }

  test('has units of its own: one write for each of the table, of what is projected', () => {
    const { indexes, writeUnits } = planTable({ ...load, indexes: [byOwner] })
    expect(indexes).toEqual([{ name: 'by-owner', writeUnits: 30, readUnits: 0 }])
    expect(writeUnits).toBe(120)
  })

  test('takes two writes where its key changes', () => {
    const { indexes, working } = planTable({ ...load, indexes: [{ ...byOwner, changesKey: true }] })
    expect(indexes).toEqual([{ name: 'by-owner', writeUnits: 60, readUnits: 0 }])
    expect(working).toContainEqual({
      label: 'by-owner: write units of an entry that moves',
      formula: '2 × ⌈1,024 B ÷ 1,024 B⌉',
      value: 2,
      unit: 'WCU',
    })
  })

  test('is read eventually consistent whatever the table is, and touched by some writes only', () => {
    const index = { ...byOwner, writesPerSecond: 10, readsPerSecond: 5 }
    const { indexes } = planTable({ ...load, consistency: 'transactional', indexes: [index] })
    expect(indexes).toEqual([{ name: 'by-owner', writeUnits: 10, readUnits: 3 }])
  })

  test('cannot be written more often than its table', () => {
    const index = { ...byOwner, writesPerSecond: 31 }
    expect(() => planTable({ ...load, indexes: [index] })).toThrow(
      'index by-owner: more writes than its table’s 30/s',
    )
  })
})

describe('nonsense', () => {
  test.each([
    [{ itemSizeBytes: 0 }, 'item size: a whole number from 1 to 409,600 bytes, not 0'],
    [{ itemSizeBytes: 409_601 }, 'item size: a whole number from 1 to 409,600 bytes, not 409601'],
    [{ itemSizeBytes: 1.5 }, 'item size: a whole number from 1 to 409,600 bytes, not 1.5'],
    [{ writesPerSecond: -1 }, 'writes: a number from 0 to 1,000,000,000 a second, not -1'],
    [{ readsPerSecond: Number.NaN }, 'reads: a number from 0 to 1,000,000,000 a second, not NaN'],
    [
      { storedBytes: -1 },
      'table size: a whole number from 0 to 9,007,199,254,740,991 bytes, not -1',
    ],
  ])('%j is refused', (nonsense, message) => {
    const plan = () => planTable({ ...load, ...nonsense })
    expect(plan).toThrow(expect.objectContaining({ name: 'PlanError', message }))
  })
})

test('the exam log takes one write unit for 4 KB', () => {
  expect(examLogWriteUnits(load)).toBe(30)
  expect(examLogWriteUnits({ ...load, itemSizeBytes: 4_097 })).toBe(60)
  expect(examLogWriteUnits({ ...load, consistency: 'transactional' })).toBe(60)
})
