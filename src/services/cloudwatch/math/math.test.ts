import { describe, expect, it } from 'vitest'
import { inOneGo, type Pieces } from '../pieces.ts'
import { calculate } from './calculate.ts'
import { MathFault } from './fault.ts'
import { readExpression } from './tree.ts'
import { isList, isSeries, type TimeSeries, type Value } from './value.ts'

const startMs = Date.UTC(2026, 0, 3, 23, 58)
const periodMs = 60_000

// eslint-disable-next-line require-yield -- what is there already takes no work
function* atOnce<T>(value: T): Pieces<T> {
  return value
}

/** `undefined` is a missing point. */
type Row = readonly (number | undefined)[]

function series(label: string, row: Row): TimeSeries {
  const points = new Map<number, number>()
  for (const [at, value] of row.entries()) {
    if (value !== undefined) points.set(startMs + at * periodMs, value)
  }
  return { label, periodMs, points }
}

function rowOf({ points }: TimeSeries, length: number): Row {
  return Array.from({ length }, (_, at) => points.get(startMs + at * periodMs))
}

function result(expression: string, metrics: Readonly<Record<string, Row>>, slots = 5): unknown {
  const named = Object.entries(metrics).map(([id, row]) => [id, series(id, row)] as const)
  const byId = new Map<string, Value>(named)
  const work = calculate(readExpression(expression), {
    frame: { startMs, endMs: startMs + slots * periodMs, periodMs },
    find: (id) => atOnce(byId.get(id)),
    periodOf: (id) => (byId.has(id) ? 60 : undefined),
    metrics: (text) => atOnce(named.filter(([id]) => id.includes(text)).map(([, one]) => one)),
    search: () => atOnce([]),
  })
  const value = inOneGo(work)
  if (isList(value)) return value.map((one) => rowOf(one, slots))
  return isSeries(value) ? rowOf(value, slots) : value
}

const _ = undefined

describe('metric math', () => {
  it.each([
    ['1 + 2 * 3 ^ 2', 19],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['(1 + 2) * 3 - -1', 10],
    ['7 / 2', 3.5],
    ['1 < 2 AND 3 >= 3', 1],
    ['1 == 2 || 0 != 0', 0],
    ['1 > 2 OR 2 > 1 && 0 > 1', 0],
  ])('%s is %d', (expression, expected) => {
    expect(result(expression, {})).toBe(expected)
  })

  const m = { m1: [30, 20, 0, 0], m2: [20, _, 20, _] }

  it.each([
    ['m1 + m2', [50, 20, 20, 0]],
    ['m1 - m2', [10, 20, -20, 0]],
    ['m1 / m2', [1.5, _, 0, _]],
    ['m2 * 2', [40, _, 40, _]],
    ['100 / m1', [100 / 30, 5, _, _]],
    ['-m2', [-20, _, -20, _]],
    ['m1 < m2', [0, 0, 1, 0]],
    ['m1 >= 30', [1, 0, 0, 0]],
    ['m1 > 15 AND m2 > 15', [1, 0, 0, 0]],
    ['m1 > 15 || m2 > 15', [1, 1, 1, 0]],
    ['ABS(-m1)', [30, 20, 0, 0]],
    ['CEIL(m1 / 7)', [5, 3, 0, 0]],
    ['FLOOR(m1 / 7)', [4, 2, 0, 0]],
    ['LOG10(m1 * 0 + 100)', [2, 2, 2, 2]],
    ['LOG(m1)', [Math.log(30), Math.log(20), _, _]],
    ['DIFF(m1)', [_, -10, -20, 0]],
    ['DIFF_TIME(m2)', [_, _, 120, _]],
    ['RATE(m2 + m2 * 0)', [_, _, 0, _]],
    ['RATE(m1)', [_, -10 / 60, -20 / 60, 0]],
    ['RUNNING_SUM(m1)', [30, 50, 50, 50]],
    ['FILL(m2, 7)', [20, 7, 20, 7]],
    ['FILL(m2, REPEAT)', [20, 20, 20, 20]],
    ['FILL(m2, LINEAR)', [20, 20, 20, _]],
    ['FILL(m2, m1)', [20, 20, 20, 0]],
    ['m1 - AVG(m1)', [17.5, 7.5, -12.5, -12.5]],
    ['m1 * 0 + AVG(m2)', [10, 10, 10, 10]],
    ['m1 * 0 + SUM(m2) / DATAPOINT_COUNT(m2)', [20, 20, 20, 20]],
    ['m1 * 0 + MAX(m1) - MIN(m1)', [30, 30, 30, 30]],
    ['TIME_SERIES(STDDEV(m1))', Array.from({ length: 4 }, () => Math.sqrt(168.75))],
    ['SUM([m1, m2])', [50, 20, 20, 0]],
    ['AVG(METRICS())', [25, 10, 10, 0]],
    ['MIN([m1, m2])', [20, 20, 0, 0]],
    ['MAX(METRICS())', [30, 20, 20, 0]],
    ['DATAPOINT_COUNT(METRICS())', [2, 1, 2, 1]],
    ['SUM(METRICS("m2"))', [20, _, 20, _]],
    ['m1 * 0 + METRIC_COUNT(METRICS())', [2, 2, 2, 2]],
    ['m1 / PERIOD(m1)', [0.5, 20 / 60, 0, 0]],
    ['FIRST(SORT(METRICS(), SUM, DESC))', [30, 20, 0, 0]],
    ['LAST(SORT(METRICS(), SUM, DESC))', [20, _, 20, _]],
    ['TIME_SERIES(10)', [10, 10, 10, 10]],
    ['MINUTE(m2)', [58, 59, 0, 1]],
    ['HOUR(m2)', [23, 23, 0, 0]],
    ['DAY(m2)', [6, 6, 7, 7]],
    ['DATE(m2)', [3, 3, 4, 4]],
    ['MONTH(m2) + YEAR(m2)', [2_027, 2_027, 2_027, 2_027]],
    ['EPOCH(m1) - EPOCH(m2)', [0, 0, 0, 0]],
  ] as [string, Row][])('%s', (expression, expected) => {
    const shown = result(expression, m, 4) as Row
    expect(shown.map((one) => one && Number(one.toFixed(9)))).toEqual(
      expected.map((one) => one && Number(one.toFixed(9))),
    )
  })

  it.each([
    [
      'METRICS() * 2',
      [
        [60, 40, 0, 0],
        [40, _, 40, _],
      ],
    ],
    [
      '100 * [m1, m2] / m1',
      [
        [100, 100, _, _],
        [2_000 / 30, 0, _, _],
      ],
    ],
    ['SLICE(SORT(METRICS(), AVG, ASC), 0, 1)', [[20, _, 20, _]]],
    ['SLICE(METRICS(), 1)', [[20, _, 20, _]]],
    ['SORT(METRICS(), MAX, DESC, 1)', [[30, 20, 0, 0]]],
    ['REMOVE_EMPTY([m1, IF(m1 < 0, m1)])', [[30, 20, 0, 0]]],
    ['FILL(METRICS("m2"), 1)', [[20, 1, 20, 1]]],
  ] as [string, Row[]][])('%s is a list', (expression, expected) => {
    expect(result(expression, m, 4)).toEqual(expected)
  })

  const choice = { c: [1, 1, 0, 0, _], a: [30, _, 0, 0, 30], b: [0, 0, 20, _, 20] }

  it.each([
    ['IF(c, a, b)', [30, 0, 20, 0, _]],
    ['IF(c, 5, b)', [5, 5, 20, _, _]],
    ['IF(c, a, 5)', [30, 0, 5, 5, _]],
    ['IF(c, a)', [30, 0, _, _, _]],
    ['IF(a < 20, 10, 2)', [2, _, 10, 10, 2]],
    ['IF(1, a, b)', [30, _, 0, 0, 30]],
    ['IF(0, a, b)', [0, 0, 20, _, 20]],
    ['IF(0, a)', [_, _, _, _, _]],
  ] as [string, Row][])('%s', (expression, expected) => {
    expect(result(expression, choice)).toEqual(expected)
  })

  it.each([
    ['m1 +', 'unexpected end'],
    ['m1 ? 2', "unexpected character '?'"],
    ['(m1', "')' expected, not 'end'"],
    ['m1 m2', "unexpected 'm2'"],
    ['nothing + 1', "there is no metric or expression 'nothing'"],
    ['avg(m1)', "there is no function 'avg'"],
    ['ABS(m1, m2)', 'ABS takes 1, not 2'],
    ['ABS(1)', 'ABS takes no Scalar'],
    [
      'METRICS() + METRICS()',
      'unsupported operand types for +: Array<TimeSeries> and Array<TimeSeries>',
    ],
    ['SORT(METRICS(), SUM, UP)', 'SORT takes one of ASC, DESC'],
    ['FIRST(METRICS("x"))', 'FIRST of no time series'],
    ['PERIOD(m1 + m2)', 'PERIOD takes a metric'],
    ['('.repeat(200) + 'm1' + ')'.repeat(200), 'nested too deeply'],
  ])('refuses %s', (expression, message) => {
    expect(() => result(expression, m)).toThrow(new MathFault(message))
  })

  it('calculates nothing with the average of a series without points', () => {
    expect(result('m1 - AVG(none)', { ...m, none: [] }, 4)).toEqual([_, _, _, _])
  })
})
