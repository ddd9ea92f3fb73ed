import { describe, expect, it } from 'vitest'
import { expectInvalid, expectRefusal, queueWorld } from './testing/queue-world.ts'

const redriveTo = (deadLetterTargetArn: string, maxReceiveCount: number | string = 2) =>
  JSON.stringify({ deadLetterTargetArn, maxReceiveCount })

async function pair(suffix = '', attributes: Record<string, string> = {}) {
  const cloud = queueWorld()
  const dlq = await cloud.queue(`dlq${suffix}`)
  const q = await cloud.queue(`q${suffix}`, { RedrivePolicy: redriveTo(dlq.arn), ...attributes })
  return { ...cloud, q, dlq }
}

describe('a message that was received too often', () => {
  it('goes to the dead-letter queue at the receive that would be one too many', async () => {
    const { q, dlq } = await pair()
    const { MessageId } = await q.send('a')
    const counts: unknown[] = []
    for (let at = 0; at < 2; at++) {
      expect(await dlq.counts()).toEqual([0, 0, 0])
      const [message] = await q.receive({ VisibilityTimeout: 0 })
      counts.push(message?.Attributes?.ApproximateReceiveCount)
    }
    expect(counts).toEqual(['1', '2'])
    expect(await q.receive({ VisibilityTimeout: 0 })).toEqual([])
    const [dead] = await dlq.receive()
    expect(dead).toMatchObject({
      MessageId,
      Body: 'a',
      Attributes: { DeadLetterQueueSourceArn: q.arn, ApproximateReceiveCount: '3' },
    })
  })

  it('makes room for those behind it within the same receive', async () => {
    const { q } = await pair()
    for (const body of ['a', 'b']) await q.send(body)
    await q.receive({ VisibilityTimeout: 0 })
    await q.receive({ VisibilityTimeout: 0 })
    await q.send('c')
    expect(await q.bodies({ MaxNumberOfMessages: 1 })).toEqual(['c'])
  })

  it('makes room for those behind it in its group', async () => {
    const { q, dlq } = await pair('.fifo', { ContentBasedDeduplication: 'true' })
    for (const body of ['a', 'b']) await q.send(body, { MessageGroupId: 'g' })
    await q.receive({ VisibilityTimeout: 0, MaxNumberOfMessages: 1 })
    await q.receive({ VisibilityTimeout: 0, MaxNumberOfMessages: 1 })
    expect(await q.bodies()).toEqual(['b'])
    const [dead] = await dlq.receive()
    expect(dead?.Attributes?.MessageDeduplicationId).toBe(dead?.MessageId)
  })

  it('wakes who waits at the dead-letter queue', async () => {
    const { q, dlq } = await pair()
    await q.send('a')
    const poll = dlq.bodies({ WaitTimeSeconds: 20 })
    for (let at = 0; at < 3; at++) await q.receive({ VisibilityTimeout: 0 })
    expect(await poll).toEqual(['a'])
  })

  it('goes there at once also when a long poll finds it', async () => {
    const { q, dlq, advance } = await pair()
    await q.send('a')
    for (let at = 0; at < 2; at++) await q.receive({ VisibilityTimeout: 0 })
    const poll = q.bodies({ WaitTimeSeconds: 20 })
    expect(await dlq.bodies()).toEqual(['a'])
    await advance(20_000)
    expect(await poll).toEqual([])
  })

  it('stays where it is while the dead-letter queue is gone', async () => {
    const { q, dlq } = await pair()
    await q.send('a')
    await dlq.ask('DeleteQueue')
    for (let at = 0; at < 5; at++) {
      expect(await q.bodies({ VisibilityTimeout: 0 })).toEqual(['a'])
    }
  })

  it('keeps its time in a standard queue: retention goes on', async () => {
    const { q, dlq, advance } = await pair('', { MessageRetentionPeriod: '86400' })
    await q.send('a')
    await advance(86_399_000)
    for (let at = 0; at < 3; at++) await q.receive({ VisibilityTimeout: 0 })
    expect(await dlq.counts()).toEqual([1, 0, 0])
    await advance(3 * 86_400_000)
    expect(await dlq.counts()).toEqual([1, 0, 0])
    await advance(1_000)
    expect(await dlq.counts()).toEqual([0, 0, 0])
  })

  it('starts anew in a FIFO queue', async () => {
    const { q, dlq, advance } = await pair('.fifo', { ContentBasedDeduplication: 'true' })
    await q.send('a', { MessageGroupId: 'g' })
    await advance(86_400_000)
    for (let at = 0; at < 3; at++) await q.receive({ VisibilityTimeout: 0 })
    await advance(345_599_999)
    expect(await dlq.counts()).toEqual([1, 0, 0])
    await advance(1)
    expect(await dlq.counts()).toEqual([0, 0, 0])
  })

  it('moves in bounded numbers, and none is lost', async () => {
    const { q, dlq } = await pair()
    for (let at = 0; at < 250; at++) await q.send(`m${at}`)
    for (let at = 0; at < 50; at++) await q.receive({ VisibilityTimeout: 0 })
    for (let at = 0; at < 3; at++) await q.receive({ VisibilityTimeout: 0 })
    const [left = 0] = await q.counts()
    const [dead = 0] = await dlq.counts()
    expect(left + dead).toBe(250)
  })
})

describe('a redrive policy', () => {
  const refused = (json: string, reason: string) =>
    `Value ${json} for parameter RedrivePolicy is invalid. Reason: ${reason}`

  it('must name a queue that is there', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    const json = redriveTo('arn:aws:sqs:us-east-1:123456789012:none')
    const text = refused(json, 'Dead letter target does not exist.')
    await expectInvalid(q.set({ RedrivePolicy: json }), text)
    await expectInvalid(queue('new', { RedrivePolicy: json }), text)
  })

  it('must name a queue of the same kind', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    const fifo = await queue('q.fifo')
    const reason = 'Dead-letter queue must be same type of queue as the source..'
    const toFifo = redriveTo(fifo.arn)
    await expectInvalid(q.set({ RedrivePolicy: toFifo }), refused(toFifo, reason))
    const toStandard = redriveTo(q.arn)
    await expectInvalid(fifo.set({ RedrivePolicy: toStandard }), refused(toStandard, reason))
  })

  it.each([
    ['{}', 'Redrive policy does not contain mandatory attribute: maxReceiveCount.'],
    [
      '{"maxReceiveCount":3}',
      'Redrive policy does not contain mandatory attribute: deadLetterTargetArn.',
    ],
    [
      redriveTo('arn:aws:sqs:us-east-1:123456789012:q', 4023),
      'Invalid value for maxReceiveCount: 4023, valid values are from 1 to 1000 both inclusive.',
    ],
    [
      redriveTo('arn:aws:sqs:us-east-1:123456789012:q', 0),
      'Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive.',
    ],
    [
      redriveTo('arn:aws:sns:us-east-1:123456789012:q'),
      'Only SQS queues are valid resources for deadLetterTargetArn.',
    ],
    [redriveTo('arn:aws:sqs'), 'Dead-letter target ARN should be fully qualified ARN.'],
    [
      '{"maxReceiveCount":3,"deadLetterTargetArn":{"toString":1}}',
      'Dead-letter target ARN should be fully qualified ARN.',
    ],
    [
      '{"maxReceiveCount":{"toString":1},"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:q"}',
      'Invalid value for maxReceiveCount: {…}, valid values are from 1 to 1000 both inclusive.',
    ],
    [
      '{"maxReceiveCount":3,"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:q","a":1}',
      'Only following attributes are supported: [maxReceiveCount, deadLetterTargetArn].',
    ],
  ])('may not be %s', async (json, reason) => {
    const { queue } = queueWorld()
    const q = await queue('q')
    await expectInvalid(q.set({ RedrivePolicy: json }), refused(json, reason))
  })

  it('must be a JSON object', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    for (const RedrivePolicy of ['x', '[]', '1', 'null']) {
      await expectRefusal(
        q.set({ RedrivePolicy }),
        'InvalidAttributeValue',
        'Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map.',
      )
    }
  })

  it('may have its count as text, and is answered with a number', async () => {
    const { queue } = queueWorld()
    const dlq = await queue('dlq')
    const q = await queue('q', { RedrivePolicy: redriveTo(dlq.arn, '1000') })
    const shown = { RedrivePolicy: redriveTo(dlq.arn, 1_000) }
    expect(await q.attributes('RedrivePolicy')).toEqual(shown)
    const { arn } = dlq
    await q.set({ RedrivePolicy: `{ "maxReceiveCount": 1000, "deadLetterTargetArn": "${arn}" }` })
    expect(await q.attributes('RedrivePolicy')).toEqual(shown)
  })

  it('is refused where the dead-letter queue does not take this source', async () => {
    const { queue } = queueWorld()
    const dlq = await queue('dlq')
    const q = await queue('q')
    const other = await queue('other')
    const allow = (policy: object) => dlq.set({ RedriveAllowPolicy: JSON.stringify(policy) })
    const json = redriveTo(dlq.arn)
    const text = refused(
      json,
      'The redrive allow policy of the dead-letter queue does not allow this source queue.',
    )
    await allow({ redrivePermission: 'denyAll' })
    await expectInvalid(q.set({ RedrivePolicy: json }), text)
    await allow({ redrivePermission: 'byQueue', sourceQueueArns: [other.arn] })
    await expectInvalid(q.set({ RedrivePolicy: json }), text)
    await expect(other.set({ RedrivePolicy: json })).resolves.toEqual({})
    await allow({ redrivePermission: 'allowAll' })
    await expect(q.set({ RedrivePolicy: json })).resolves.toEqual({})
  })
})

describe('a redrive allow policy', () => {
  it.each(['x', '{}', '{"redrivePermission":"some"}', '{"redrivePermission":"allowAll","a":1}'])(
    'may not be %s',
    async (RedriveAllowPolicy) => {
      const { queue } = queueWorld()
      const q = await queue('q')
      await expectRefusal(
        q.set({ RedriveAllowPolicy }),
        'InvalidAttributeValue',
        "Invalid value for the parameter RedriveAllowPolicy. Reason: Amazon SQS can't create the redrive allow policy, as it’s in an unsupported format.",
      )
    },
  )

  const arns = (count: number) =>
    Array.from({ length: count }, (_, at) => `arn:aws:sqs:us-east-1:123456789012:q${at}`)

  it.each([
    [
      { redrivePermission: 'byQueue' },
      'When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.',
    ],
    [
      { redrivePermission: 'byQueue', sourceQueueArns: arns(11) },
      'The maximum number of source queue ARNs you can specify is 10.',
    ],
    [
      { redrivePermission: 'denyAll', sourceQueueArns: arns(1) },
      'To specify one or more source queue ARNs, you must set redrivePermission to byQueue.',
    ],
  ])('may not be %j', async (policy, reason) => {
    const { queue } = queueWorld()
    const q = await queue('q')
    const json = JSON.stringify(policy)
    await expectInvalid(
      q.set({ RedriveAllowPolicy: json }),
      `Value ${json} for parameter RedriveAllowPolicy is invalid. Reason: Amazon SQS can't create the redrive allow policy. ${reason}`,
    )
  })
})
