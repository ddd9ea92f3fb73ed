import { describe, expect, it } from 'vitest'
import { queueWorld, type TestQueue } from './testing/queue-world.ts'

async function sendMany(q: TestQueue, group: string | undefined, count: number): Promise<void> {
  for (let at = 0; at < count; at++) {
    await q.send(`${group ?? 'none'}${at}`, { ...(group && { MessageGroupId: group }) })
  }
}

async function receiveMany(q: TestQueue, count: number): Promise<string[]> {
  const bodies: string[] = []
  for (let at = 0; at < count; at += 10) bodies.push(...(await q.bodies()))
  return bodies
}

describe('a standard queue with message groups', () => {
  it('gives messages of a group without order or lock', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    await sendMany(q, 'a', 2)
    expect(await q.bodies({ MaxNumberOfMessages: 1 })).toHaveLength(1)
    expect(await q.bodies({ MaxNumberOfMessages: 1 })).toHaveLength(1)
  })

  it('gives the oldest first while no group is noisy', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    await sendMany(q, 'a', 40)
    await sendMany(q, 'b', 2)
    expect((await receiveMany(q, 30)).every((body) => body.startsWith('a'))).toBe(true)
  })

  it('puts a group behind others that has 30 messages and a tenth of all in flight', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    await sendMany(q, 'a', 50)
    await sendMany(q, 'b', 2)
    await sendMany(q, undefined, 2)
    await receiveMany(q, 30)
    expect((await q.bodies()).slice(0, 5)).toEqual(['b0', 'b1', 'none0', 'none1', 'a30'])
  })

  it('finds quiet groups behind a noisy backlog of any size', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    await sendMany(q, 'noisy', 1_000)
    await sendMany(q, 'quiet', 3)
    await sendMany(q, 'calm', 1)
    await receiveMany(q, 30)
    const bodies = await q.bodies()
    expect(bodies.slice(0, 4).sort()).toEqual(['calm0', 'quiet0', 'quiet1', 'quiet2'])
    expect(bodies.slice(4).every((body) => body.startsWith('noisy'))).toBe(true)
    expect(bodies).toHaveLength(10)
  })

  it('gives the noisy group with the fewest messages in flight before other noisy ones', async () => {
    const { queue } = queueWorld()
    const q = await queue('q')
    await sendMany(q, 'a', 40)
    await receiveMany(q, 40)
    await sendMany(q, 'b', 30)
    await receiveMany(q, 30)
    await sendMany(q, 'a', 2)
    await sendMany(q, 'b', 2)
    expect((await q.bodies()).map((body) => body[0])).toEqual(['b', 'b', 'a', 'a'])
  })

  it('forgives a group whose messages are no longer in flight', async () => {
    const { queue, advance } = queueWorld()
    const q = await queue('q')
    await sendMany(q, 'a', 50)
    await sendMany(q, 'b', 1)
    await receiveMany(q, 30)
    await advance(30_000)
    expect((await q.bodies()).every((body) => body.startsWith('a'))).toBe(true)
  })
})
