import { describe, expect, test } from 'vitest'
import { partitionBucket, partitionsOf } from './partitions.ts'
import { takeUnits } from './token-bucket.ts'

const gb = 1_024 ** 3

describe('partitions', () => {
  test.each([
    [0, 0, 0, 1],
    [10, 120, 0, 1],
    [3_000, 0, 0, 1],
    [3_001, 0, 0, 2],
    [1_500, 500, 0, 1],
    [1_500, 501, 0, 2],
    [40_000, 40_000, 0, 54],
    [10, 10, 10 * gb, 1],
    [10, 10, 10 * gb + 1, 2],
    [6_000, 0, 95 * gb, 10],
  ])('for %d RCU, %d WCU and %d bytes are %d', (readUnits, writeUnits, storedBytes, count) => {
    const table = { readUnitsPerSecond: readUnits, writeUnitsPerSecond: writeUnits, storedBytes }
    expect(partitionsOf(table).count).toBe(count)
  })

  test('never become fewer', () => {
    const table = { readUnitsPerSecond: 10, writeUnitsPerSecond: 10, storedBytes: 25 * gb }
    expect(partitionsOf({ ...table, partitionsBefore: 7 })).toEqual({
      count: 7,
      working: [
        {
          label: 'partitions',
          formula: 'max(⌈10 ÷ 3,000 + 10 ÷ 1,000⌉, ⌈25 GB ÷ 10 GB⌉, 7 as before)',
          value: 7,
          unit: 'partitions',
        },
      ],
    })
  })

  test('of a new on-demand table are four, of which each gives both reads and writes', () => {
    const none = { readUnitsPerSecond: 0, writeUnitsPerSecond: 0, storedBytes: 0 }
    const warm = { readUnitsPerSecond: 12_000, writeUnitsPerSecond: 4_000 }
    const step = { label: 'partitions', unit: 'partitions' }
    expect(partitionsOf({ ...none, warm })).toEqual({
      count: 4,
      working: [{ ...step, formula: 'max(⌈12,000 ÷ 3,000⌉, ⌈4,000 ÷ 1,000⌉)', value: 4 }],
    })
    const lopsided = { ...warm, readUnitsPerSecond: 30_001 }
    expect(partitionsOf({ ...none, warm: lopsided, partitionsBefore: 2 }).count).toBe(11)
    const units = { readUnitsPerSecond: 9_000, writeUnitsPerSecond: 3_000, storedBytes: 0 }
    expect(partitionsOf({ ...units, warm }).count).toBe(6)
  })

  test('have been one at least', () => {
    const table = { readUnitsPerSecond: 1, writeUnitsPerSecond: 1, storedBytes: 0 }
    expect(() => partitionsOf({ ...table, partitionsBefore: 0 })).toThrow('partitions before: ')
  })
})

test('a partition lets 1,000 write units through in a second, however long it was idle', () => {
  const first = takeUnits(partitionBucket('write', 0), { units: 1_000, nowMs: 600_000 })
  const second = takeUnits(first.bucket, { units: 1, nowMs: 600_000 })
  expect([first.isTaken, second.isTaken]).toEqual([true, false])
  expect(takeUnits(second.bucket, { units: 1, nowMs: 600_001 }).isTaken).toBe(true)
  expect(takeUnits(partitionBucket('read', 0), { units: 3_000, nowMs: 0 }).isTaken).toBe(true)
})
