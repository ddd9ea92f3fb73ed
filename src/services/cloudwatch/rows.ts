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

export function* readRows(rows: readonly number[]): Generator<Run> {
  for (let at = 0; at < rows.length;) {
    const [offset = 0, steps = 1, n = 0] = rows.slice(at, at + 3)
    yield { offset, steps, measured: readMeasured(rows, at + 3, n) }
    at += rowLength(n)
  }
}

/** Runs in the order of time, none over another. */
export function writeRows(runs: Iterable<Run>): readonly number[] {
  const rows: number[] = []
  let last: { at: number; end: number; content: readonly number[] } | undefined
  for (const { offset, steps, measured } of runs) {
    const content = contentOf(measured)
    if (last && last.end === offset && isSame(last.content, content)) {
      rows[last.at + 1] = (rows[last.at + 1] ?? 0) + steps
      last.end += steps
      continue
    }
    last = { at: rows.length, end: offset + steps, content }
    rows.push(offset, steps, ...content)
  }
  return rows
}

function rowLength(n: number): number {
  return n > 0 ? 3 + 2 * n : 7 - 2 * n
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

function isSame(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((value, at) => Object.is(value, right[at]))
}
