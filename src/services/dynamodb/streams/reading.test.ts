import { describe, expect, it } from 'vitest'
import { expectInvalid, expectRefusal } from '../testing/table-world.ts'
import { streamWorld } from './testing/stream-world.ts'

const minute = 60_000
const hour = 60 * minute
const horizon = { ShardIteratorType: 'TRIM_HORIZON' }

type World = Awaited<ReturnType<typeof streamWorld>>

async function worldOf(count: number): Promise<World> {
  const cloud = await streamWorld()
  for (let n = 0; n < count; n++) {
    // A partition takes a thousand writes a second.
    if (n > 0 && n % 1_000 === 0) await cloud.advance(1_000)
    await cloud.put({ pk: { S: `k${n}` } })
  }
  return cloud
}

const keysIn = (answer: Awaited<ReturnType<World['get']>>) =>
  (answer.Records ?? []).map(({ dynamodb }) => dynamodb?.Keys?.['pk']?.S)

async function sequences({ records }: World): Promise<string[]> {
  return (await records()).map(({ dynamodb }) => dynamodb?.SequenceNumber ?? '')
}

describe('an iterator', () => {
  it('is the stream’s ARN, a number and something opaque', async () => {
    const { iterator, arn } = await streamWorld()
    const [stream, number, opaque] = (await iterator(horizon)).split('|')
    expect([stream, number]).toEqual([await arn(), '1'])
    expect(opaque).toMatch(/^[A-Za-z0-9+/=]+$/)
  })

  it('begins where its type says', async () => {
    const cloud = await worldOf(3)
    const { iterator, get, put } = cloud
    const [, second] = await sequences(cloud)
    const latest = await iterator({ ShardIteratorType: 'LATEST' })
    const at = await iterator({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber: second })
    const after = await iterator({
      ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
      SequenceNumber: second,
    })
    expect(keysIn(await get(latest))).toEqual([])
    await put({ pk: { S: 'new' } })
    expect(keysIn(await get(latest))).toEqual(['new'])
    expect(keysIn(await get(at))).toEqual(['k1', 'k2', 'new'])
    expect(keysIn(await get(after))).toEqual(['k2', 'new'])
    expect(keysIn(await get(await iterator(horizon)))).toEqual(['k0', 'k1', 'k2', 'new'])
  })

  it('begins at an instant', async () => {
    const { iterator, get, put, advance, now } = await worldOf(1)
    await advance(5_000)
    const Timestamp = new Date(now())
    await put({ pk: { S: 'then' } })
    await advance(1_000)
    const type = { ShardIteratorType: 'AT_TIMESTAMP' }
    expect(keysIn(await get(await iterator({ ...type, Timestamp })))).toEqual(['then'])
    const later = await iterator({ ...type, Timestamp: new Date(now() + 2_000) })
    await advance(1_000)
    await put({ pk: { S: 'before' } })
    await advance(1_000)
    await put({ pk: { S: 'later' } })
    expect(keysIn(await get(later))).toEqual(['later'])
  })

  it('expires after fifteen minutes', async () => {
    const { iterator, get, advance } = await worldOf(1)
    const early = await iterator(horizon)
    await advance(15 * minute - 1)
    const { NextShardIterator: next = '' } = await get(early)
    await advance(1)
    await expectRefusal(
      get(early),
      'ExpiredIteratorException',
      'The shard iterator has expired and can no longer be used to retrieve stream records. ' +
        'A shard iterator expires 15 minutes after it is retrieved using the GetShardIterator action.',
    )
    expect(keysIn(await get(next))).toEqual([])
  })

  it('is refused where it can’t be made', async () => {
    const cloud = await worldOf(1)
    const { iterator, arn, call, get } = cloud
    const StreamArn = await arn()
    await expectRefusal(
      iterator(horizon, { ShardId: 'shardId-00000000000000000000-00000000' }),
      'ResourceNotFoundException',
      'Requested resource not found: Shard does not exist',
    )
    const other = StreamArn.replace('/tab/', '/none/')
    await expectRefusal(
      call('GetShardIterator', { StreamArn: other, ShardId: 'x', ...horizon }),
      'ResourceNotFoundException',
      `Requested resource not found: Stream: ${other} not found`,
    )
    await expectInvalid(
      iterator({ ShardIteratorType: 'AT_SEQUENCE_NUMBER' }),
      'SequenceNumber must be specified when ShardIteratorType is AT_SEQUENCE_NUMBER',
    )
    await expect(
      iterator({
        ShardIteratorType: 'AT_SEQUENCE_NUMBER',
        SequenceNumber: '100000000000000000001',
      }),
    ).rejects.toMatchObject({ code: 'ValidationException' })
    for (const wrong of ['x', `${StreamArn}|1|`, `${StreamArn}|1|WzFd`, `${StreamArn}|1|!!`]) {
      await expectInvalid(get(wrong), 'Invalid ShardIterator')
    }
  })
})

describe('GetRecords', () => {
  it('answers at most what was asked for, and goes on from there', async () => {
    const { iterator, get } = await worldOf(5)
    const first = await get(await iterator(horizon), { Limit: 2 })
    expect(keysIn(first)).toEqual(['k0', 'k1'])
    const second = await get(first.NextShardIterator ?? '', { Limit: 2 })
    expect(keysIn(second)).toEqual(['k2', 'k3'])
    const third = await get(second.NextShardIterator ?? '')
    expect(keysIn(third)).toEqual(['k4'])
    expect(third.NextShardIterator).toBeDefined()
  })

  it('answers at most 1,000 records', async () => {
    const { iterator, get } = await worldOf(1_001)
    const first = await get(await iterator(horizon))
    expect(first.Records).toHaveLength(1_000)
    expect(keysIn(await get(first.NextShardIterator ?? ''))).toEqual(['k1000'])
  })

  it('answers at most a mebibyte, and makes readers wait that took too many of them', async () => {
    const { iterator, get, put, advance } = await streamWorld({
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 50 },
    })
    const v = { S: 'x'.repeat(350_000) }
    for (let n = 0; n < 20; n++) {
      await put({ pk: { S: `k${n}` }, v })
      await advance(1_000)
    }
    let next = await iterator(horizon)
    const pages: number[] = []
    for (let n = 0; n < 4; n++) {
      const answer = await get(next)
      pages.push(answer.Records?.length ?? 0)
      next = answer.NextShardIterator ?? ''
    }
    expect(pages).toEqual([2, 2, 2, 2])
    for (let n = 0; n < 2; n++) next = (await get(next)).NextShardIterator ?? ''
    await expectRefusal(get(next), 'LimitExceededException', 'Rate exceeded')
    await advance(1_000)
    await get(next)
  })

  it('is refused when more than two readers poll a shard', async () => {
    const { iterator, get, advance } = await worldOf(1)
    const [one, two] = [await iterator(horizon), await iterator(horizon)]
    for (let n = 0; n < 5; n++) {
      await get(one)
      await get(two)
    }
    await expect(get(one)).rejects.toMatchObject({
      code: 'LimitExceededException',
      status: 400,
      message: 'Rate exceeded',
      why: { quota: 'GetRecords calls of two readers on a shard', limit: 10, per: 'second' },
    })
    await advance(100)
    await get(one)
  })

  it('ends at a closed shard’s last record', async () => {
    const { iterator, get, shards, advance, put } = await worldOf(2)
    const parentIterator = await iterator(horizon)
    await get(parentIterator)
    await advance(4 * hour)
    const [parent, child] = await shards()
    const first = await get(await iterator(horizon, parent), { Limit: 1 })
    expect(first.NextShardIterator).toBeDefined()
    const second = await get(first.NextShardIterator ?? '')
    expect(keysIn(second)).toEqual(['k1'])
    expect(second).not.toHaveProperty('NextShardIterator')
    const latest = await get(await iterator({ ShardIteratorType: 'LATEST' }, parent))
    expect(latest).toEqual({ Records: [] })
    await put({ pk: { S: 'child' } })
    expect(keysIn(await get(await iterator(horizon, child)))).toEqual(['child'])
  })

  it('goes on over a shard’s end that comes while it is read', async () => {
    const { iterator, get, shards, advance, put } = await worldOf(1)
    await advance(4 * hour - 2_000)
    const { NextShardIterator: next = '' } = await get(await iterator(horizon))
    await put({ pk: { S: 'last' } })
    await advance(1_000)
    const answer = await get(next)
    expect(keysIn(answer)).toEqual(['last'])
    expect(answer).not.toHaveProperty('NextShardIterator')
    expect(await shards()).toHaveLength(2)
  })
})

describe('after a day', () => {
  const gone = 'The data you are trying to access has been trimmed'

  it('records are gone, whether somebody has cleared them away or not', async () => {
    const cloud = await worldOf(2)
    const { records, advance, put, shards } = cloud
    await advance(24 * hour - 2_000)
    await put({ pk: { S: 'young' } })
    expect(await records()).toHaveLength(3)
    await advance(2_000)
    expect((await records()).map(({ dynamodb }) => dynamodb?.Keys?.['pk']?.S)).toEqual(['young'])
    for (let n = 0; n < 200; n++) await put({ pk: { S: `new ${n}` } })
    await advance(1_000)
    expect(await records()).toHaveLength(201)
    expect((await shards()).every((one) => one.SequenceNumberRange)).toBe(true)
  })

  it('iterators to what was trimmed are refused', async () => {
    const cloud = await worldOf(1)
    const { advance, put, iterator, get, shards } = cloud
    const [oldest] = await sequences(cloud)
    await advance(1_000)
    await put({ pk: { S: 'next' } })
    await advance(24 * hour - 2_000)
    const [first] = await shards()
    const early = await iterator(horizon, first)
    const at = { ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber: oldest }
    await iterator(at, first)
    await advance(1_000)
    await expectRefusal(get(early), 'TrimmedDataAccessException', gone)
    await expectRefusal(iterator(at, first), 'TrimmedDataAccessException', gone)
    const after = { ...at, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' }
    expect(keysIn(await get(await iterator(after, first)))).toEqual(['next'])
  })

  it('is still so once the old ones are cleared away', async () => {
    const cloud = await worldOf(100)
    const { advance, put, iterator, shards, call, arn } = cloud
    const [oldest] = await sequences(cloud)
    const [first] = await shards()
    await advance(24 * hour)
    for (let n = 0; n < 100; n++) await put({ pk: { S: `new ${n}` } })
    const at = { ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber: oldest }
    await expectRefusal(iterator(at, first), 'TrimmedDataAccessException', gone)
    await advance(4 * hour + 1_000)
    for (let n = 0; n < 200; n++) await put({ pk: { S: `newer ${n}` } })
    await expectRefusal(
      call('GetShardIterator', { StreamArn: await arn(), ShardId: first?.ShardId, ...horizon }),
      'ResourceNotFoundException',
      'Requested resource not found: Shard does not exist',
    )
  })

  it('nothing is due while a stream is idle', async () => {
    const { put, advance, kernel, shards } = await streamWorld()
    await put({ pk: { S: 'a' } })
    await shards()
    expect(kernel.scheduler.count()).toBe(0)
    await advance(30 * 24 * hour)
    await shards()
    expect(kernel.scheduler.count()).toBe(0)
  })
})
