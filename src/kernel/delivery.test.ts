import { describe, expect, it } from 'vitest'
import { testPlace, world } from '../../test/support/world.ts'
import type { Store, Write } from './store/store.ts'
import { memoryStore } from './store/memory-store.ts'
import { counters } from './testing/counters.ts'

const here = 'arn:aws:counters:us-east-1:123456789012:'
const elsewhere = 'arn:aws:counters:eu-west-1:210987654321:'
const elsewherePlace = { account: '210987654321', region: 'eu-west-1' }

function sendingWorld(store: Store = memoryStore()) {
  const cloud = world({ services: [counters()], store })
  return {
    ...cloud,
    send: (to: string, more: object = {}) => cloud.call('Send', { to, ...more }),
    read: async (name: string, place = {}) =>
      (await cloud.call<{ count: number }>('Read', { name }, { place })).count,
  }
}

describe.each([
  ['in the same cell', here, testPlace],
  ['in another cell', elsewhere, elsewherePlace],
])('an event for a receiver %s', (_where, arn, place) => {
  it('arrives once the change that sent it is committed', async () => {
    const { send, read, settle, kernel } = sendingWorld()
    await send(`${arn}a`)
    await settle()
    expect(await read('a', place)).toBe(1)
    expect(kernel.scheduler.count()).toBe(0)
    expect(kernel.incidents.list()).toEqual([])
  })

  it('is tried again as the policy says, leaves nothing of refused attempts, then is told of', async () => {
    const { send, read, advance, settle, kernel } = sendingWorld()
    await send(`${arn}a`, { body: 'refuse', attemptsMax: 4 })
    await settle()
    const due = () => kernel.scheduler.list(1).map(({ dueMs }) => dueMs - kernel.clock.now())
    const delays: number[] = []
    for (let [delay] = due(); delay !== undefined; [delay] = due()) {
      delays.push(delay)
      await advance(delay)
    }
    expect(delays).toEqual([1_000, 2_000, 3_000])
    expect(await read('a', place)).toBe(0)
    expect(kernel.incidents.list()).toMatchObject([
      {
        service: 'counters',
        operation: 'deliver',
        caller: 'counters.amazonaws.com',
        code: 'Undeliverable',
        message: `The event for ${arn}a could not be delivered: Refused.`,
        why: { kind: 'dependency', arn: `${arn}a`, attempts: 4, reason: 'Refused' },
      },
    ])
  })

  it('is not tried beyond its age', async () => {
    const { send, advance, kernel } = sendingWorld()
    await send(`${arn}a`, { body: 'refuse', attemptsMax: 100, ageMsMax: 2_500 })
    await advance(60_000)
    expect(kernel.incidents.list()).toMatchObject([{ why: { attempts: 2 } }])
  })

  it('goes to the dead-letter ARN at the end, and is no incident then', async () => {
    const { send, read, advance, kernel } = sendingWorld()
    await send(`${arn}a`, { body: 'refuse', attemptsMax: 1, deadLetterArn: `${arn}dead` })
    await advance(60_000)
    expect([await read('a', place), await read('dead', place)]).toEqual([0, 1])
    expect(kernel.incidents.list()).toEqual([])
  })

  it('that makes the receiver fail is told of as a bug, and tried again like a refusal', async () => {
    const { send, read, advance, bugs, kernel } = sendingWorld()
    await send(`${arn}a`, { body: 'bug', attemptsMax: 2 })
    await advance(60_000)
    expect(bugs).toEqual([new TypeError('oops'), new TypeError('oops')])
    expect(await read('a', place)).toBe(0)
    expect(kernel.incidents.list()).toMatchObject([{ why: { reason: 'InternalFailure' } }])
  })

  it.each([0, 1, 2, 3, 4])(
    'arrives exactly once when the process dies after %i more batches',
    async (batches) => {
      const dying = memoryStore()
      const alive = memoryStore()
      const copied = mirror(dying, alive)
      const first = sendingWorld(copied.store)
      await first.send(`${arn}a`)
      copied.stopAfter(batches)
      await first.settle()
      const second = sendingWorld(alive)
      await second.kernel.start()
      await second.settle()
      expect(await second.read('a', place)).toBe(1)
      expect(second.kernel.scheduler.count()).toBe(0)
    },
  )
})

/** A store whose batches reach another until they are stopped, as a disk's do until the end. */
function mirror(store: Store, copy: Store) {
  let left = Infinity
  const { commit } = store
  Object.assign(store, {
    commit(batch: readonly Write[]) {
      if (left-- > 0) void copy.commit(batch)
      return commit(batch)
    },
  })
  return { store, stopAfter: (batches: number) => (left = batches) }
}

describe('an event', () => {
  it.each(['arn:aws:nothing:us-east-1:123456789012:a', 'no arn'])(
    'for %s, which nobody receives, is told of',
    async (arn) => {
      const { send, settle, kernel } = sendingWorld()
      await send(arn)
      await settle()
      expect(kernel.incidents.list()).toMatchObject([
        { message: `The event for ${arn} could not be delivered: no receiver.` },
      ])
    },
  )

  it('that nobody receives goes to the dead-letter ARN at once', async () => {
    const { send, read, settle, kernel } = sendingWorld()
    await send('arn:aws:nothing:us-east-1:123456789012:a', { deadLetterArn: `${here}dead` })
    await settle()
    expect(await read('dead')).toBe(1)
    expect(kernel.incidents.list()).toEqual([])
  })
})
