/** What was taken from limits, so that it can be put back. */
import type { TokenBucket } from '../../../planner/token-bucket.ts'
import type { Limit } from './limit.ts'

export class Takings {
  readonly #limits: Limit[] = []
  readonly #before: TokenBucket[] = []

  get count(): number {
    return this.#limits.length
  }

  /** `false`: the limit holds too little, and nothing is taken from it. */
  take(limit: Limit, units: number, nowMs: number): boolean {
    const { bucket } = limit
    if (!limit.take(units, nowMs)) return false
    this.#limits.push(limit)
    this.#before.push(bucket)
    return true
  }

  /** Puts back what was taken from a certain one on. */
  undo(from = 0): void {
    while (this.#limits.length > from) {
      const limit = this.#limits.pop()
      const bucket = this.#before.pop()
      if (limit && bucket) limit.bucket = bucket
    }
  }
}
