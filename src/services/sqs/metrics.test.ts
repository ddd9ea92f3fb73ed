import { describe, expect, it } from 'vitest'
import { testPlace, testStartMs, world } from '../../../test/support/world.ts'
import { seededRandom } from '../../kernel/random.ts'
import { sqs } from './service.ts'

const minute = 60_000
const hour = 60 * minute

/** What SQS has measured, by metric and then by minute since the start: the sum of its values. */
function measuring() {
  const cloud = world({ services: [sqs] })
  const { metrics } = cloud.kernel.cells.of(sqs, testPlace).changing
  const measured = (name: string, queueName = 'q') => {
    const found: number[] = []
    for (const piece of metrics.pending()) {
      if (piece.name !== name || piece.dimensions['QueueName'] !== queueName) continue
      for (let at = 0; at < (piece.minutes ?? 1); at++) {
        const place = (piece.minuteMs - testStartMs) / minute + at
        found[place] = (found[place] ?? 0) + piece.sum
      }
    }
    return found
  }
  const make = async (QueueName: string, Attributes = {}) =>
    (await cloud.call<{ QueueUrl: string }>('CreateQueue', { QueueName, Attributes })).QueueUrl
  const receive = (QueueUrl: string, more: object = {}) =>
    cloud.call<{ Messages?: { ReceiptHandle: string }[] }>('ReceiveMessage', { QueueUrl, ...more })
  return { ...cloud, metrics, measured, make, receive }
}

const visible = 'ApproximateNumberOfMessagesVisible'
const notVisible = 'ApproximateNumberOfMessagesNotVisible'
const delayed = 'ApproximateNumberOfMessagesDelayed'
const age = 'ApproximateAgeOfOldestMessage'

describe('metrics of queues', () => {
  it('count what is sent, received and deleted, each repeated delete too', async () => {
    const { call, measured, make, receive, advance } = measuring()
    const QueueUrl = await make('q')
    await call('SendMessage', { QueueUrl, MessageBody: 'abc' })
    await call('SendMessageBatch', {
      QueueUrl,
      Entries: [
        { Id: 'a', MessageBody: 'abcde' },
        { Id: 'b', MessageBody: '' },
      ],
    })
    await advance(minute)
    const { Messages = [] } = await receive(QueueUrl, { MaxNumberOfMessages: 10 })
    await receive(QueueUrl)
    const [first] = Messages
    await call('DeleteMessage', { QueueUrl, ReceiptHandle: first?.ReceiptHandle })
    await call('DeleteMessage', { QueueUrl, ReceiptHandle: first?.ReceiptHandle })
    expect(measured('NumberOfMessagesSent')).toEqual([2, 0])
    expect(measured('SentMessageSize')).toEqual([8])
    expect(measured('NumberOfMessagesReceived')).toEqual([0, 2])
    expect(measured('NumberOfEmptyReceives')).toEqual([0, 1])
    expect(measured('NumberOfMessagesDeleted')).toEqual([0, 2])
  })

  it('show what a queue holds, minute by minute, without a call in between', async () => {
    const { call, measured, make, receive, advance } = measuring()
    const QueueUrl = await make('q', { VisibilityTimeout: '150' })
    await call('SendMessage', { QueueUrl, MessageBody: 'a' })
    await call('SendMessage', { QueueUrl, MessageBody: 'b', DelaySeconds: 90 })
    await receive(QueueUrl)
    await advance(4 * minute)
    // Each minute shows its end, the open one what is now.
    expect(measured(visible)).toEqual([0, 1, 2, 2, 2])
    expect(measured(notVisible)).toEqual([1, 1, 0, 0, 0])
    expect(measured(delayed)).toEqual([1, 0, 0, 0, 0])
    expect(measured(age)).toEqual([59, 119, 179, 239, 240])
  })

  it('tell of the past what was so before a call changed it', async () => {
    const { call, measured, make, receive, advance } = measuring()
    const QueueUrl = await make('q')
    await call('SendMessage', { QueueUrl, MessageBody: 'a' })
    await advance(3 * minute)
    const { Messages = [] } = await receive(QueueUrl)
    await call('DeleteMessage', { QueueUrl, ReceiptHandle: Messages[0]?.ReceiptHandle })
    await advance(minute)
    expect(measured(visible)).toEqual([1, 1, 1, 0, 0])
    expect(measured(age)).toEqual([59, 119, 179, 0, 0])
  })

  it('end six hours after the last call of an empty queue', async () => {
    const { measured, make, advance } = measuring()
    await make('q')
    await advance(30 * 24 * hour)
    expect(measured(visible)).toEqual(Array.from({ length: 360 }, () => 0))
    expect(measured('NumberOfMessagesSent')).toHaveLength(360)
    expect(measured('SentMessageSize')).toEqual([])
  })

  it('go on for six hours after the last message has expired', async () => {
    const { call, measured, make, advance } = measuring()
    const QueueUrl = await make('q', { MessageRetentionPeriod: '3600' })
    await call('SendMessage', { QueueUrl, MessageBody: 'a' })
    await advance(24 * hour)
    const held = measured(visible)
    expect(held).toHaveLength(7 * 60)
    expect(held.filter((count) => count === 1)).toHaveLength(60)
  })

  it('pass by a message that was received three times', async () => {
    const { call, measured, make, receive, advance } = measuring()
    const QueueUrl = await make('q', { VisibilityTimeout: '0' })
    await call('SendMessage', { QueueUrl, MessageBody: 'poison' })
    for (let at = 0; at < 3; at++) await receive(QueueUrl)
    await advance(30_000)
    await call('SendMessage', { QueueUrl, MessageBody: 'next' })
    expect(measured(age)).toEqual([0])
    await advance(10_000)
    expect(measured(age)).toEqual([10])
  })

  it('count the age in a dead-letter queue from the move, and the move as nothing sent', async () => {
    const { call, measured, make, receive, advance } = measuring()
    await make('dead')
    const QueueUrl = await make('q', {
      VisibilityTimeout: '0',
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: 'arn:aws:sqs:us-east-1:123456789012:dead',
        maxReceiveCount: 1,
      }),
    })
    await call('SendMessage', { QueueUrl, MessageBody: 'a' })
    await receive(QueueUrl)
    await advance(2 * minute)
    await receive(QueueUrl)
    await advance(20_000)
    expect(measured(visible, 'dead')).toEqual([0, 0, 1])
    expect(measured(age, 'dead')).toEqual([0, 0, 20])
    expect(measured('NumberOfMessagesSent', 'dead')).toEqual([0, 0, 0])
  })

  it('show groups of a FIFO queue in flight, and what was deduplicated', async () => {
    const { call, measured, make, receive } = measuring()
    const QueueUrl = await make('q.fifo', { FifoQueue: 'true' })
    const send = (MessageGroupId: string, MessageDeduplicationId: string) =>
      call('SendMessage', { QueueUrl, MessageBody: 'a', MessageGroupId, MessageDeduplicationId })
    await send('a', '1')
    await send('a', '2')
    await send('b', '3')
    await send('b', '3')
    await receive(QueueUrl)
    const groups = 'ApproximateNumberOfGroupsWithInflightMessages'
    expect(measured(groups, 'q.fifo')).toEqual([1])
    expect(measured('NumberOfDeduplicatedSentMessages', 'q.fifo')).toEqual([1])
    expect(measured('NumberOfMessagesSent', 'q.fifo')).toEqual([3])
  })

  it('tell noisy groups of a standard queue from quiet ones', async () => {
    const { call, measured, make, receive } = measuring()
    const QueueUrl = await make('q')
    const send = (MessageGroupId: string) =>
      call('SendMessage', { QueueUrl, MessageBody: 'a', MessageGroupId })
    for (let at = 0; at < 50; at++) await send('noisy')
    for (let at = 0; at < 4; at++) await receive(QueueUrl, { MaxNumberOfMessages: 10 })
    await send('quiet')
    expect(measured('ApproximateNumberOfNoisyGroups')).toEqual([1])
    expect(measured(visible)).toEqual([11])
    expect(measured(`${visible}InQuietGroups`)).toEqual([1])
    expect(measured(`${notVisible}InQuietGroups`)).toEqual([0])
    expect(measured(`${age}InQuietGroups`)).toEqual([0])
  })

  it('show nothing of a queue that is gone, and start anew with another of its name', async () => {
    const { call, measured, make, advance } = measuring()
    const QueueUrl = await make('q')
    await advance(minute)
    await call('DeleteQueue', { QueueUrl })
    await advance(5 * minute)
    expect(measured(visible)).toEqual([0])
    await make('q')
    expect(Object.keys(measured(visible))).toEqual(['0', '6'])
  })

  it.each(['a', 'b', 'c'])(
    'are what somebody would see who asked at the end of each minute: %s',
    async (seed) => {
      const asking = measuring()
      const silent = measuring()
      const both = [asking, silent]
      const random = seededRandom(seed)
      const draw = (below: number) => Math.floor(random.fraction() * below)
      const Attributes = { VisibilityTimeout: '100', MessageRetentionPeriod: '600' }
      for (const { make } of both) await make('q', Attributes)
      const QueueUrl = 'http://127.0.0.1:4566/123456789012/q'
      const seen: number[][] = []
      const look = async () => {
        const { Attributes: counts } = await asking.call<{ Attributes: Record<string, string> }>(
          'GetQueueAttributes',
          { QueueUrl, AttributeNames: ['All'] },
        )
        seen.push(
          ['', 'NotVisible', 'Delayed'].map((one) =>
            Number(counts[`ApproximateNumberOfMessages${one}`]),
          ),
        )
      }
      for (let turn = 0; turn < 60; turn++) {
        const stepMs = draw(4) * 37_000 + draw(1_000)
        await silent.advance(stepMs)
        const endMs = asking.now() + stepMs
        for (;;) {
          const lookMs = testStartMs + (seen.length + 1) * minute - 1
          if (lookMs > endMs) break
          await asking.advance(lookMs - asking.now())
          await look()
        }
        await asking.advance(endMs - asking.now())
        const what = draw(3)
        const DelaySeconds = draw(2) * 95
        for (const { call, receive } of both) {
          if (what === 0) await call('SendMessage', { QueueUrl, MessageBody: 'a', DelaySeconds })
          if (what === 1) await receive(QueueUrl)
          if (what === 2) {
            const { Messages: [first] = [] } = await receive(QueueUrl)
            const ReceiptHandle = first?.ReceiptHandle
            if (first) await call('DeleteMessage', { QueueUrl, ReceiptHandle })
          }
        }
      }
      const told = [visible, notVisible, delayed].map((name) => silent.measured(name))
      expect(seen.map((_, at) => told.map((values) => values[at]))).toEqual(seen)
    },
  )
})
