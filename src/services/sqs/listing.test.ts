import { describe, expect, it } from 'vitest'
import { expectInvalid, expectRefusal, queueWorld } from './testing/queue-world.ts'

type Listed = { QueueUrls?: readonly string[]; queueUrls?: readonly string[]; NextToken?: string }

const names = (urls: readonly string[] = []) => urls.map((url) => url.split('/').at(-1))

describe('ListQueues', () => {
  it('answers nothing where there is no queue', async () => {
    const { call } = queueWorld()
    expect(await call('ListQueues')).toEqual({})
  })

  it('lists queues of a prefix, upper and lower case apart', async () => {
    const { call, queue } = queueWorld()
    for (const name of ['ab', 'a', 'b', 'A', 'a-z', 'a_']) await queue(name)
    const list = async (QueueNamePrefix?: string) =>
      names((await call<Listed>('ListQueues', { QueueNamePrefix })).QueueUrls)
    expect(await list('a')).toEqual(['a', 'a-z', 'a_', 'ab'])
    expect(await list()).toHaveLength(6)
    expect(await list('zz')).toEqual([])
  })

  it('has pages only when they are asked for', async () => {
    const { call, queue } = queueWorld()
    for (let at = 0; at < 5; at++) await queue(`q${at}`)
    const list = (input: object) => call<Listed>('ListQueues', input)
    expect(await list({})).not.toHaveProperty('NextToken')
    const seen: unknown[] = []
    let NextToken: string | undefined
    do {
      const page = await list({ MaxResults: 2, ...(NextToken && { NextToken }) })
      seen.push(names(page.QueueUrls))
      NextToken = page.NextToken
    } while (NextToken)
    expect(seen).toEqual([['q0', 'q1'], ['q2', 'q3'], ['q4']])
  })

  it('answers a thousand at most', async () => {
    const { call, queue } = queueWorld()
    for (let at = 0; at < 1_001; at++) await queue(`q${at}`)
    const { QueueUrls, NextToken } = await call<Listed>('ListQueues')
    expect(QueueUrls).toHaveLength(1_000)
    expect(NextToken).toBeUndefined()
  })

  it('refuses what is no page', async () => {
    const { call, queue } = queueWorld()
    for (const name of ['a', 'b']) await queue(name)
    const list = (input: object) => call<Listed>('ListQueues', input)
    for (const MaxResults of [0, 1_001]) {
      await expectInvalid(
        list({ MaxResults }),
        'Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000.',
      )
    }
    const { NextToken } = await list({ MaxResults: 1 })
    await expectInvalid(
      list({ NextToken }),
      'MaxResults is a mandatory parameter when you provide a value for NextToken.',
    )
    await expectInvalid(list({ MaxResults: 1, NextToken: 'x' }), 'Invalid or expired next token.')
    await expectInvalid(
      list({ MaxResults: 1, NextToken, QueueNamePrefix: 'a' }),
      'Invalid NextToken value. If you are passing in NextToken, you must not change the other request parameters.',
    )
  })

  it('keeps regions and accounts apart', async () => {
    const { call, queue } = queueWorld()
    await queue('q')
    expect(await call('ListQueues', {}, { place: { region: 'eu-west-1' } })).toEqual({})
    expect(await call('ListQueues', {}, { place: { account: '999999999999' } })).toEqual({})
  })
})

describe('ListDeadLetterSourceQueues', () => {
  it('lists the queues whose dead letters go to one', async () => {
    const { queue } = queueWorld()
    const dlq = await queue('dlq')
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dlq.arn, maxReceiveCount: 1 })
    for (const name of ['a', 'b', 'c']) await queue(name, { RedrivePolicy })
    const list = (input: object = {}) => dlq.ask<Listed>('ListDeadLetterSourceQueues', input)
    const all = await list()
    expect(all).toEqual({
      queueUrls: ['a', 'b', 'c'].map((name) => `http://127.0.0.1:4566/123456789012/${name}`),
    })
    const { queueUrls, NextToken } = await list({ MaxResults: 2 })
    expect(names(queueUrls)).toEqual(['a', 'b'])
    expect(names((await list({ MaxResults: 2, NextToken })).queueUrls)).toEqual(['c'])
  })

  it('answers an empty list where there is none', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    expect(await q.ask('ListDeadLetterSourceQueues')).toEqual({ queueUrls: [] })
  })
})

describe('tags', () => {
  it('are added, replaced and removed', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    expect(await q.ask('ListQueueTags')).toEqual({})
    await q.ask('TagQueue', { Tags: { a: '1', 'b b': '' } })
    await q.ask('TagQueue', { Tags: { a: '2', A: '3' } })
    expect(await q.ask('ListQueueTags')).toEqual({ Tags: { a: '2', 'b b': '', A: '3' } })
    await q.ask('UntagQueue', { TagKeys: ['a', 'unknown'] })
    expect(await q.ask('ListQueueTags')).toEqual({ Tags: { 'b b': '', A: '3' } })
  })

  it.each([
    [{ '': 'x' }, 'Tag keys must be between 1 and 128 characters in length.'],
    [{ ['x'.repeat(129)]: 'x' }, 'Tag keys must be between 1 and 128 characters in length.'],
    [
      { 'a!': 'x' },
      'Tag keys may only contain unicode letters, digits, whitespace, or one of these symbols: _ . : / = + - @',
    ],
    [{ a: 'x'.repeat(257) }, 'Tag values must be between 0 and 256 characters in length.'],
    [{ 'aws:a': 'x' }, "Tag keys can't start with 'aws:'. This prefix is reserved."],
  ])('may not be %j', async (Tags, text) => {
    const { queue, call } = queueWorld()
    const q = await queue('q')
    await expectInvalid(q.ask('TagQueue', { Tags }), text)
    await expectInvalid(call('CreateQueue', { QueueName: 'new', tags: Tags }), text)
  })

  it('must be named', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    const missing = (parameter: string) => `The request must contain the parameter ${parameter}.`
    await expectRefusal(q.ask('TagQueue'), 'MissingParameter', missing('Tags'))
    await expectRefusal(q.ask('UntagQueue'), 'MissingParameter', missing('TagKeys'))
  })
})
