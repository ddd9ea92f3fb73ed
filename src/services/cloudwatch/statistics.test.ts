import { describe, expect, it } from 'vitest'
import { ofStatistics, ofValues } from './point.ts'
import { findStatistic } from './statistics.ts'

const hundred = ofValues(new Map(Array.from({ length: 100 }, (_, at) => [at + 1, 1])))
const ten = ofValues(new Map(Array.from({ length: 10 }, (_, at) => [at + 1, 1])))

const of = (name: string, measured = hundred) => findStatistic(name)?.(measured)

describe('statistics', () => {
  it.each([
    ['SampleCount', 100],
    ['Sum', 5_050],
    ['Average', 50.5],
    ['Minimum', 1],
    ['Maximum', 100],
    ['p0', 1],
    ['p50', 50],
    ['p99', 99],
    ['p99.5', 100],
    ['p100', 100],
    ['tm90', 45.5],
    ['TM(:90%)', 45.5],
    ['TM(10%:90%)', 50.5],
    ['TM(10:20)', 15.5],
    ['TM(98:)', 99.5],
    ['IQM', 50.5],
    ['tc90', 90],
    ['TC(80:90)', 10],
    ['TC(200:300)', 0],
    ['ts10', 55],
    ['TS(90%:)', 955],
    ['PR(:30)', 30],
    ['PR(10:30)', 20],
    ['wm90', (45.5 * 90 + 10 * 90) / 100],
    ['WM(10%:90%)', 50.5],
    ['WM(50:60)', (50 * 50 + 555 - 0 + 40 * 60) / 100],
  ])('%s of 1 to 100 is %d', (name, expected) => {
    expect(of(name)).toBeCloseTo(expected, 9)
  })

  it('takes the nearest rank of few values', () => {
    expect(['p1', 'p10', 'p11', 'p95'].map((name) => of(name, ten))).toEqual([1, 1, 2, 10])
    expect(of('tm95', ten)).toBe(5.5)
  })

  it.each(['p', 'p101', 'P50', 'median', 'TM(:)', 'TM(10%:20)', 'TM(20:10)', 'PR(1%:2%)', 'tm101'])(
    'knows no %s',
    (name) => {
      expect(findStatistic(name)).toBeUndefined()
    },
  )

  it('tells nothing of single values that it does not know, or that are negative', () => {
    const set = ofStatistics({ count: 3, sum: 7, min: 1, max: 4 })
    expect(['p50', 'tm50', 'PR(:2)'].map((name) => of(name, set))).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(of('p50', ofValues(new Map([[-1, 1]])))).toBeUndefined()
    expect(of('TM(500:600)')).toBeUndefined()
  })

  it('knows the single values of a set whose values are all the same', () => {
    expect(of('p50', ofStatistics({ count: 3, sum: 6, min: 2, max: 2 }))).toBe(2)
  })
})
