import { describe, expect, it } from 'vitest'
import { testPlace, world } from '../../test/support/world.ts'
import type { CallRate } from './call-rates.ts'
import { rootOf, servicePrincipal } from './caller.ts'
import { defineState } from './collection.ts'
import { unmodelledError } from './errors.ts'
import { quota } from './limits.ts'
import { operation } from './operation.ts'
import { defineService, operationsOn } from './service.ts'

function limited(name: string, value: number, more: Partial<CallRate> = {}): CallRate {
  const entry = { service: 'sns', name, value, unit: 'None', adjustable: true, source: 'a test' }
  return {
    quota: quota(entry),
    refuse: (why) => unmodelledError('Throttling', 400, 'Rate exceeded', why),
    ...more,
  }
}

/** A cloud with an operation `Ask` of these rates; `ask` tells when it lets the call through. */
function cloudWith(...rates: readonly CallRate[]) {
  const state = defineState({})
  const ask = operationsOn(state)(operation<object, object>('sns', 'Ask'), {
    resource: () => '*',
    rates,
    run: () => ({}),
  })
  const cloud = world({ services: [defineService({ name: 'sns', state, operations: [ask] })] })
  const times = async (count: number, input: object = {}) => {
    for (let at = 0; at < count; at++) await cloud.call('Ask', input)
  }
  const set = (name: string, value: number) =>
    cloud.kernel.change(() => cloud.kernel.quotas.set(testPlace, { service: 'sns', name, value }))
  return { ...cloud, times, set }
}

describe('calls of a rate', () => {
  it('are refused beyond it, and told who made the others', async () => {
    const { times, call, now } = cloudWith(limited('Asks', 3))
    await times(3)
    await expect(call('Ask')).rejects.toMatchObject({
      code: 'Throttling',
      status: 400,
      message: 'Rate exceeded',
      why: {
        kind: 'throughput',
        quota: 'Asks',
        limit: 3,
        per: 'second',
        calledBy: [{ caller: rootOf(testPlace.account).arn, operation: 'Ask', calls: 3 }],
        untilMs: now() + 334,
      },
    })
  })

  it('get through again as time passes, and no more than one period saves up', async () => {
    const { times, advance, call } = cloudWith(limited('Asks', 3))
    await times(3)
    await advance(334)
    await times(1)
    await expect(call('Ask')).rejects.toMatchObject({ code: 'Throttling' })
    await advance(60_000)
    await times(3)
    await expect(call('Ask')).rejects.toMatchObject({ code: 'Throttling' })
  })

  it('get through to who waits in real time while the clock is held', async () => {
    const { times, real, call } = cloudWith(limited('Asks', 1))
    await times(1)
    real.pass(999)
    await expect(call('Ask')).rejects.toMatchObject({ code: 'Throttling' })
    real.pass(1)
    await times(1)
  })

  it('of one a minute take a minute', async () => {
    const { times, advance, call } = cloudWith(limited('Asks', 1, { per: 'minute' }))
    await times(1)
    await advance(59_000)
    await expect(call('Ask')).rejects.toMatchObject({ why: { per: 'minute' } })
    await advance(1_000)
    await times(1)
  })

  it('are as many as the quota says, from when it is set', async () => {
    const { times, set, call } = cloudWith(limited('Asks', 1))
    await times(1)
    set('Asks', 4)
    await times(3)
    await expect(call('Ask')).rejects.toMatchObject({ why: { limit: 4 } })
    set('Asks', 0)
    await expect(call('Ask')).rejects.toMatchObject({ why: { limit: 0 } })
  })

  it('that were many owe nothing when the quota is lowered', async () => {
    const { times, set, call, advance } = cloudWith(limited('Asks', 200))
    await times(198)
    set('Asks', 5)
    await times(2)
    await expect(call('Ask')).rejects.toMatchObject({ why: { limit: 5 } })
    await advance(200)
    await times(1)
  })

  it('are counted by none of several rates when one refuses', async () => {
    const all = limited('All', 3)
    const own = limited('Own', 1)
    const { times, set, call } = cloudWith(all, own)
    await times(1)
    for (let at = 0; at < 5; at++) {
      await expect(call('Ask')).rejects.toMatchObject({ why: { quota: 'Own' } })
    }
    set('Own', 9)
    await times(2)
    await expect(call('Ask')).rejects.toMatchObject({ why: { quota: 'All' } })
  })

  it('count as what they ask for: nothing, or more than there is, which is owed', async () => {
    const points = limited('Points', 10, {
      counts: (input) => (input as { points?: number }).points ?? 0,
    })
    const { times, advance, call } = cloudWith(points)
    await times(20)
    await times(1, { points: 30 })
    await advance(2_000)
    await expect(call('Ask', { points: 1 })).rejects.toMatchObject({ why: { quota: 'Points' } })
    await advance(100)
    await times(1, { points: 1 })
  })

  it('of services and their own roles aren’t counted, and those of each account apart', async () => {
    const { call } = cloudWith(limited('Asks', 1))
    const { account } = testPlace
    const root = rootOf(account)
    const linked = { behindArn: '', behindId: '', isServiceLinked: true, issuedAtMs: 0 }
    const role = { ...root, session: { ...linked, expiresAtMs: 0 } }
    for (let at = 0; at < 3; at++) {
      await call('Ask', {}, { caller: servicePrincipal('sns.amazonaws.com', account) })
      await call('Ask', {}, { caller: role })
    }
    await call('Ask')
    await expect(call('Ask')).rejects.toMatchObject({ code: 'Throttling' })
    await call('Ask', {}, { place: { ...testPlace, account: '210987654321' } })
  })
})
