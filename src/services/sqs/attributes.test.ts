import { describe, expect, it } from 'vitest'
import { testStartMs } from '../../../test/support/world.ts'
import { expectInvalid, expectRefusal, queueWorld } from './testing/queue-world.ts'

const seconds = String(testStartMs / 1_000)
const freshStandard = {
  ApproximateNumberOfMessages: '0',
  ApproximateNumberOfMessagesDelayed: '0',
  ApproximateNumberOfMessagesNotVisible: '0',
  CreatedTimestamp: seconds,
  DelaySeconds: '0',
  LastModifiedTimestamp: seconds,
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  QueueArn: 'arn:aws:sqs:us-east-1:123456789012:q',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
  VisibilityTimeout: '30',
}

describe('the attributes of a queue', () => {
  it('are these of a fresh standard queue', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    expect(await q.attributes('All')).toEqual(freshStandard)
  })

  it('are a few more of a fresh FIFO queue', async () => {
    const { queue } = queueWorld()
    const q = await queue('q.fifo')
    expect(await q.attributes('All')).toEqual({
      ...freshStandard,
      QueueArn: 'arn:aws:sqs:us-east-1:123456789012:q.fifo',
      FifoQueue: 'true',
      ContentBasedDeduplication: 'false',
      DeduplicationScope: 'queue',
      FifoThroughputLimit: 'perQueue',
    })
  })

  it('are not answered when none is named', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    expect(await q.ask('GetQueueAttributes')).toEqual({})
    expect(await q.ask('GetQueueAttributes', { AttributeNames: [] })).toEqual({})
  })

  it('are absent when they are not set', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    expect(await q.attributes('RedrivePolicy', 'Policy', 'DelaySeconds')).toEqual({
      DelaySeconds: '0',
    })
  })

  it('are refused when they are unknown', async () => {
    const { queue, call } = queueWorld()
    const q = await queue('q')
    const text = 'Unknown Attribute Colour.'
    await expectRefusal(q.attributes('Colour'), 'InvalidAttributeName', text)
    await expectRefusal(q.set({ Colour: 'red' }), 'InvalidAttributeName', text)
    const asked = { QueueName: 'r', Attributes: { Colour: 'red' } }
    await expectRefusal(call('CreateQueue', asked), 'InvalidAttributeName', text)
    await expectRefusal(
      q.attributes('toString'),
      'InvalidAttributeName',
      'Unknown Attribute toString.',
    )
  })

  it('count messages that are visible, in flight and delayed', async () => {
    const { queue, advance } = queueWorld()
    const q = await queue('q')
    await q.send('a')
    await q.send('b')
    await q.send('c', { DelaySeconds: 10 })
    await q.receive({ MaxNumberOfMessages: 1, VisibilityTimeout: 5 })
    expect(await q.counts()).toEqual([1, 1, 1])
    await advance(5_000)
    expect(await q.counts()).toEqual([2, 0, 1])
    await advance(5_000)
    expect(await q.counts()).toEqual([3, 0, 0])
  })
})

describe('setting attributes', () => {
  it.each([
    ['VisibilityTimeout', ['43201', '-1', '+1', '1.0', ' 1', '', 'x', '1e3']],
    ['DelaySeconds', ['901', '-1']],
    ['MaximumMessageSize', ['1023', '1048577']],
    ['MessageRetentionPeriod', ['59', '1209601']],
    ['ReceiveMessageWaitTimeSeconds', ['21']],
    ['KmsDataKeyReusePeriodSeconds', ['59', '86401']],
    ['SqsManagedSseEnabled', ['yes', 'TRUE']],
    ['Policy', ['x', '[]', '{}', '{"Statement":[]}', '{"Version":"2020-01-01","Statement":[{}]}']],
  ])('refuses %s outside its range, at create and later', async (name, values) => {
    const { queue } = queueWorld()
    const q = await queue('q')
    const text = `Invalid value for the parameter ${name}.`
    for (const value of values) {
      await expectRefusal(queue('new', { [name]: value }), 'InvalidAttributeValue', text)
      await expectRefusal(q.set({ [name]: value }), 'InvalidAttributeValue', text)
    }
  })

  it.each([
    ['VisibilityTimeout', '0', '43200'],
    ['DelaySeconds', '0', '900'],
    ['MaximumMessageSize', '1024', '1048576'],
    ['MessageRetentionPeriod', '60', '1209600'],
    ['ReceiveMessageWaitTimeSeconds', '0', '20'],
  ])('takes %s from %s to %s', async (name, ...values) => {
    const { queue } = queueWorld()
    const q = await queue('q')
    for (const value of values) {
      await q.set({ [name]: value })
      expect(await q.attributes(name)).toEqual({ [name]: value })
    }
  })

  it('needs at least one', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    const text = 'The request must contain the parameter Attribute.Name.'
    await expectRefusal(q.set({}), 'MissingParameter', text)
  })

  it('changes when the queue was last modified', async () => {
    const { queue, advance } = queueWorld()
    const q = await queue('q')
    await advance(5_000)
    await q.set({ DelaySeconds: '1' })
    const { CreatedTimestamp, LastModifiedTimestamp } = await q.attributes()
    expect(Number(LastModifiedTimestamp) - Number(CreatedTimestamp)).toBe(5)
  })

  it('changes nothing when one of them is refused', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    await expect(q.set({ DelaySeconds: '5', VisibilityTimeout: 'x' })).rejects.toBeDefined()
    expect(await q.attributes('DelaySeconds')).toEqual({ DelaySeconds: '0' })
  })

  it('clears policies that are set to nothing', async () => {
    const { queue } = queueWorld()
    const { arn } = await queue('dlq')
    const q = await queue('q', {
      RedrivePolicy: `{"deadLetterTargetArn":"${arn}","maxReceiveCount":3}`,
      RedriveAllowPolicy: '{"redrivePermission":"denyAll"}',
    })
    await q.set({ RedrivePolicy: '', RedriveAllowPolicy: '', Policy: '' })
    expect(await q.attributes('RedrivePolicy', 'RedriveAllowPolicy', 'Policy')).toEqual({})
  })

  it('keeps what only FIFO queues have from standard ones', async () => {
    const { queue } = queueWorld()
    const unknown = 'Unknown Attribute ContentBasedDeduplication.'
    const created = queue('q', { ContentBasedDeduplication: 'true' })
    await expectRefusal(created, 'InvalidAttributeName', unknown)
    const q = await queue('q')
    const text = 'You can specify the DeduplicationScope only when FifoQueue is set to true.'
    await expectInvalid(q.set({ DeduplicationScope: 'queue' }), text)
    const fifo = await queue('q.fifo')
    const refused = fifo.set({ FifoQueue: 'true' })
    await expectRefusal(refused, 'InvalidAttributeName', 'Unknown Attribute FifoQueue.')
  })

  it('allows high throughput only with deduplication per message group', async () => {
    const { queue } = queueWorld()
    const q = await queue('q.fifo')
    await expectInvalid(
      q.set({ FifoThroughputLimit: 'perMessageGroupId' }),
      'The perMessageGroupId value is allowed only when the value for DeduplicationScope is messageGroup',
    )
    await q.set({ FifoThroughputLimit: 'perMessageGroupId', DeduplicationScope: 'messageGroup' })
    expect(await q.attributes('FifoThroughputLimit')).toEqual({
      FifoThroughputLimit: 'perMessageGroupId',
    })
  })

  it('has one kind of encryption at a time', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    await expectRefusal(
      q.set({ KmsMasterKeyId: 'alias/aws/sqs', SqsManagedSseEnabled: 'true' }),
      'InvalidAttributeValue',
      'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.',
    )
    const names = ['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'SqsManagedSseEnabled']
    await q.set({ KmsMasterKeyId: 'alias/aws/sqs' })
    expect(await q.attributes(...names)).toEqual({
      KmsMasterKeyId: 'alias/aws/sqs',
      KmsDataKeyReusePeriodSeconds: '300',
      SqsManagedSseEnabled: 'false',
    })
    await q.set({ SqsManagedSseEnabled: 'true' })
    expect(await q.attributes(...names)).toEqual({ SqsManagedSseEnabled: 'true' })
  })
})
