import { describe, expect, it } from 'vitest'
import { rootOf } from '../../kernel/caller.ts'
import { expectInvalid, expectRefusal, queueWorld } from './testing/queue-world.ts'

const standardNameText =
  'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length'
const fifoNameText =
  'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.'

describe('a queue that is made', () => {
  it('has a URL of the host by which the client came', async () => {
    const { queue } = queueWorld()
    const { url } = await queue('q')
    expect(url).toBe('http://127.0.0.1:4566/123456789012/q')
  })

  it.each(['a/b', 'q.fifo', 'é', 'a'.repeat(81), 'a.b'])(
    'may not be called %s unless it is a FIFO queue',
    async (QueueName) => {
      const { call } = queueWorld()
      await expectInvalid(call('CreateQueue', { QueueName }), standardNameText)
    },
  )

  it.each(['q', 'q.fifo.fif', '.fifo', `${'a'.repeat(76)}.fifo`, 'a b.fifo'])(
    'may not be called %s when it is a FIFO queue',
    async (QueueName) => {
      const { call } = queueWorld()
      const asked = { QueueName, Attributes: { FifoQueue: 'true' } }
      await expectInvalid(call('CreateQueue', asked), fifoNameText)
    },
  )

  it('may have a name of 80 characters, suffix included', async () => {
    const { queue } = queueWorld()
    await expect(queue('a'.repeat(80))).resolves.toBeDefined()
    await expect(queue(`${'a'.repeat(75)}.fifo`)).resolves.toBeDefined()
  })

  it('must have a name', async () => {
    const { call } = queueWorld()
    const absent = 'Value for parameter QueueName is invalid. Reason: Must specify a queue name.'
    await expectInvalid(call('CreateQueue'), absent)
    await expectInvalid(call('CreateQueue', { QueueName: '' }), 'Queue name cannot be empty')
  })

  it('may not say that it is no FIFO queue', async () => {
    const { call } = queueWorld()
    const asked = { QueueName: 'q', Attributes: { FifoQueue: 'false' } }
    await expectRefusal(
      call('CreateQueue', asked),
      'InvalidAttributeName',
      'Unknown Attribute FifoQueue.',
    )
  })
})

describe('a queue that is made again', () => {
  it('is the same when no attribute that was sent differs', async () => {
    const { queue } = queueWorld()
    const made = await queue('q', { DelaySeconds: '1' })
    expect((await queue('q')).url).toBe(made.url)
    expect((await queue('q', { DelaySeconds: '1' })).url).toBe(made.url)
  })

  it('is refused when an attribute that was sent differs', async () => {
    const { queue } = queueWorld()
    await queue('q', { DelaySeconds: '1' })
    await expectRefusal(
      queue('q', { VisibilityTimeout: '30', DelaySeconds: '5' }),
      'QueueNameExists',
      'A queue already exists with the same name and a different value for attribute DelaySeconds',
    )
  })

  it('compares JSON attributes by what they say', async () => {
    const { queue } = queueWorld()
    const { arn } = await queue('dlq')
    await queue('q', {
      RedrivePolicy: `{"deadLetterTargetArn":"${arn}","maxReceiveCount":"3"}`,
    })
    const other = `{ "maxReceiveCount": 3, "deadLetterTargetArn": "${arn}" }`
    await expect(queue('q', { RedrivePolicy: other })).resolves.toBeDefined()
  })

  it('is refused when its tags differ, if any were sent', async () => {
    const { call, queue } = queueWorld()
    await call('CreateQueue', { QueueName: 'q', tags: { a: '1' } })
    await expect(queue('q')).resolves.toBeDefined()
    await expectRefusal(
      call('CreateQueue', { QueueName: 'q', tags: { a: '2' } }),
      'QueueNameExists',
      'A queue already exists with the same name and a different value for tags',
    )
  })

  it('has to wait 60 seconds after a deletion', async () => {
    const { queue, advance } = queueWorld()
    const first = await queue('q')
    await first.send('gone')
    await first.ask('DeleteQueue')
    const text =
      'You must wait 60 seconds after deleting a queue before you can create another with the same name.'
    await expectRefusal(queue('q'), 'QueueDeletedRecently', text)
    await advance(59_999)
    await expectRefusal(queue('q'), 'QueueDeletedRecently', text)
    await advance(1)
    const second = await queue('q')
    expect(await second.receive()).toEqual([])
  })
})

describe('a queue that is not there', () => {
  it('is refused by every operation that needs it', async () => {
    const { call } = queueWorld()
    const QueueUrl = 'http://127.0.0.1:4566/123456789012/none'
    for (const operation of [
      'GetQueueAttributes',
      'SendMessage',
      'ReceiveMessage',
      'DeleteQueue',
      'PurgeQueue',
      'SetQueueAttributes',
      'ListQueueTags',
    ]) {
      const refused = call(operation, { QueueUrl })
      await expectRefusal(refused, 'QueueDoesNotExist', 'The specified queue does not exist.')
    }
    await expectRefusal(
      call('GetQueueUrl', { QueueName: 'none' }),
      'QueueDoesNotExist',
      'The specified queue does not exist.',
    )
  })

  it('must be named all the same', async () => {
    const { call } = queueWorld()
    const text = 'The request must contain the parameter QueueUrl.'
    await expectRefusal(call('SendMessage', { MessageBody: 'x' }), 'MissingParameter', text)
    await expectRefusal(call('ReceiveMessage', { QueueUrl: '' }), 'MissingParameter', text)
  })

  it('is not looked for in another region', async () => {
    const { call, queue } = queueWorld()
    await queue('q')
    await expectRefusal(
      call('SendMessage', {
        QueueUrl: 'https://sqs.us-west-1.amazonaws.com/123456789012/q',
        MessageBody: 'x',
      }),
      'InvalidAddress',
      'The address https://sqs.us-west-1.amazonaws.com/ is not valid for this endpoint.',
      404,
    )
  })
})

describe('a queue of another account', () => {
  const stranger = { caller: rootOf('999999999999'), place: { account: '999999999999' } }

  it('is found by its URL, and closed', async () => {
    const { queue, call } = queueWorld()
    const { url, arn } = await queue('q')
    await expectRefusal(
      call('SendMessage', { QueueUrl: url, MessageBody: 'x' }, stranger),
      'AccessDenied',
      `User: arn:aws:iam::999999999999:root is not authorized to perform: sqs:sendmessage on resource: ${arn} because no resource-based policy allows the sqs:sendmessage action`,
      403,
    )
  })

  it('does not show that it is there', async () => {
    const { queue, call } = queueWorld()
    await queue('q')
    const asked = { QueueName: 'q', QueueOwnerAWSAccountId: '123456789012' }
    await expectRefusal(
      call('GetQueueUrl', asked, stranger),
      'QueueDoesNotExist',
      'The specified queue does not exist or you do not have access to it.',
    )
  })
})

describe('purging', () => {
  it('empties a queue at once, messages in flight included', async () => {
    const { queue, settle } = queueWorld()
    const q = await queue('q')
    await q.send('a')
    await q.send('b')
    const [inFlight] = await q.receive({ MaxNumberOfMessages: 1 })
    await q.ask('PurgeQueue')
    expect(await q.counts()).toEqual([0, 0, 0])
    expect(await q.receive()).toEqual([])
    await settle()
    await q.delete(inFlight)
    await q.send('c')
    expect(await q.bodies()).toEqual(['c'])
  })

  it('is taken once in 60 seconds for each queue', async () => {
    const { queue, advance } = queueWorld()
    const q = await queue('q')
    const other = await queue('other')
    await q.ask('PurgeQueue')
    await other.ask('PurgeQueue')
    const text = 'Only one PurgeQueue operation on q is allowed every 60 seconds.'
    await expectRefusal(q.ask('PurgeQueue'), 'PurgeQueueInProgress', text, 403)
    await advance(60_000)
    await expect(q.ask('PurgeQueue')).resolves.toEqual({})
  })

  it('and deleting leave nothing in the store, however much there was', async () => {
    const { queue, kernel, settle, advance } = queueWorld()
    const q = await queue('q.fifo', { ContentBasedDeduplication: 'true' })
    for (let batch = 0; batch < 250; batch++) {
      if (batch % 100 === 0) await advance(1_000)
      const Entries = Array.from({ length: 10 }, (_, at) => ({
        Id: String(at),
        MessageBody: `${batch} ${at}`,
        MessageGroupId: `g${at}`,
      }))
      await q.ask('SendMessageBatch', { Entries })
    }
    await q.ask('PurgeQueue')
    await settle()
    await q.ask('DeleteQueue')
    await settle()
    await advance(60_000)
    await queue('q.fifo')
    const keys = [...kernel.store.range({ start: '', end: '\xff' })].map(([key]) => key)
    const ofMessages = keys.filter((key) => /messages|groups|accepted|paces/.test(key))
    expect(ofMessages).toEqual([])
  })
})

describe('tags', () => {
  const numbered = (from: number, count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${from + at}`, 'v']))

  it('are fifty at most, whether in one call or in several', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    const text = 'Too many tags added for queue q.'
    await expectRefusal(q.ask('TagQueue', { Tags: numbered(0, 51) }), 'InvalidParameterValue', text)
    expect(await q.ask('ListQueueTags')).toEqual({})
    await q.ask('TagQueue', { Tags: numbered(0, 50) })
    await q.ask('TagQueue', { Tags: { k1: 'again' } })
    await expectRefusal(q.ask('TagQueue', { Tags: { one: 'more' } }), 'InvalidParameterValue', text)
    await q.ask('UntagQueue', { TagKeys: ['k0', 'k1'] })
    await q.ask('TagQueue', { Tags: { one: 'more' } })
    const { Tags } = await q.ask<{ Tags: object }>('ListQueueTags')
    expect(Object.keys(Tags)).toHaveLength(49)
  })

  it('are fifty at most when a queue is made', async () => {
    const { call } = queueWorld()
    await expectRefusal(
      call('CreateQueue', { QueueName: 'q', tags: numbered(0, 51) }),
      'InvalidParameterValue',
      'Too many tags added for queue q.',
    )
  })
})
