import { describe, expect, it } from 'vitest'
import { testPlace, world } from '../../test/support/world.ts'
import { counters } from './testing/counters.ts'

interface Counters {
  readonly counters: {
    readonly revision: number
    put(counter: { name: string; count: number }): void
  }
}

function manyAccounts() {
  const service = counters()
  const cloud = world({ services: [service] })
  const cellOf = (account: string) => cloud.kernel.cells.of(service, { ...testPlace, account })
  return {
    ...cloud,
    cellOf,
    stateOf: (account: string) => cellOf(account).changing.state as unknown as Counters,
    visit(count: number) {
      for (let at = 0; at < count; at++) cellOf(String(100_000_000_000 + at))
    },
  }
}

describe('a cell', () => {
  it('is made once for a place that is asked for again and again', () => {
    const { cellOf, visit } = manyAccounts()
    const cell = cellOf(testPlace.account)
    for (let round = 0; round < 20; round++) {
      visit(1_000)
      expect(cellOf(testPlace.account)).toBe(cell)
    }
  })

  it('that nobody has asked for lately is not kept', () => {
    const { cellOf, visit } = manyAccounts()
    const cell = cellOf(testPlace.account)
    visit(20_000)
    expect(cellOf(testPlace.account)).not.toBe(cell)
  })

  it('that is made again and one that is still held see the changes of both', async () => {
    const { kernel, stateOf, visit, call } = manyAccounts()
    const held = stateOf(testPlace.account)
    visit(20_000)
    const again = stateOf(testPlace.account)
    expect(again).not.toBe(held)
    for (const [writing, reading] of [
      [again, held],
      [held, again],
    ] as const) {
      const before = reading.counters.revision
      kernel.change(() => writing.counters.put({ name: 'a', count: 7 }))
      expect(reading.counters.revision).toBeGreaterThan(before)
    }
    expect(await call('Read', { name: 'a' })).toEqual({ count: 7 })
  })

  it('is woken and finished by the cell that was made in its place', async () => {
    const { call, visit, advance } = manyAccounts()
    await call('Plan', { jobs: [{ inMs: 10, job: 'add', key: 'later' }] })
    const waiting = call('Wait', { name: 'a', count: 1 })
    visit(20_000)
    await call('Add', { name: 'a' })
    expect(await waiting).toEqual({ count: 1 })
    await advance(10)
    expect(await call('Read', { name: 'later' })).toEqual({ count: 1 })
  })
})
