import { describe, expect, it } from 'vitest'
import { testPlace, testStartMs } from '../../../test/support/world.ts'
import type { QueueAttributeName } from '../../generated/sqs.ts'
import { inFlightPerFifoQueue, inFlightPerStandardQueue } from './limits.ts'
import { expectInvalid, expectRefusal, queueWorld } from './testing/queue-world.ts'

describe('receiving', () => {
  it('answers nothing at all from an empty queue', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    expect(await q.ask('ReceiveMessage')).toEqual({})
  })

  it('gives one message unless more are wanted, the oldest first', async () => {
    const { queue, advance } = queueWorld()
    const q = await queue('q')
    for (const body of ['a', 'b', 'c']) {
      await q.send(body)
      await advance(1)
    }
    expect(await q.bodies({ MaxNumberOfMessages: undefined })).toEqual(['a'])
    expect(await q.bodies({ MaxNumberOfMessages: 2 })).toEqual(['b', 'c'])
    expect(await q.bodies()).toEqual([])
  })

  it('keeps the order of messages of one instant', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    const sent = Array.from({ length: 10 }, (_, at) => `m${at}`)
    for (const body of sent) await q.send(body)
    expect(await q.bodies()).toEqual(sent)
  })

  it('answers no attributes when none are asked for', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    await q.send('a', { MessageAttributes: { x: { DataType: 'String', StringValue: 'x' } } })
    const [message] = await q.receive({ AttributeNames: [], MessageAttributeNames: [] })
    expect(Object.keys(message ?? {}).sort()).toEqual([
      'Body',
      'MD5OfBody',
      'MessageId',
      'ReceiptHandle',
    ])
  })

  it('answers the system attributes that either list asks for, times in milliseconds', async () => {
    const { queue, advance } = queueWorld()
    const q = await queue('q')
    await q.send('a')
    await advance(1_500)
    const [message] = await q.receive({ VisibilityTimeout: 0 })
    const received = String(testStartMs + 1_500)
    expect(message?.Attributes).toEqual({
      SenderId: testPlace.account,
      SentTimestamp: String(testStartMs),
      ApproximateReceiveCount: '1',
      ApproximateFirstReceiveTimestamp: received,
    })
    await advance(1_000)
    const [again] = await q.receive({
      AttributeNames: ['ApproximateReceiveCount' as QueueAttributeName],
      MessageSystemAttributeNames: ['ApproximateFirstReceiveTimestamp'],
    })
    expect(again?.Attributes).toEqual({
      ApproximateReceiveCount: '2',
      ApproximateFirstReceiveTimestamp: received,
    })
    expect(again?.ReceiptHandle).not.toBe(message?.ReceiptHandle)
  })

  it('refuses what is out of range', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    for (const MaxNumberOfMessages of [0, 11, 15]) {
      await expectInvalid(
        q.receive({ MaxNumberOfMessages }),
        `Value ${MaxNumberOfMessages} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.`,
      )
    }
    for (const WaitTimeSeconds of [-1, 50]) {
      await expectInvalid(
        q.receive({ WaitTimeSeconds }),
        `Value ${WaitTimeSeconds} for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.`,
      )
    }
    for (const VisibilityTimeout of [-1, 43_201]) {
      await expectInvalid(
        q.receive({ VisibilityTimeout }),
        `Value ${VisibilityTimeout} for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if provided.`,
      )
    }
    for (const asked of [
      { AttributeNames: ['Colour'] },
      { MessageSystemAttributeNames: ['Colour'] },
    ]) {
      await expectRefusal(
        q.ask('ReceiveMessage', asked),
        'InvalidAttributeName',
        'Unknown Attribute Colour.',
      )
    }
    await expectRefusal(
      q.ask('ReceiveMessage', { MessageSystemAttributeNames: ['Policy'] }),
      'InvalidAttributeName',
      'Unknown Attribute Policy.',
    )
  })

  it('ignores attributes of queues in the older list, as AWS does', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    await q.send('a')
    const [message] = await q.receive({ AttributeNames: ['Policy', 'SqsManagedSseEnabled'] })
    expect(message).toMatchObject({ Body: 'a' })
    expect(message).not.toHaveProperty('Attributes')
  })

  it('gives a message again when its visibility timeout is over', async () => {
    const { queue, advance } = queueWorld()
    const q = await queue('q', { VisibilityTimeout: '5' })
    await q.send('a')
    expect(await q.bodies()).toEqual(['a'])
    await advance(4_999)
    expect(await q.bodies()).toEqual([])
    await advance(1)
    expect(await q.bodies({ VisibilityTimeout: 1 })).toEqual(['a'])
    await advance(1_000)
    expect(await q.bodies()).toEqual(['a'])
  })
})

describe('retention', () => {
  it('removes messages as the clock moves, those in flight included', async () => {
    const { queue, advance } = queueWorld()
    const q = await queue('q', { MessageRetentionPeriod: '60' })
    await q.send('a')
    await advance(30_000)
    await q.send('b')
    await q.receive({ MaxNumberOfMessages: 1, VisibilityTimeout: 43_200 })
    await advance(29_999)
    expect(await q.counts()).toEqual([1, 1, 0])
    await advance(1)
    expect(await q.counts()).toEqual([1, 0, 0])
    expect(await q.bodies()).toEqual(['b'])
    await advance(30_000)
    expect(await q.counts()).toEqual([0, 0, 0])
  })

  it('holds for messages that are there when it is changed', async () => {
    const { queue, advance } = queueWorld()
    const q = await queue('q')
    await q.send('a')
    await advance(60_000)
    await q.set({ MessageRetentionPeriod: '60' })
    expect(await q.bodies()).toEqual([])
  })

  it('of thousands of messages leaves none to receive at once, and none in the store soon', async () => {
    const { queue, advance, kernel } = queueWorld()
    const q = await queue('q', { MessageRetentionPeriod: '60' })
    for (let batch = 0; batch < 250; batch++) {
      const Entries = Array.from({ length: 10 }, (_, at) => ({ Id: String(at), MessageBody: 'x' }))
      await q.ask('SendMessageBatch', { Entries })
    }
    await advance(60_000)
    expect(await q.bodies()).toEqual([])
    expect(await q.counts()).toEqual([0, 0, 0])
    expect(await q.bodies()).toEqual([])
    const keys = [...kernel.store.range({ start: '', end: '\xff' })].map(([key]) => key)
    expect(keys.filter((key) => key.includes('messages'))).toEqual([])
  })

  it('of a group’s first message frees the next one', async () => {
    const { queue, advance } = queueWorld()
    const q = await queue('q.fifo', {
      MessageRetentionPeriod: '60',
      ContentBasedDeduplication: 'true',
    })
    await q.send('a', { MessageGroupId: 'g' })
    await advance(30_000)
    await q.send('b', { MessageGroupId: 'g' })
    await q.receive({ MaxNumberOfMessages: 1, VisibilityTimeout: 43_200 })
    await advance(30_000)
    expect(await q.bodies()).toEqual(['b'])
  })
})

describe('a long poll', () => {
  it('ends with the first message that is sent', async () => {
    const { queue, advance } = queueWorld()
    const q = await queue('q')
    const poll = q.bodies({ WaitTimeSeconds: 20 })
    await advance(5_000)
    await q.send('a')
    expect(await poll).toEqual(['a'])
  })

  it('ends without an answer when its time is up', async () => {
    const { queue, advance, kernel } = queueWorld()
    const q = await queue('q', { ReceiveMessageWaitTimeSeconds: '10' })
    const poll = q.ask('ReceiveMessage')
    await advance(9_999)
    expect(kernel.waiting.size).toBe(1)
    await advance(1)
    expect(await poll).toEqual({})
  })

  it('is a short one when the request says 0', async () => {
    const { queue } = queueWorld()
    const q = await queue('q', { ReceiveMessageWaitTimeSeconds: '10' })
    expect(await q.bodies({ WaitTimeSeconds: 0 })).toEqual([])
  })

  it('ends when a delayed message is due', async () => {
    const { queue, advance, now } = queueWorld()
    const q = await queue('q')
    await q.send('a', { DelaySeconds: 7 })
    const poll = q.receive({ WaitTimeSeconds: 20 })
    await advance(20_000)
    const [message] = await poll
    expect(message?.Attributes?.ApproximateFirstReceiveTimestamp).toBe(String(now() - 13_000))
  })

  it('ends when a message is visible again, by time or by wish', async () => {
    const { queue, advance } = queueWorld()
    const q = await queue('q')
    await q.send('a')
    await q.receive({ VisibilityTimeout: 7 })
    const byTime = q.receive({ WaitTimeSeconds: 20 })
    await advance(7_000)
    const [message] = await byTime
    expect(message?.Body).toBe('a')
    const byWish = q.bodies({ WaitTimeSeconds: 20 })
    await q.setVisibility(message, 0)
    expect(await byWish).toEqual(['a'])
  })

  it.each(['delete', 'visibility', 'time'])('ends when a group is freed by %s', async (by) => {
    const { queue, advance } = queueWorld()
    const q = await queue('q.fifo', { ContentBasedDeduplication: 'true' })
    await q.send('a', { MessageGroupId: 'g' })
    await q.send('b', { MessageGroupId: 'g' })
    const [a] = await q.receive({ MaxNumberOfMessages: 1, VisibilityTimeout: 7 })
    const poll = q.bodies({ WaitTimeSeconds: 20 })
    if (by === 'delete') await q.delete(a)
    if (by === 'visibility') await q.setVisibility(a, 0)
    if (by === 'time') await advance(7_000)
    expect(await poll).toEqual(by === 'delete' ? ['b'] : ['a', 'b'])
  })

  it('ends with a refusal when its queue is deleted', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    const poll = q.receive({ WaitTimeSeconds: 20 })
    const text = 'The specified queue does not exist.'
    const refused = expectRefusal(poll, 'QueueDoesNotExist', text)
    await q.ask('DeleteQueue')
    await refused
  })

  it('gives each message to one of those that wait', async () => {
    const { queue, advance } = queueWorld()
    const q = await queue('q')
    const polls = [1, 2, 3].map(() => q.bodies({ WaitTimeSeconds: 20, MaxNumberOfMessages: 1 }))
    await q.send('a')
    await q.send('b')
    await advance(20_000)
    expect((await Promise.all(polls)).flat().sort()).toEqual(['a', 'b'])
  })
})

describe('messages in flight', () => {
  it('are limited in a standard queue: short polls are refused, long ones find nothing', async () => {
    const { queue, advance, kernel } = queueWorld()
    const { service, name } = inFlightPerStandardQueue
    kernel.change(() => kernel.quotas.set(testPlace, { service, name, value: 3 }))
    const q = await queue('q')
    for (const body of ['a', 'b', 'c', 'd']) await q.send(body)
    expect(await q.bodies()).toEqual(['a', 'b', 'c'])
    const refused = q.ask('ReceiveMessage')
    await expect(refused).rejects.toMatchObject({
      code: 'OverLimit',
      status: 403,
      message:
        'Too many messages have been received without being deleted.\nPlease delete your received messages or let them timeout before receiving more.',
      why: { kind: 'quota', quota: name, limit: 3, used: 3, queue: 'q' },
    })
    const long = q.bodies({ WaitTimeSeconds: 20 })
    await advance(20_000)
    expect(await long).toEqual([])
    await advance(10_000)
    expect(await q.bodies()).toHaveLength(3)
  })

  it('are limited in a FIFO queue without a word', async () => {
    const { queue, kernel } = queueWorld()
    const { service, name } = inFlightPerFifoQueue
    kernel.change(() => kernel.quotas.set(testPlace, { service, name, value: 1 }))
    const q = await queue('q.fifo', { ContentBasedDeduplication: 'true' })
    await q.send('a', { MessageGroupId: 'g' })
    await q.send('b', { MessageGroupId: 'h' })
    expect(await q.bodies()).toEqual(['a'])
    expect(await q.bodies()).toEqual([])
  })
})
