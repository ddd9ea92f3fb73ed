import { expect, it } from 'vitest'
import { type JobTurn, workInTurn } from './piecework.ts'

const all = Array.from({ length: 25 }, (_, n) => n)

/** What is done of all in a turn of so many. */
function piece(max: number, turn: number) {
  const done: number[] = []
  const reads: number[] = []
  const call = { isTurnOver: () => done.length >= turn } as JobTurn
  const { last, isWhole } = workInTurn<number>(call, {
    max,
    read(after = -1, limit) {
      reads.push(limit)
      return all.slice(after + 1, after + 1 + limit)
    },
    work: (one) => done.push(one),
  })
  return { done: done.length, last, isWhole, reads }
}

it('a piece ends where there is nothing left, where it is large enough, or where its turn is over', () => {
  expect(piece(100, 100)).toEqual({ done: 25, last: 24, isWhole: true, reads: [10, 10, 10] })
  expect(piece(12, 100)).toEqual({ done: 12, last: 11, isWhole: false, reads: [10, 2] })
  expect(piece(100, 13)).toEqual({ done: 13, last: 12, isWhole: false, reads: [10, 10] })
})

it('a turn that is over from the start still does one', () => {
  expect(piece(100, 0)).toMatchObject({ done: 1, last: 0, isWhole: false })
})
