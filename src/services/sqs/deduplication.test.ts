import { describe, expect, it } from 'vitest'
import { contentId } from './deduplication.ts'
import { queueWorld } from './testing/queue-world.ts'

const toGroup = (MessageGroupId: string, MessageDeduplicationId?: string) => ({
  MessageGroupId,
  ...(MessageDeduplicationId !== undefined && { MessageDeduplicationId }),
})

describe('a deduplication id', () => {
  it('that is known is answered with the first message’s ids, and this body’s MD5', async () => {
    const { queue } = queueWorld()
    const q = await queue('q.fifo')
    const first = await q.send('one', toGroup('g', 'd'))
    const [received] = await q.receive()
    await q.delete(received)
    const second = await q.send('two', toGroup('g', 'd'))
    expect(second).toEqual({ ...first, MD5OfMessageBody: 'b8a9f715dbb64fd5c56e7783c6820a61' })
    expect(await q.receive()).toEqual([])
  })

  it('is known for five minutes, also through a purge', async () => {
    const { queue, advance } = queueWorld()
    const q = await queue('q.fifo')
    const first = await q.send('x', toGroup('g', 'd'))
    await q.ask('PurgeQueue')
    await advance(299_999)
    expect((await q.send('x', toGroup('g', 'd'))).MessageId).toBe(first.MessageId)
    expect(await q.receive()).toEqual([])
    await advance(1)
    expect((await q.send('x', toGroup('g', 'd'))).MessageId).not.toBe(first.MessageId)
    expect(await q.bodies()).toEqual(['x'])
  })

  it('is one for all groups, or one for each', async () => {
    const { queue } = queueWorld()
    const perQueue = await queue('q.fifo')
    await perQueue.send('x', toGroup('a', 'd'))
    await perQueue.send('x', toGroup('b', 'd'))
    expect(await perQueue.bodies()).toHaveLength(1)
    const perGroup = await queue('g.fifo', { DeduplicationScope: 'messageGroup' })
    await perGroup.send('x', toGroup('a', 'd'))
    await perGroup.send('x', toGroup('b', 'd'))
    await perGroup.send('x', toGroup('b', 'd'))
    expect(await perGroup.bodies()).toHaveLength(2)
  })

  it('is made of the body alone where there is none', async () => {
    const { queue } = queueWorld()
    const q = await queue('q.fifo', { ContentBasedDeduplication: 'true' })
    const first = await q.send('x', toGroup('g'))
    const MessageAttributes = { a: { DataType: 'String', StringValue: 'b' } }
    const again = await q.send('x', { ...toGroup('g'), MessageAttributes })
    expect(again.MessageId).toBe(first.MessageId)
    const [received] = await q.receive()
    expect(received?.Attributes?.MessageDeduplicationId).toBe(
      '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881',
    )
  })

  it('that is given wins over the body, and may equal another body’s', async () => {
    const { queue } = queueWorld()
    const q = await queue('q.fifo', { ContentBasedDeduplication: 'true' })
    const first = await q.send('x', toGroup('g'))
    const other = await q.send('x', toGroup('g', 'd'))
    expect(other.MessageId).not.toBe(first.MessageId)
    const same = await q.send('y', toGroup('g', contentId('x')))
    expect(same.MessageId).toBe(first.MessageId)
  })

  it('that comes twice in a batch succeeds twice, and enters once', async () => {
    const { queue } = queueWorld()
    const q = await queue('q.fifo')
    const entry = { MessageBody: 'x', ...toGroup('g', 'd') }
    const Entries = [
      { Id: '1', ...entry },
      { Id: '2', ...entry },
    ]
    const answer = await q.ask<{ Successful: object[] }>('SendMessageBatch', { Entries })
    expect(answer.Successful).toHaveLength(2)
    expect(await q.bodies()).toEqual(['x'])
  })

  it('leaves nothing in the store for long where others follow', async () => {
    const { queue, advance, kernel } = queueWorld()
    const q = await queue('q.fifo', { ContentBasedDeduplication: 'true' })
    for (let at = 0; at < 100; at++) await q.send(`a${at}`, toGroup('g'))
    await advance(300_001)
    for (let at = 0; at < 100; at++) await q.send(`b${at}`, toGroup('g'))
    const keys = [...kernel.store.range({ start: '', end: '\xff' })].map(([key]) => key)
    expect(keys.filter((key) => key.includes('accepted') && key.includes('age'))).toHaveLength(100)
  })
})
