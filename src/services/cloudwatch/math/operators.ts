/**
 * Operators between numbers, series and lists. AWS: between two series, what only one of them lacks
 * counts as 0; a division by zero drops the point.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
import type { Pieces } from '../pieces.ts'
import { MathFault } from './fault.ts'
import type { Operator } from './tree.ts'
import {
  instantsOfBoth,
  isList,
  isSeries,
  mapPoints,
  mapSeries,
  type TimeSeries,
  type Value,
} from './value.ts'

type Calculate = (left: number, right: number) => number

const truth = (holds: boolean) => (holds ? 1 : 0)

const calculations: Readonly<Record<Operator, Calculate>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => left ** right,
  '==': (left, right) => truth(left === right),
  '!=': (left, right) => truth(left !== right),
  '<': (left, right) => truth(left < right),
  '<=': (left, right) => truth(left <= right),
  '>': (left, right) => truth(left > right),
  '>=': (left, right) => truth(left >= right),
  AND: (left, right) => truth(left !== 0 && right !== 0),
  OR: (left, right) => truth(left !== 0 || right !== 0),
}

/** @throws MathFault for two lists, and for texts */
export function* operate(operator: Operator, left: Value, right: Value): Pieces<Value> {
  const calculate = calculations[operator]
  if (typeof left === 'number' && typeof right === 'number') return calculate(left, right)
  if (isList(left) && !isList(right)) {
    return yield* mapSeries(left, (one) => pair(operator, one, right))
  }
  if (isList(right) && !isList(left)) {
    return yield* mapSeries(right, (one) => pair(operator, left, one))
  }
  return pair(operator, left, right)
}

function pair(operator: Operator, left: Value, right: Value): TimeSeries {
  const calculate = calculations[operator]
  if (isSeries(left) && typeof right === 'number') {
    return mapPoints(left, (value) => calculate(value, right))
  }
  if (isSeries(right) && typeof left === 'number') {
    return mapPoints(right, (value) => calculate(left, value))
  }
  if (isSeries(left) && isSeries(right)) return combine(left, right, calculate)
  throw new MathFault(
    `unsupported operand types for ${operator}: ${typeName(left)} and ${typeName(right)}`,
  )
}

function combine(left: TimeSeries, right: TimeSeries, calculate: Calculate): TimeSeries {
  const points = new Map<number, number>()
  for (const atMs of instantsOfBoth(left, right)) {
    const value = calculate(left.points.get(atMs) ?? 0, right.points.get(atMs) ?? 0)
    if (Number.isFinite(value)) points.set(atMs, value)
  }
  return { label: left.label, periodMs: left.periodMs, points }
}

export function* negate(value: Value): Pieces<Value> {
  if (typeof value === 'number') return -value
  const negated = (one: TimeSeries) => mapPoints(one, (point) => -point)
  if (isList(value)) return yield* mapSeries(value, negated)
  if (isSeries(value)) return negated(value)
  throw new MathFault(`unsupported operand type for -: ${typeName(value)}`)
}

export function typeName(value: Value): string {
  if (typeof value === 'number') return 'Scalar'
  if (typeof value === 'string') return 'String'
  return isList(value) ? 'Array<TimeSeries>' : 'TimeSeries'
}
