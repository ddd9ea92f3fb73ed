import { describe, expect, it } from 'vitest'
import type { Shard } from '../../../generated/dynamodb-streams.ts'
import { expectInvalid } from '../testing/table-world.ts'
import { streamed, streamWorld } from './testing/stream-world.ts'

const hour = 3_600_000

const isOpen = ({ SequenceNumberRange: range }: Shard) => range?.EndingSequenceNumber === undefined

describe('shards', () => {
  it('are as many as the table has partitions', async () => {
    const onDemand = await streamWorld({ BillingMode: 'PAY_PER_REQUEST', ...noUnits })
    expect(await onDemand.shards()).toHaveLength(4)
    const large = await streamWorld({
      ProvisionedThroughput: { ReadCapacityUnits: 3_000, WriteCapacityUnits: 1_500 },
    })
    expect(await large.shards()).toHaveLength(3)
  })

  it('are followed by another after four hours, whose parent they are', async () => {
    const { shards, put, advance, records } = await streamWorld()
    await put({ pk: { S: 'a' } })
    const [first] = await shards()
    await advance(4 * hour - 1_001)
    expect(await shards()).toEqual([first])
    await advance(1_001)
    const [closed, open, ...more] = await shards()
    expect(more).toEqual([])
    expect(closed).toMatchObject({ ShardId: first?.ShardId })
    expect(open?.ParentShardId).toBe(first?.ShardId)
    const ending = BigInt(closed?.SequenceNumberRange?.EndingSequenceNumber ?? 0)
    const starting = BigInt(open?.SequenceNumberRange?.StartingSequenceNumber ?? 0)
    expect(starting).toBe(ending + 1n)
    await put({ pk: { S: 'b' } })
    expect(await records()).toHaveLength(2)
  })

  it('that nobody looked at for a month are seen as if somebody had', async () => {
    const { shards, put, advance, records } = await streamWorld()
    await put({ pk: { S: 'old' } })
    await advance(30 * 24 * hour)
    const known = await shards()
    // A day of four-hour shards, the oldest of which is about to go.
    expect(known).toHaveLength(7)
    expect(known.filter(isOpen)).toEqual([known.at(-1)])
    expect(known[0]?.ParentShardId).toMatch(/^shardId-\d{20}-[0-9a-f]{8}$/)
    expect(known.slice(1).map(({ ParentShardId }) => ParentShardId)).toEqual(
      known.slice(0, -1).map(({ ShardId }) => ShardId),
    )
    await put({ pk: { S: 'new' } })
    await advance(1_000)
    expect(await records()).toHaveLength(1)
  })

  it('that a refused call would have followed are followed all the same', async () => {
    const { shards, put, advance, call, arn, records } = await streamWorld()
    await put({ pk: { S: 'a' } })
    await advance(4 * hour)
    const unknown = {
      StreamArn: await arn(),
      ShardId: 'shardId-00000000000000000000-00000000',
      ShardIteratorType: 'LATEST',
    }
    await expect(call('GetShardIterator', unknown)).rejects.toThrow('Shard does not exist')
    expect(await shards()).toHaveLength(2)
    await advance(4 * hour)
    await expect(call('GetShardIterator', unknown)).rejects.toThrow('Shard does not exist')
    await put({ pk: { S: 'b' } })
    expect((await shards()).map(isOpen)).toEqual([false, false, true])
    expect(await records()).toHaveLength(2)
  })

  it('split when a table’s partitions grow', async () => {
    const { shards, put, advance, records, call } = await streamWorld()
    const [parent] = await shards()
    for (const pk of 'abcdefgh') await put({ pk: { S: pk } })
    await call('UpdateTable', {
      TableName: 'tab',
      ProvisionedThroughput: { ReadCapacityUnits: 3_000, WriteCapacityUnits: 2_000 },
    })
    await advance(1_000)
    const [closed, ...rest] = await shards()
    expect(closed?.ShardId).toBe(parent?.ShardId)
    expect(rest.filter(isOpen)).toHaveLength(3)
    expect(rest.filter((one) => one.ParentShardId === parent?.ShardId)).toHaveLength(2)
    for (const pk of 'abcdefgh') await put({ pk: { S: pk }, v: { N: '2' } })
    await advance(1_000)
    const told = (await records()).map(({ dynamodb }) => dynamodb?.Keys?.['pk']?.S)
    expect(told.slice(0, 8)).toEqual([...'abcdefgh'])
    expect(told.slice(8).sort()).toEqual([...'abcdefgh'])
    expect(told.slice(8)).not.toEqual([...'abcdefgh'])
  })

  it('of one key follow each other, so that its changes stay in order', async () => {
    const { shards, put, advance, records } = await streamWorld({
      BillingMode: 'PAY_PER_REQUEST',
      ...noUnits,
    })
    for (let n = 0; n < 12; n++) {
      await put({ pk: { S: 'a' }, n: { N: String(n) } })
      await advance(hour)
    }
    const known = await shards()
    expect(known).toHaveLength(16)
    const told = (await records()).map(({ dynamodb }) => dynamodb?.NewImage?.['n']?.N)
    expect(told).toEqual(Array.from({ length: 12 }, (_, n) => String(n)))
  })
})

describe('DescribeStream', () => {
  it('lists in pages, and the children of a shard alone', async () => {
    const { arn, call, shards, advance } = await streamWorld({
      BillingMode: 'PAY_PER_REQUEST',
      ...noUnits,
    })
    await advance(4 * hour)
    const StreamArn = await arn()
    const all = await shards()
    const ids = (answer: Record<string, unknown>) => {
      const { Shards, LastEvaluatedShardId } = answer['StreamDescription'] as {
        Shards: Shard[]
        LastEvaluatedShardId?: string
      }
      return [Shards.map(({ ShardId }) => ShardId), LastEvaluatedShardId]
    }
    const known = all.map(({ ShardId }) => ShardId)
    expect(ids(await call('DescribeStream', { StreamArn, Limit: 3 }))).toEqual([
      known.slice(0, 3),
      known[2],
    ])
    const next = { StreamArn, ExclusiveStartShardId: known[2] }
    expect(ids(await call('DescribeStream', next))).toEqual([known.slice(3), undefined])
    const ShardFilter = { Type: 'CHILD_SHARDS', ShardId: known[1] }
    const children = all.filter((one) => one.ParentShardId === known[1])
    expect(children).toHaveLength(1)
    expect(ids(await call('DescribeStream', { StreamArn, ShardFilter }))).toEqual([
      [children[0]?.ShardId],
      undefined,
    ])
    await expectInvalid(
      call('DescribeStream', { StreamArn, ShardFilter: { Type: 'CHILD_SHARDS' } }),
      'ShardId must be specified when the Type of ShardFilter is CHILD_SHARDS',
    )
  })

  it('is refused above ten calls a second', async () => {
    const { arn, call, advance, now } = await streamWorld()
    const StreamArn = await arn()
    for (let n = 0; n < 10; n++) await call('DescribeStream', { StreamArn })
    await expect(call('DescribeStream', { StreamArn })).rejects.toMatchObject({
      code: 'ThrottlingException',
      status: 400,
      message: 'Rate exceeded',
      why: {
        kind: 'throughput',
        quota: 'Rate of DescribeStream requests',
        limit: 10,
        per: 'second',
        untilMs: now() + 100,
      },
    })
    await advance(100)
    await call('DescribeStream', { StreamArn })
  })
})

describe('ListStreams', () => {
  it('is refused above five calls a second', async () => {
    const { call, advance } = await streamWorld()
    for (let n = 0; n < 5; n++) await call('ListStreams')
    await expect(call('ListStreams')).rejects.toMatchObject({
      code: 'ThrottlingException',
      status: 400,
      message: 'Rate exceeded',
      why: { kind: 'throughput', quota: 'Rate of ListStreams requests', limit: 5, per: 'second' },
    })
    await advance(200)
    await call('ListStreams')
  })

  it('lists in pages, of one table or of all', async () => {
    const { call, advance } = await streamWorld()
    for (const TableName of ['one', 'two']) await call('CreateTable', { ...streamed, TableName })
    await advance(1_000)
    const arns = (answer: Record<string, unknown>) =>
      (answer['Streams'] as { TableName: string }[]).map(({ TableName }) => TableName)
    expect(arns(await call('ListStreams', { TableName: 'one' }))).toEqual(['one'])
    expect(arns(await call('ListStreams', { TableName: 'none' }))).toEqual([])
    const page = await call('ListStreams', { Limit: 2 })
    expect(arns(page)).toEqual(['one', 'tab'])
    const { LastEvaluatedStreamArn: ExclusiveStartStreamArn } = page
    const rest = await call('ListStreams', { ExclusiveStartStreamArn })
    expect(arns(rest)).toEqual(['two'])
    expect(rest).not.toHaveProperty('LastEvaluatedStreamArn')
  })
})

const noUnits = { ProvisionedThroughput: undefined } as object
