/** What was measured in one span of time: whatever statistic is asked for follows from it. */
import { distinctValuesMax } from './limits.ts'

/** How often each value was seen. */
export type Values = ReadonlyMap<number, number>

export interface Measured {
  readonly count: number
  readonly sum: number
  readonly min: number
  readonly max: number
  /** Absent where the single values aren't known: of statistic sets. */
  readonly values?: Values
}

export interface Point extends Measured {
  readonly atMs: number
}

export function ofValue(value: number, times = 1): Measured {
  const values = new Map([[value, times]])
  return { count: times, sum: value * times, min: value, max: value, values }
}

export function ofValues(values: Values): Measured {
  let count = 0
  let sum = 0
  let min = Infinity
  let max = -Infinity
  for (const [value, times] of values) {
    count += times
    sum += value * times
    if (value < min) min = value
    if (value > max) max = value
  }
  return { count, sum, min, max, values }
}

/** AWS: single values follow from a statistic set only where all of them are the same. */
export function ofStatistics(given: Omit<Measured, 'values'>): Measured {
  const { count, sum, min, max } = given
  const isUniform = min === max && sum === min * count
  return { count, sum, min, max, ...(isUniform && { values: new Map([[min, count]]) }) }
}

/** Adds up what was measured. */
export class Sum implements Measured {
  count = 0
  sum = 0
  min = Infinity
  max = -Infinity
  #values: Map<number, number> | undefined = new Map()

  get values(): Values | undefined {
    return this.#values
  }

  add(measured: Measured): this {
    this.count += measured.count
    this.sum += measured.sum
    if (measured.min < this.min) this.min = measured.min
    if (measured.max > this.max) this.max = measured.max
    this.#addValues(measured.values)
    return this
  }

  #addValues(added: Values | undefined): void {
    if (!added) this.#values = undefined
    const values = this.#values
    if (!values || !added) return
    for (const [value, times] of added) values.set(value, (values.get(value) ?? 0) + times)
    if (values.size > distinctValuesMax) this.#values = inRanges(values)
  }
}

export function sumOf(measured: readonly Measured[]): Measured {
  const [only] = measured
  if (only && measured.length === 1) return only
  const sum = new Sum()
  for (const one of measured) sum.add(one)
  return sum
}

/**
 * Values that are within a hundredth of each other count as one. AWS keeps a similar histogram, the
 * widths of which aren't public.
 */
function inRanges(values: Values): Map<number, number> {
  const ranges = new Map<number, number>()
  for (const [value, times] of values) {
    const middle = middleOfRange(value)
    ranges.set(middle, (ranges.get(middle) ?? 0) + times)
  }
  return ranges
}

const width = Math.log(1.01)

function middleOfRange(value: number): number {
  if (value === 0) return 0
  return Math.sign(value) * Math.exp(Math.round(Math.log(Math.abs(value)) / width) * width)
}
