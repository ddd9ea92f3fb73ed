import { describe, expect, it } from 'vitest'
import { expectInvalid, queueWorld } from './testing/queue-world.ts'

async function fifo(attributes: Record<string, string> = {}) {
  const cloud = queueWorld()
  const q = await cloud.queue('q.fifo', { ContentBasedDeduplication: 'true', ...attributes })
  const send = (body: string, MessageGroupId: string) => q.send(body, { MessageGroupId })
  return { ...cloud, q, send }
}

describe('a FIFO queue', () => {
  it('gives no more of a group while one of it is in flight, and others meanwhile', async () => {
    const { q, send } = await fifo()
    await send('m1', 'a')
    await send('m2', 'a')
    await send('m3', 'b')
    const [m1] = await q.receive({ MaxNumberOfMessages: 1 })
    expect(m1?.Body).toBe('m1')
    expect(await q.bodies()).toEqual(['m3'])
    await q.delete(m1)
    expect(await q.bodies()).toEqual(['m2'])
  })

  it('gives as many as it can of one group, then of the next', async () => {
    const { q, send } = await fifo()
    for (const at of [1, 2, 3]) for (const group of ['a', 'b']) await send(group + at, group)
    expect(await q.bodies({ MaxNumberOfMessages: 4 })).toEqual(['a1', 'a2', 'a3', 'b1'])
  })

  it('keeps a group locked until its last message in flight is gone', async () => {
    const { q, send, advance } = await fifo()
    for (const body of ['m1', 'm2', 'm3', 'm4']) await send(body, 'a')
    const [m1, m2, m3] = await q.receive({ MaxNumberOfMessages: 3 })
    await q.delete(m1)
    await q.setVisibility(m2, 0)
    expect(await q.bodies()).toEqual([])
    await q.setVisibility(m3, 10)
    await advance(9_999)
    expect(await q.bodies()).toEqual([])
    await advance(1)
    expect(await q.bodies()).toEqual(['m2', 'm3', 'm4'])
  })

  it('gives a group in order again after a visibility timeout', async () => {
    const { q, send, advance } = await fifo()
    await send('m1', 'a')
    await send('m2', 'a')
    await q.receive({ MaxNumberOfMessages: 1 })
    await send('m3', 'a')
    await advance(30_000)
    expect(await q.bodies()).toEqual(['m1', 'm2', 'm3'])
  })

  it('lets a delayed first message hold up those behind it', async () => {
    const { q, send, advance } = await fifo({ DelaySeconds: '10' })
    await send('m1', 'a')
    await advance(5_000)
    await send('m2', 'a')
    await advance(5_000)
    expect(await q.bodies({ VisibilityTimeout: 1 })).toEqual(['m1'])
    await advance(5_000)
    expect(await q.bodies()).toEqual(['m1', 'm2'])
  })

  it('numbers messages with 20 digits that rise, whatever was deleted meanwhile', async () => {
    const { q, send, advance } = await fifo()
    const numbers: string[] = []
    for (let at = 0; at < 5; at++) {
      numbers.push((await send(`m${at}`, 'a')).SequenceNumber ?? '')
      const [message] = await q.receive()
      expect(message?.Attributes?.SequenceNumber).toBe(numbers.at(-1))
      await q.delete(message)
      if (at === 2) await advance(1)
    }
    expect(numbers.every((number) => /^\d{20}$/.test(number))).toBe(true)
    expect(numbers).toEqual([...new Set(numbers)].sort())
  })
})

describe('a receive that is tried again', () => {
  const attempt = { ReceiveRequestAttemptId: 'once' }

  it('is given the same messages with the same handles, invisible from now on', async () => {
    const { q, send, advance } = await fifo()
    await send('m1', 'a')
    await send('m2', 'b')
    const first = await q.receive({ ...attempt, MaxNumberOfMessages: 1 })
    await advance(20_000)
    expect(await q.receive({ ...attempt, MaxNumberOfMessages: 1 })).toEqual(first)
    await advance(20_000)
    expect(await q.bodies()).toEqual(['m2'])
    await q.delete(first[0])
    expect(await q.counts()).toEqual([0, 1, 0])
  })

  it('is a new one when a message was deleted or touched, or five minutes are over', async () => {
    const { q, send, advance } = await fifo()
    await send('m1', 'a')
    await send('m2', 'b')
    const [m1] = await q.receive({ ...attempt, MaxNumberOfMessages: 1, VisibilityTimeout: 600 })
    await q.setVisibility(m1, 601)
    const [m2] = await q.receive({ ...attempt, MaxNumberOfMessages: 1, VisibilityTimeout: 600 })
    expect(m2?.Body).toBe('m2')
    await q.delete(m2)
    expect(await q.receive(attempt)).toEqual([])
    await send('m3', 'c')
    expect(await q.bodies({ ...attempt, VisibilityTimeout: 600 })).toEqual(['m3'])
    await advance(5 * 60_000)
    expect(await q.bodies(attempt)).toEqual([])
  })

  it.each(['', 'two words', 'é', 'x'.repeat(129)])('may not be called %j', async (id) => {
    const { q } = await fifo()
    await expectInvalid(
      q.receive({ ReceiveRequestAttemptId: id }),
      `Value ${id} for parameter ReceiveRequestAttemptId is invalid. Reason: ReceiveRequestAttemptId can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
    )
  })

  it('is any receive to a standard queue', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    await q.send('a')
    expect(await q.bodies(attempt)).toEqual(['a'])
    expect(await q.bodies(attempt)).toEqual([])
  })
})
