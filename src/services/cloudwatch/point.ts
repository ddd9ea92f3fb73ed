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
  #values: Map<number, number> | undefined

  /** Values cost the most: who asks for none of what needs them leaves them out. */
  constructor(keepsValues = true) {
    this.#values = keepsValues ? new Map() : undefined
  }

  get values(): Values | undefined {
    return this.#values
  }

  add({ count, sum, min, max, values }: Measured): this {
    this.addStatistics(count, sum, min, max)
    if (!values) this.#values = undefined
    if (!this.#values || !values) return this
    for (const [value, times] of values) this.#addValue(value, times)
    return this.#narrowed()
  }

  /** The row at `at`, as `rows.ts` writes it, `times` over. */
  addRow(rows: readonly number[], at: number, times: number): this {
    const n = rows[at + 2] ?? 0
    const [first, last] = n > 0 ? [at + 3, at + 3 + 2 * n] : [at + 7, at + 7 - 2 * n]
    if (n <= 0) {
      const [count = 0, sum = 0, min = 0, max = 0] = rows.slice(at + 3, at + 7)
      this.addStatistics(count * times, sum * times, min, max)
    }
    if (n === 0) this.#values = undefined
    if (n <= 0 && !this.#values) return this
    for (let pair = first; pair < last; pair += 2) {
      const value = rows[pair] ?? 0
      const count = (rows[pair + 1] ?? 0) * times
      if (n > 0) this.addStatistics(count, value * count, value, value)
      if (this.#values) this.#addValue(value, count)
    }
    return this.#narrowed()
  }

  addStatistics(count: number, sum: number, min: number, max: number): void {
    this.count += count
    this.sum += sum
    if (min < this.min) this.min = min
    if (max > this.max) this.max = max
  }

  #addValue(value: number, times: number): void {
    const values = this.#values
    values?.set(value, (values.get(value) ?? 0) + times)
  }

  #narrowed(): this {
    const values = this.#values
    if (values && values.size > distinctValuesMax) this.#values = inRanges(values)
    return this
  }
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
