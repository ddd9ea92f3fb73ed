/** Pages of datapoints: results are cut where a page is full, and go on with the next. */
import type { Pieces } from './pieces.ts'

export interface Whole<T> {
  readonly about: T
  readonly size: number
}

/** A result's points from one place to another, the latter exclusive. */
export interface Part<T> {
  readonly about: T
  readonly from: number
  readonly to: number
  readonly isLast: boolean
}

/** Which query, which of its results, and which of that one's points comes next. */
export type Place = readonly [query: number, result: number, point: number]

export interface Page<T> {
  readonly parts: readonly Part<T>[]
  readonly next?: Place
}

/** @param resultsOf Of each query from that of `from` on; they are asked for as the page fills. */
export function* cutPage<T>(
  resultsOf: Iterable<Pieces<readonly Whole<T>[]>>,
  from: Place,
  sizeMax: number,
): Pieces<Page<T>> {
  const parts: Part<T>[] = []
  let room = sizeMax
  let [query, first, point] = from
  for (const results of resultsOf) {
    for (const [at, { about, size }] of (yield* results).entries()) {
      if (at < first) continue
      // What has no points takes no room: it is told at once.
      if (room === 0 && size > 0) return { parts, next: [query, at, point] }
      const to = Math.min(size, point + room)
      parts.push({ about, from: point, to, isLast: to === size })
      room -= to - point
      if (to < size) return { parts, next: [query, at, to] }
      point = 0
    }
    query++
    first = 0
    point = 0
  }
  return { parts }
}
