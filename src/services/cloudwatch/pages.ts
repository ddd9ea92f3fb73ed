/** Pages of datapoints: results are cut where a page is full, and go on with the next. */

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

/** Which result, and which of its points, comes next. */
export type Place = readonly [result: number, point: number]

export interface Page<T> {
  readonly parts: readonly Part<T>[]
  readonly next?: Place
}

export function cutPage<T>(results: readonly Whole<T>[], from: Place, sizeMax: number): Page<T> {
  const parts: Part<T>[] = []
  let room = sizeMax
  let [at, point] = from
  for (; at < results.length; at++, point = 0) {
    const result = results[at]
    if (!result) break
    // What has no points takes no room: it is told at once.
    if (room === 0 && result.size > 0) return { parts, next: [at, point] }
    const to = Math.min(result.size, point + room)
    parts.push({ about: result.about, from: point, to, isLast: to === result.size })
    room -= to - point
    if (to < result.size) return { parts, next: [at, to] }
  }
  return { parts }
}
