/**
 * How often collections have changed. A count belongs to a place in the store and not to whoever looks
 * at it, so that all who look see it rise. There is a fixed number of counts: collections that share
 * one make each other's readers look anew, which costs them time and nothing else.
 */
import type { Key } from './store/key.ts'

export interface Revision {
  count: number
}

const countsMax = 4_096

export class Revisions {
  readonly #counts: Revision[] = []

  of(prefix: Key): Revision {
    return (this.#counts[slotOf(prefix)] ??= { count: 0 })
  }

  /** Whatever was read may be true no more. */
  raiseAll(): void {
    this.#counts.forEach((revision) => revision.count++)
  }
}

function slotOf(prefix: Key): number {
  let hash = 0
  for (let at = 0; at < prefix.length; at++) {
    hash = (Math.imul(hash, 31) + prefix.charCodeAt(at)) >>> 0
  }
  return hash % countsMax
}
