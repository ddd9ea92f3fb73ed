import { describe, expect, it } from 'vitest'
import { ofStatistics, ofValue, ofValues, Sum } from './point.ts'
import { readRows, writeRows } from './rows.ts'

describe('rows of a block', () => {
  it('keep values, statistics, and ranges of values', () => {
    const many = new Sum().add(ofValues(new Map([[2, 3]])))
    for (let at = 0; at < 1_500; at++) many.add(ofValue(100 + at / 100))
    const runs = [
      {
        offset: 0,
        steps: 1,
        measured: ofValues(
          new Map([
            [1, 2],
            [5, 1],
          ]),
        ),
      },
      { offset: 2, steps: 1, measured: ofStatistics({ count: 3, sum: 7, min: 1, max: 4 }) },
      { offset: 4, steps: 1, measured: many },
    ]
    const read = [...readRows(writeRows(runs).rows)]
    expect(read.map(({ offset }) => offset)).toEqual([0, 2, 4])
    expect(read.slice(0, 2)).toEqual(runs.slice(0, 2))
    const [, , last] = read
    const { count, sum, min, max, values } = many
    expect(last?.measured).toEqual({ count, sum, min, max, values })
    expect(values?.size).toBeLessThan(1_000)
  })

  it('keep steps that are alike as one', () => {
    const zero = ofValue(0)
    const runs = Array.from({ length: 60 }, (_, offset) => ({ offset, steps: 1, measured: zero }))
    const { rows, last } = writeRows(runs)
    expect(rows).toEqual([0, 60, 1, 0, 1])
    expect(last).toBe(0)
    expect([...readRows(rows)]).toEqual([{ offset: 0, steps: 60, measured: zero }])
  })
})
