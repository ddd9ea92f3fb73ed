import { describe, expect, it } from 'vitest'
import type { Message } from '../../generated/sqs.ts'
import { expectInvalid, expectRefusal, queueWorld } from './testing/queue-world.ts'

const expired = (message: Message | undefined) =>
  `Value ${message?.ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`
const unavailable = (message: Message | undefined) =>
  `Value ${message?.ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`

/** A copy with one part in another's place. */
function replaced(parts: readonly string[], at: number, part: string): string[] {
  return parts.map((kept, index) => (index === at ? part : kept))
}

async function standard() {
  const cloud = queueWorld()
  const q = await cloud.queue('q')
  await q.send('a')
  return { ...cloud, q }
}

async function fifo() {
  const cloud = queueWorld()
  const q = await cloud.queue('q.fifo', { ContentBasedDeduplication: 'true' })
  await q.send('a', { MessageGroupId: 'g' })
  return { ...cloud, q }
}

describe('deleting', () => {
  it('succeeds twice', async () => {
    const { q } = await standard()
    const [message] = await q.receive()
    expect(await q.delete(message)).toEqual({})
    expect(await q.delete(message)).toEqual({})
    expect(await q.counts()).toEqual([0, 0, 0])
  })

  it('refuses a handle that was never issued', async () => {
    const { q } = await standard()
    for (const ReceiptHandle of ['x', 'AQEB', 'AQEBAAAA']) {
      await expectRefusal(
        q.ask('DeleteMessage', { ReceiptHandle }),
        'ReceiptHandleIsInvalid',
        `The input receipt handle "${ReceiptHandle}" is not a valid receipt handle.`,
        404,
      )
    }
    const text = 'The request must contain the parameter ReceiptHandle.'
    await expectRefusal(q.ask('DeleteMessage'), 'MissingParameter', text)
  })

  it.each<[string, (parts: string[]) => string[]]>([
    ['a part that is no number', (parts) => replaced(parts, 3, 'NaN')],
    ['another instant', (parts) => replaced(parts, 3, String(Number(parts[3]) + 1))],
    ['a receive that is to come', (parts) => replaced(parts, 4, '2')],
    ['a receive that never was', (parts) => replaced(parts, 4, '0')],
    ['a fraction', (parts) => replaced(parts, 2, '0.0')],
    ['one part more', (parts) => [...parts, 'x']],
  ])('refuses a handle that was altered to have %s', async (_, alter) => {
    const { q } = await standard()
    const [message] = await q.receive()
    const text = Buffer.from(message?.ReceiptHandle?.slice(4) ?? '', 'base64').toString()
    const altered = Buffer.from(alter(text.split(' ')).join(' ')).toString('base64')
    const ReceiptHandle = `AQEB${altered}`
    for (const operation of ['DeleteMessage', 'ChangeMessageVisibility']) {
      await expectRefusal(
        q.ask(operation, { ReceiptHandle, VisibilityTimeout: 1 }),
        'ReceiptHandleIsInvalid',
        `The input receipt handle "${ReceiptHandle}" is not a valid receipt handle.`,
        404,
      )
    }
    expect(await q.counts()).toEqual([0, 1, 0])
  })

  it('refuses a handle that is written otherwise than it was given', async () => {
    const { q } = await standard()
    const [message] = await q.receive()
    const ReceiptHandle = `${message?.ReceiptHandle}!`
    const text = `The input receipt handle "${ReceiptHandle}" is not a valid receipt handle.`
    const call = q.ask('DeleteMessage', { ReceiptHandle })
    await expectRefusal(call, 'ReceiptHandleIsInvalid', text, 404)
  })

  it('takes an older handle of a standard queue, for twelve hours', async () => {
    const { q, advance } = await standard()
    const [first] = await q.receive({ VisibilityTimeout: 0 })
    await q.receive()
    await q.delete(first)
    expect(await q.counts()).toEqual([0, 0, 0])
    await q.send('b')
    const [late] = await q.receive()
    await advance(12 * 3_600_000 + 1)
    await expectInvalid(q.delete(late), expired(late))
  })

  it('refuses a handle of a FIFO queue whose visibility timeout is over', async () => {
    const { q, advance } = await fifo()
    const [message] = await q.receive({ VisibilityTimeout: 1 })
    await advance(2_000)
    await expectInvalid(q.delete(message), expired(message))
    const [again] = await q.receive()
    await expectInvalid(q.delete(message), expired(message))
    expect(await q.delete(again)).toEqual({})
  })

  it('leaves alone a message that came to stand where a purged one stood', async () => {
    const { q } = await standard()
    const [message] = await q.receive()
    await q.ask('PurgeQueue')
    await q.send('b')
    await q.delete(message)
    expect(await q.bodies()).toEqual(['b'])
  })
})

describe('changing visibility', () => {
  it('counts from the call, and is forgotten at the next receive', async () => {
    const { q, advance } = await standard()
    const [message] = await q.receive()
    await advance(20_000)
    await q.setVisibility(message, 20)
    await advance(19_999)
    expect(await q.bodies()).toEqual([])
    await advance(1)
    expect(await q.bodies()).toEqual(['a'])
    await advance(29_999)
    expect(await q.bodies()).toEqual([])
    await advance(1)
    expect(await q.bodies()).toEqual(['a'])
  })

  it('refuses a message that is deleted', async () => {
    const { q } = await standard()
    const [message] = await q.receive()
    await q.delete(message)
    await expectInvalid(q.setVisibility(message, 10), unavailable(message))
  })

  it('refuses the handle of an earlier receive', async () => {
    const { q } = await standard()
    const [first] = await q.receive({ VisibilityTimeout: 0 })
    await q.receive()
    await expectInvalid(q.setVisibility(first, 10), unavailable(first))
  })

  it('does nothing to a message of a standard queue that is visible again', async () => {
    const { q, advance } = await standard()
    const [message] = await q.receive({ VisibilityTimeout: 1 })
    await advance(1_000)
    expect(await q.setVisibility(message, 10)).toEqual({})
    expect(await q.bodies()).toEqual(['a'])
  })

  it('refuses a message of a FIFO queue that is visible again', async () => {
    const { q, advance } = await fifo()
    const [message] = await q.receive({ VisibilityTimeout: 1 })
    await advance(1_000)
    await expectInvalid(q.setVisibility(message, 10), unavailable(message))
  })

  it('ends twelve hours after the receive', async () => {
    const { q, advance } = await standard()
    const [message] = await q.receive()
    await advance(1_000)
    await expectInvalid(
      q.setVisibility(message, 43_200),
      'Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds].',
    )
    expect(await q.setVisibility(message, 43_199)).toEqual({})
    await advance(10_000)
    await expectInvalid(
      q.setVisibility(message, 43_190),
      'Value 43190 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds].',
    )
  })

  it('refuses what is out of range', async () => {
    const { q } = await standard()
    const [message] = await q.receive()
    for (const seconds of [-1, 43_201]) {
      await expectInvalid(
        q.setVisibility(message, seconds),
        `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200.`,
      )
    }
    const text = 'The request must contain the parameter VisibilityTimeout.'
    const ReceiptHandle = message?.ReceiptHandle
    const asked = q.ask('ChangeMessageVisibility', { ReceiptHandle })
    await expectRefusal(asked, 'MissingParameter', text)
  })
})
