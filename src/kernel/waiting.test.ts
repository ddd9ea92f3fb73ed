import { describe, expect, it } from 'vitest'
import { world } from '../../test/support/world.ts'
import { counters } from './testing/counters.ts'

function waitingWorld() {
  const cloud = world({ services: [counters()] })
  return {
    ...cloud,
    read: (name: string) => cloud.call('Read', { name }),
    add: (name: string) => cloud.call('Add', { name }),
    wait: (name: string, count: number, said = {}) => cloud.call('Wait', { name, count }, said),
  }
}

describe('a waiting call', () => {
  it('looks again whenever its topic is touched, until it has its answer', async () => {
    const { add, wait, kernel } = waitingWorld()
    const waiting = wait('a', 3)
    for (let count = 1; count <= 3; count++) await add('a')
    expect(await waiting).toEqual({ count: 3 })
    expect(kernel.waiting.size).toBe(0)
  })

  it('is not woken by a change that was refused', async () => {
    const { call, add, wait, kernel } = waitingWorld()
    const waiting = wait('a', 1)
    await expect(call('Add', { name: 'a', refuses: true })).rejects.toThrow('no')
    await Promise.resolve()
    expect(kernel.waiting.size).toBe(1)
    await add('a')
    expect(await waiting).toEqual({ count: 1 })
  })

  it('is not woken by the same topic of another account', async () => {
    const { call, wait, kernel } = waitingWorld()
    void wait('a', 1)
    await call('Add', { name: 'a' }, { place: { account: '210987654321' } })
    await Promise.resolve()
    expect(kernel.waiting.size).toBe(1)
  })

  it('runs nothing for a client that has gone', async () => {
    const { add, wait, kernel } = waitingWorld()
    let leave = () => {}
    let listeners = 0
    const onGone = (listener: () => void) => {
      listeners++
      leave = listener
    }
    const waiting = wait('a', 9, { onGone })
    for (let count = 0; count < 5; count++) await add('a')
    leave()
    expect(await waiting).toEqual({})
    expect([listeners, kernel.waiting.size]).toEqual([1, 0])
  })

  it('runs nothing for a client whose connection broke while it was woken', async () => {
    const { add, wait, kernel, read, real } = waitingWorld()
    let isBroken = false
    const waiting = wait('a', 1, { isGone: () => isBroken })
    await add('a')
    isBroken = true
    await real.turn()
    expect(await waiting).toEqual({})
    expect(kernel.waiting.size).toBe(0)
    const other = wait('a', 2, { isGone: () => false })
    await add('a')
    await real.turn()
    expect(await other).toEqual({ count: 2 })
    expect(await read('a')).toEqual({ count: 2 })
  })

  it('counts its real deadline from its beginning, however often it is woken', async () => {
    const { add, wait, real } = waitingWorld()
    const waiting = wait('a', 9)
    real.pass(15_000)
    await add('a')
    await Promise.resolve()
    real.pass(5_000)
    expect(await waiting).toEqual({ count: 1 })
  })

  it('ends when the cloud stops', async () => {
    const { wait, kernel } = waitingWorld()
    const waiting = wait('a', 1)
    kernel.scheduler.stop()
    expect(await waiting).toEqual({ count: 0 })
  })

  it('that comes when the cloud has stopped ends at once, and waits again when it goes on', async () => {
    const { add, wait, kernel } = waitingWorld()
    kernel.scheduler.stop()
    expect(await wait('a', 1)).toEqual({ count: 0 })
    kernel.scheduler.resume()
    const waiting = wait('a', 1)
    await add('a')
    expect(await waiting).toEqual({ count: 1 })
  })
})
