/**
 * How a block's points are kept: one list of numbers, row after row in the order of time.
 *
 * A row begins with its offset in the block, counted in the block's resolution, with how many points
 * in a row are alike from there on, and with `n`, which tells what follows:
 *
 * - `n > 0`: `n` pairs of a value and how often it was seen; all else follows from them.
 * - `n = 0`: count, sum, minimum and maximum; the values aren't known.
 * - `n < 0`: count, sum, minimum and maximum, then `-n` pairs, where the pairs are ranges of values.
 */
import { type Measured, ofValues } from './point.ts'

/** What is measured from an offset on, in each of so many steps. */
export interface Run {
  readonly offset: number
  readonly steps: number
  readonly measured: Measured
}

export interface Rows {
  readonly rows: readonly number[]
  /** Where the last row begins; -1: there is none. */
  readonly last: number
}

export const noRows: Rows = { rows: [], last: -1 }

/** Where the row behind the one at `at` begins. */
export function afterRow(rows: readonly number[], at: number): number {
  const n = rows[at + 2] ?? 0
  return at + (n > 0 ? 3 + 2 * n : 7 - 2 * n)
}

export function* readRows(rows: readonly number[]): Generator<Run> {
  for (let at = 0; at < rows.length; at = afterRow(rows, at)) yield readRow(rows, at)
}

export function writeRows(runs: Iterable<Run>): Rows {
  let written = noRows
  for (const run of runs) written = appendRow(written, run) ?? written
  return written
}

/** `undefined`: the run isn't behind all others. */
export function appendRow(
  { rows, last }: Rows,
  { offset, steps, measured }: Run,
): Rows | undefined {
  const end = last < 0 ? 0 : (rows[last] ?? 0) + (rows[last + 1] ?? 0)
  if (offset < end) return undefined
  const content = contentOf(measured)
  if (offset === end && isSame(rows, last + 2, content)) {
    return { rows: rows.with(last + 1, (rows[last + 1] ?? 0) + steps), last }
  }
  return { rows: [...rows, offset, steps, ...content], last: rows.length }
}

/** Changes the last row where it is of this one step; `undefined`: it isn't. */
export function changeLast(
  { rows, last }: Rows,
  offset: number,
  change: (measured: Measured) => Measured,
): Rows | undefined {
  if (last < 0 || rows[last] !== offset || rows[last + 1] !== 1) return undefined
  const { measured } = readRow(rows, last)
  return { rows: [...rows.slice(0, last + 2), ...contentOf(change(measured))], last }
}

function readRow(rows: readonly number[], at: number): Run {
  const measured = readMeasured(rows, at + 3, rows[at + 2] ?? 0)
  return { offset: rows[at] ?? 0, steps: rows[at + 1] ?? 1, measured }
}

function readMeasured(rows: readonly number[], at: number, n: number): Measured {
  if (n > 0) return ofValues(readPairs(rows, at, n))
  const [count = 0, sum = 0, min = 0, max = 0] = rows.slice(at, at + 4)
  return { count, sum, min, max, ...(n < 0 && { values: readPairs(rows, at + 4, -n) }) }
}

function readPairs(rows: readonly number[], from: number, n: number): Map<number, number> {
  const pairs = new Map<number, number>()
  for (let at = from; at < from + 2 * n; at += 2) pairs.set(rows[at] ?? 0, rows[at + 1] ?? 0)
  return pairs
}

function contentOf({ count, sum, min, max, values }: Measured): readonly number[] {
  if (!values) return [0, count, sum, min, max]
  const pairs = [...values].flat()
  const follows = ofValues(values)
  const isWhole = follows.sum === sum && follows.min === min && follows.max === max
  if (isWhole && follows.count === count) return [values.size, ...pairs]
  return [-values.size, count, sum, min, max, ...pairs]
}

/** The last row's content is this one. */
function isSame(rows: readonly number[], from: number, content: readonly number[]): boolean {
  if (rows.length - from !== content.length) return false
  return content.every((value, at) => Object.is(value, rows[from + at]))
}
