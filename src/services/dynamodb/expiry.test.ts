import { describe, expect, it } from 'vitest'
import { tableWorld } from './testing/table-world.ts'

const month = 30 * 86_400_000

async function expiringWorld() {
  const cloud = await tableWorld()
  await cloud.H('UpdateTimeToLive', {
    TimeToLiveSpecification: { Enabled: true, AttributeName: 'ttl' },
  })
  await cloud.settle()
  const put = (pk: string, inSeconds?: number) => {
    const ttl = { N: String(Math.floor(cloud.now() / 1_000) + (inSeconds ?? 0)) }
    return cloud.H('PutItem', { Item: { pk: { S: pk }, ...(inSeconds !== undefined && { ttl }) } })
  }
  const left = async () => {
    const { Items } = await cloud.H('Scan')
    return (Items as { pk: { S: string } }[]).map(({ pk }) => pk.S).sort()
  }
  const waiting = () => cloud.kernel.scheduler.list(10).map(({ job, dueMs }) => [job, dueMs])
  return { ...cloud, put, left, waiting }
}

describe('a table whose items expire', () => {
  it('has nothing to do while none does', async () => {
    const { put, left, advance, waiting } = await expiringWorld()
    await put('ever')
    expect(waiting()).toEqual([])
    await advance(month)
    expect(waiting()).toEqual([])
    expect(await left()).toEqual(['ever'])
  })

  it('looks at them in the minute in which the first of them has expired', async () => {
    const { put, left, advance, waiting, now } = await expiringWorld()
    const minute = now() - (now() % 60_000)
    await put('later', 3_600)
    expect(waiting()).toEqual([['expire', minute + 3_660_000]])
    await put('sooner', 600)
    await put('soon', 601)
    expect(waiting()).toEqual([['expire', minute + 660_000]])
    await advance(655_000)
    expect(await left()).toEqual(['later', 'soon', 'sooner'])
    await advance(5_000)
    expect(await left()).toEqual(['later'])
    expect(waiting()).toEqual([['expire', minute + 3_660_000]])
  })

  it('keeps what expires later than clocks go, or did so more than five years ago', async () => {
    const { put, left, advance, waiting } = await expiringWorld()
    await put('long ago', -6 * 365 * 86_400)
    await put('never', 1e15)
    expect(waiting()).toEqual([])
    await advance(month)
    expect(await left()).toEqual(['long ago', 'never'])
    await put('just now', -1)
    await advance(60_000)
    expect(await left()).toEqual(['long ago', 'never'])
  })

  it('deletes more than one turn can', async () => {
    const { H, left, advance, now } = await expiringWorld()
    const ttl = { N: String(Math.floor(now() / 1_000)) }
    for (let at = 0; at < 1_050; at += 25) {
      const all = Array.from({ length: 25 }, (_, n) => ({ pk: { S: `${at + n}` }, ttl }))
      await H('BatchWriteItem', {
        RequestItems: { tabH: all.map((Item) => ({ PutRequest: { Item } })) },
      })
    }
    await advance(61_000)
    expect(await left()).toEqual([])
  })
})
