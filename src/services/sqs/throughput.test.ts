import { describe, expect, it } from 'vitest'
import { testPlace } from '../../../test/support/world.ts'
import { fifoBatchedMessagesPerSecond } from './limits.ts'
import { queueWorld, type TestQueue } from './testing/queue-world.ts'

const highThroughput = {
  FifoThroughputLimit: 'perMessageGroupId',
  DeduplicationScope: 'messageGroup',
}

let count = 0
const message = (group: string) => ({
  MessageBody: 'x',
  MessageGroupId: group,
  MessageDeduplicationId: `d${++count}`,
})

async function send(q: TestQueue, calls: number, group = 'g'): Promise<void> {
  for (let at = 0; at < calls; at++) await q.ask('SendMessage', message(group))
}

describe('a FIFO queue', () => {
  it('takes 300 calls of an action within a second', async () => {
    const { queue, advance } = queueWorld()
    const q = await queue('q.fifo')
    await send(q, 300)
    await expect(send(q, 1)).rejects.toMatchObject({
      code: 'ThrottlingException',
      status: 400,
      message: 'Rate exceeded',
      why: {
        kind: 'throughput',
        quota: 'Unbatched Message Throughput for FIFO Queues',
        limit: 300,
        value: 301,
        per: 'second',
        queue: 'q.fifo',
        action: 'SendMessage',
      },
    })
    expect(await q.receive()).toHaveLength(10)
    await advance(1_000)
    await send(q, 1)
  })

  it('takes batches of ten as one call each', async () => {
    const { queue } = queueWorld()
    const q = await queue('q.fifo')
    const Entries = () => Array.from({ length: 10 }, (_, at) => ({ Id: `${at}`, ...message('g') }))
    for (let at = 0; at < 300; at++) await q.ask('SendMessageBatch', { Entries: Entries() })
    await expect(q.ask('SendMessageBatch', { Entries: Entries() })).rejects.toMatchObject({
      code: 'ThrottlingException',
    })
    expect(await q.counts()).toEqual([3_000, 0, 0])
  })

  it('gives 300 receives and deletes within a second', async () => {
    const { queue } = queueWorld()
    const q = await queue('q.fifo')
    for (let at = 0; at < 300; at++) await q.receive()
    await expect(q.receive()).rejects.toMatchObject({ code: 'ThrottlingException' })
  })

  it('of high throughput takes 300 calls within a second for each message group', async () => {
    const { queue } = queueWorld()
    const q = await queue('q.fifo', highThroughput)
    await send(q, 300, 'a')
    await send(q, 300, 'b')
    await expect(send(q, 1, 'a')).rejects.toMatchObject({ why: { groupId: 'a', limit: 300 } })
  })

  it('of high throughput counts for a message group what a batch holds of it', async () => {
    const { queue, kernel } = queueWorld()
    const q = await queue('q.fifo', highThroughput)
    const { service, name } = fifoBatchedMessagesPerSecond
    kernel.change(() => kernel.quotas.set(testPlace, { service, name, value: 5 }))
    const entries = (ofA: number) =>
      Array.from({ length: 10 }, (_, at) => ({ Id: `${at}`, ...message(at < ofA ? 'a' : 'b') }))
    await q.ask('SendMessageBatch', { Entries: entries(5) })
    await expect(q.ask('SendMessageBatch', { Entries: entries(1) })).rejects.toMatchObject({
      why: { quota: name, groupId: 'a', limit: 5, value: 6 },
    })
  })

  it('of high throughput takes what its region does', async () => {
    const { call } = queueWorld()
    const place = { region: 'eu-south-1' }
    const { QueueUrl } = await call<{ QueueUrl: string }>(
      'CreateQueue',
      { QueueName: 'q.fifo', Attributes: { FifoQueue: 'true', ...highThroughput } },
      { place },
    )
    const sendTo = (group: string) =>
      call('SendMessage', { QueueUrl, ...message(group) }, { place })
    for (let at = 0; at < 2_400; at++) await sendTo(`g${at % 10}`)
    await expect(sendTo('another')).rejects.toMatchObject({ why: { limit: 2_400, value: 2_401 } })
  })

  it('keeps no count of seconds long past for groups that are gone', async () => {
    const { queue, advance, kernel } = queueWorld()
    const q = await queue('q.fifo', highThroughput)
    for (let at = 0; at < 50; at++) {
      await send(q, 1, `g${at}`)
      await advance(2_000)
    }
    const keys = [...kernel.store.range({ start: '', end: '\xff' })].map(([key]) => key)
    expect(keys.filter((key) => key.includes('paces') && key.includes('age')).length).toBeLessThan(
      5,
    )
  })
})

it('a standard queue takes whatever comes', async () => {
  const { queue } = queueWorld()
  const q = await queue('q')
  for (let at = 0; at < 1_000; at++) await q.send('x')
  expect(await q.counts()).toEqual([1_000, 0, 0])
})
