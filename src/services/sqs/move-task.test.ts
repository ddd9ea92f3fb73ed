import { describe, expect, it } from 'vitest'
import { testStartMs } from '../../../test/support/world.ts'
import { activeMoveTasks } from './limits.ts'
import { expectInvalid, expectRefusal, queueWorld, type TestQueue } from './testing/queue-world.ts'

async function deadLetters(count: number, suffix = '') {
  const cloud = queueWorld()
  const dlq = await cloud.queue(`dlq${suffix}`)
  const q = await cloud.queue(`q${suffix}`, {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dlq.arn, maxReceiveCount: 1 }),
    VisibilityTimeout: '0',
  })
  for (let at = 0; at < count; at++) {
    await q.send(`m${at}`, {
      ...(suffix && { MessageGroupId: 'g', MessageDeduplicationId: `d${at}` }),
    })
  }
  for (let at = 0; at < 2 * count; at += 10) await q.receive()
  for (let at = 0; at < count; at += 10) await q.receive()
  const start = (more: object = {}) =>
    cloud.call<{ TaskHandle: string }>('StartMessageMoveTask', { SourceArn: dlq.arn, ...more })
  const list = async (queue: TestQueue = dlq, MaxResults?: number) => {
    type Answer = { Results: readonly Record<string, unknown>[] }
    const asked = { SourceArn: queue.arn, ...(MaxResults !== undefined && { MaxResults }) }
    return (await cloud.call<Answer>('ListMessageMoveTasks', asked)).Results
  }
  return { ...cloud, q, dlq, start, list }
}

describe('a move task', () => {
  it('brings dead letters back to the queue they came from, as new messages', async () => {
    const { q, dlq, start, list, advance, now } = await deadLetters(3)
    expect(await dlq.counts()).toEqual([3, 0, 0])
    const before = (await dlq.receive({ VisibilityTimeout: 0 })).map((one) => one.MessageId)
    await advance(10_000)
    const { TaskHandle } = await start()
    expect(await list()).toEqual([
      {
        TaskHandle,
        Status: 'RUNNING',
        SourceArn: dlq.arn,
        ApproximateNumberOfMessagesMoved: 0,
        ApproximateNumberOfMessagesToMove: 3,
        StartedTimestamp: testStartMs + 10_000,
      },
    ])
    await advance(200)
    expect(await list()).toEqual([
      {
        Status: 'COMPLETED',
        SourceArn: dlq.arn,
        ApproximateNumberOfMessagesMoved: 3,
        ApproximateNumberOfMessagesToMove: 3,
        StartedTimestamp: testStartMs + 10_000,
      },
    ])
    expect(await dlq.counts()).toEqual([0, 0, 0])
    const moved = await q.receive()
    expect(moved.map((one) => one.Body)).toEqual(['m0', 'm1', 'm2'])
    expect(moved.some((one) => before.includes(one.MessageId))).toBe(false)
    expect(moved[0]?.Attributes).toMatchObject({
      ApproximateReceiveCount: '1',
      SentTimestamp: String(now()),
    })
    expect(moved[0]?.Attributes).not.toHaveProperty('DeadLetterQueueSourceArn')
  })

  it('keeps to its rate', async () => {
    const { q, start, advance } = await deadLetters(5)
    await start({ MaxNumberOfMessagesPerSecond: 2 })
    const seen: unknown[] = []
    for (let at = 0; at < 4; at++) {
      seen.push((await q.counts())[0])
      await advance(at === 0 ? 200 : 1_000)
    }
    expect([...seen, (await q.counts())[0]]).toEqual([0, 2, 4, 5, 5])
  })

  it('moves to the queue it is told', async () => {
    const { queue, dlq, start, list, advance } = await deadLetters(2)
    const other = await queue('other')
    await start({ DestinationArn: other.arn })
    await advance(200)
    expect(await other.bodies()).toEqual(['m0', 'm1'])
    expect(await dlq.counts()).toEqual([0, 0, 0])
    expect(await list()).toMatchObject([{ Status: 'COMPLETED', DestinationArn: other.arn }])
  })

  it('keeps the order of a FIFO queue', async () => {
    const { q, start, advance } = await deadLetters(12, '.fifo')
    await start({ MaxNumberOfMessagesPerSecond: 5 })
    await advance(3_000)
    const bodies: string[] = []
    for (let got = await q.receive({ VisibilityTimeout: 30 }); got.length > 0;) {
      bodies.push(...got.map((one) => one.Body ?? ''))
      for (const one of got) await q.delete(one)
      got = await q.receive({ VisibilityTimeout: 30 })
    }
    expect(bodies).toEqual(Array.from({ length: 12 }, (_, at) => `m${at}`))
  })

  it('fails on a message that came from no queue', async () => {
    const { dlq, start, list, advance } = await deadLetters(0)
    await dlq.send('stray')
    await start()
    await advance(200)
    expect(await list()).toMatchObject([
      {
        Status: 'FAILED',
        FailureReason: 'CouldNotDetermineMessageSource',
        ApproximateNumberOfMessagesMoved: 0,
      },
    ])
    expect(await dlq.counts()).toEqual([1, 0, 0])
  })

  it('is cancelled by way of CANCELLING', async () => {
    const { call, q, start, list, advance } = await deadLetters(5)
    const { TaskHandle } = await start({ MaxNumberOfMessagesPerSecond: 1 })
    await advance(1_200)
    expect(await call('CancelMessageMoveTask', { TaskHandle })).toEqual({
      ApproximateNumberOfMessagesMoved: 2,
    })
    expect(await list()).toMatchObject([{ Status: 'CANCELLING' }])
    expect((await list())[0]).not.toHaveProperty('TaskHandle')
    await advance(10_000)
    expect(await list()).toMatchObject([{ Status: 'CANCELLED' }])
    expect((await q.counts())[0]).toBe(2)
    await expectRefusal(
      call('CancelMessageMoveTask', { TaskHandle }),
      'UnsupportedOperation',
      'Only running tasks can be cancelled.',
    )
  })

  it('is listed, the newest first, ten at most', async () => {
    const { start, list, advance, dlq } = await deadLetters(0)
    for (let at = 0; at < 12; at++) {
      await start()
      await advance(1_000)
    }
    const started = (await list(dlq, 10)).map((one) => one.StartedTimestamp)
    const expected = Array.from({ length: 10 }, (_, at) => testStartMs + (11 - at) * 1_000)
    expect(started).toEqual(expected)
    expect(await list()).toHaveLength(1)
  })
})

describe('StartMessageMoveTask refuses', () => {
  it('a second task while one is running', async () => {
    const { start, advance } = await deadLetters(1)
    await start()
    await expectInvalid(
      start(),
      'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    )
    await advance(1_000)
    await expect(start()).resolves.toBeDefined()
  })

  it.each(['SourceArn', 'DestinationArn'])('a %s that names no queue', async (parameter) => {
    const { start } = await deadLetters(1)
    await expectInvalid(
      start({ [parameter]: 'q' }),
      `You must use this format to specify the ${parameter}: arn:<partition>:<service>:<region>:<account-id>:<resource-id>`,
    )
    for (const region of ['us-east-1', 'eu-west-1']) {
      await expectRefusal(
        start({ [parameter]: `arn:aws:sqs:${region}:123456789012:none` }),
        'ResourceNotFoundException',
        `The resource that you specified for the ${parameter} parameter doesn't exist.`,
        404,
      )
    }
  })

  it('a source that is no dead-letter queue, itself, or another kind', async () => {
    const { queue, q, dlq, start } = await deadLetters(1)
    const fifo = await queue('other.fifo')
    const noDlq = 'Source queue must be configured as a Dead Letter Queue.'
    await expectInvalid(start({ SourceArn: q.arn }), noDlq)
    await expectInvalid(
      start({ DestinationArn: dlq.arn }),
      'Source queue arn and destination queue arn cannot be the same.',
    )
    await expectInvalid(
      start({ DestinationArn: fifo.arn }),
      'The source queue and destination queue must be of the same queue type.',
    )
  })

  it.each([0, 501])('a rate of %d', async (MaxNumberOfMessagesPerSecond) => {
    const { start } = await deadLetters(1)
    await expectInvalid(
      start({ MaxNumberOfMessagesPerSecond }),
      "Value for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: You must enter a number that's between 1 and 500.",
    )
  })

  it('more active tasks than an account may have', async () => {
    const { start, kernel } = await deadLetters(1)
    const { service, name } = activeMoveTasks
    const place = { partition: 'aws', account: '123456789012', region: 'us-east-1' }
    kernel.change(() => kernel.quotas.set(place, { service, name, value: 0 }))
    await expect(start()).rejects.toMatchObject({ code: 'OverLimit', status: 403 })
  })
})

it('lists of move tasks have one to ten', async () => {
  const { list, dlq } = await deadLetters(0)
  for (const limit of [0, 11]) {
    await expectInvalid(
      list(dlq, limit),
      "Value for parameter MaxResults is invalid. Reason: You must enter a number that's between 1 and 10.",
    )
  }
})

it('only a task that is there can be cancelled', async () => {
  const { call, dlq } = await deadLetters(0)
  const cancel = (TaskHandle: string) => call('CancelMessageMoveTask', { TaskHandle })
  await expectInvalid(cancel('x'), 'Value for parameter TaskHandle is invalid.')
  const unknown = Buffer.from(JSON.stringify({ taskId: 'x', sourceArn: dlq.arn }))
  const text = 'Task does not exist.'
  await expectRefusal(cancel(unknown.toString('base64')), 'ResourceNotFoundException', text, 404)
})
