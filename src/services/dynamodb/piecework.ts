/** Work on many items, done a piece at a time, so that nobody's call waits for all of it. */
import type { JobCall } from '../../kernel/call.ts'
import { partsOf } from './items.ts'
import type { DynamodbChange, DynamodbState, Item, state } from './state.ts'

/** A job's call, which knows when its turn is over. */
export type JobTurn = DynamodbChange & Pick<JobCall<typeof state>, 'isTurnOver'>

/** How far a piece has come. */
export interface Piece<T> {
  /** What was done last. */
  readonly last?: T
  /** There is nothing left. */
  readonly isWhole: boolean
}

interface Pieces<T> {
  /** So many, if the turn isn't over before; one at least. */
  readonly max: number
  read(after: T | undefined, limit: number): readonly T[]
  work(one: T): void
}

/** Reading many large items at once takes longer than a turn, too. */
const readAtOnce = 10

export function workInTurn<T>(turn: JobTurn, { max, read, work }: Pieces<T>): Piece<T> {
  let last: T | undefined
  for (let done = 0; done < max;) {
    const limit = Math.min(readAtOnce, max - done)
    const some = read(last, limit)
    for (const one of some) {
      work(one)
      last = one
      done++
      if (turn.isTurnOver()) return { last, isWhole: false }
    }
    if (some.length < limit) return { ...(last !== undefined && { last }), isWhole: true }
  }
  return { ...(last !== undefined && { last }), isWhole: false }
}

export type ItemKey = Pick<Item, 'partition' | 'sort'>

export function itemKeyOf({ partition, sort }: ItemKey): ItemKey {
  return { partition, ...(sort !== undefined && { sort }) }
}

/** Items that are kept under a table's or backup's id, behind one of them. */
export function itemsAfter(
  { items }: Pick<DynamodbState, 'items'>,
  space: string,
  after: ItemKey | undefined,
  limit: number,
): readonly Item[] {
  const span = after && { after: [after.partition, ...partsOf(after.sort)] }
  return [...items.range({ prefix: [space], ...span, limit })]
}
