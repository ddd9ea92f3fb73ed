import { describe, expect, it } from 'vitest'
import { testPlace, world } from '../../test/support/world.ts'
import { quota } from './limits.ts'
import { memoryStore } from './store/memory-store.ts'

const queues = quota({
  service: 'sqs',
  name: 'Queues',
  value: 10,
  regionValues: { 'eu-west-1': 20 },
  unit: 'None',
  adjustable: true,
  source: 'https://docs.aws.amazon.com/general/latest/gr/sqs-service.html',
})
const elsewhere = { ...testPlace, region: 'eu-west-1' }

describe('a quota', () => {
  it('has the default of its region until it is set', () => {
    const { kernel } = world({ services: [] })
    const { quotas } = kernel
    const [home, away] = [quotas.limitsFor(testPlace), quotas.limitsFor(elsewhere)]
    expect([home.valueOf(queues), away.valueOf(queues)]).toEqual([10, 20])
    kernel.change(() => quotas.set(testPlace, { service: 'sqs', name: 'Queues', value: 1 }))
    expect([home.valueOf(queues), away.valueOf(queues)]).toEqual([1, 20])
    kernel.change(() => quotas.unset(testPlace, 'sqs', 'Queues'))
    expect(home.valueOf(queues)).toBe(10)
  })

  it('that a change sets counts within it, and no more when it is dropped', () => {
    const { kernel } = world({ services: [] })
    const { quotas } = kernel
    const limits = quotas.limitsFor(testPlace)
    expect(limits.valueOf(queues)).toBe(10)
    const change = () =>
      kernel.change(() => {
        quotas.set(testPlace, { service: 'sqs', name: 'Queues', value: 1 })
        expect(limits.valueOf(queues)).toBe(1)
        throw new Error('dropped')
      })
    expect(change).toThrow('dropped')
    expect(limits.valueOf(queues)).toBe(10)
  })

  it('is read from the store once, not once a call', () => {
    const store = memoryStore()
    let reads = 0
    const { get, range } = store
    Object.assign(store, {
      get: (...asked: Parameters<typeof get>) => (reads++, get(...asked)),
      range: (...asked: Parameters<typeof range>) => (reads++, range(...asked)),
    })
    const { kernel } = world({ services: [], store })
    const limits = kernel.quotas.limitsFor(testPlace)
    for (let call = 0; call < 100; call++) limits.valueOf(queues)
    expect(reads).toBe(1)
  })

  it('is still set after a restart', async () => {
    const store = memoryStore()
    const first = world({ services: [], store })
    const change = { service: 'sqs', name: 'Queues', value: 1 }
    first.kernel.change(() => first.kernel.quotas.set(testPlace, change))
    const second = world({ services: [], store })
    expect(second.kernel.quotas.limitsFor(testPlace).valueOf(queues)).toBe(1)
  })

  it('is listed by service and name, and found', () => {
    const { kernel } = world({ services: [] })
    const other = { ...queues, name: 'Messages' }
    kernel.quotas.register([queues, other])
    expect(kernel.quotas.list()).toEqual([other, queues])
    expect(kernel.quotas.find('sqs', 'Queues')).toEqual(queues)
    expect(kernel.quotas.find('sqs', 'none')).toBeUndefined()
  })
})
