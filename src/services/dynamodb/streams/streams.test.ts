import { describe, expect, it } from 'vitest'
import { expectInvalid, expectRefusal } from '../testing/table-world.ts'
import { testStartMs } from '../../../../test/support/world.ts'
import { streamed, streamWorld } from './testing/stream-world.ts'

const P = 'One or more parameter values were invalid: '
const minute = 60_000
const hour = 60 * minute
const provisioned = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 }

describe('a table’s stream', () => {
  it('is told of with the table, and begins in ENABLING', async () => {
    const { call, advance } = await streamWorld({ TableName: 'other' })
    const created = await call('CreateTable', streamed)
    const label = '2026-01-01T00:00:01.000'
    const arn = `arn:aws:dynamodb:us-east-1:123456789012:table/tab/stream/${label}`
    expect(created).toMatchObject({
      TableDescription: {
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
        LatestStreamLabel: label,
        LatestStreamArn: arn,
      },
    })
    const description = {
      StreamArn: arn,
      StreamLabel: label,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      CreationRequestDateTime: new Date(testStartMs + 1_000),
      TableName: 'tab',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }
    expect(await call('DescribeStream', { StreamArn: arn })).toMatchObject({
      StreamDescription: { ...description, StreamStatus: 'ENABLING' },
    })
    await advance(1_000)
    expect(await call('DescribeStream', { StreamArn: arn })).toEqual({
      StreamDescription: {
        ...description,
        StreamStatus: 'ENABLED',
        Shards: [
          {
            ShardId: expect.stringMatching(/^shardId-00000001767225601000-[0-9a-f]{8}$/),
            SequenceNumberRange: { StartingSequenceNumber: '100001767225601000000' },
          },
        ],
      },
    })
  })

  it('is switched off and on again under a new label, and never changes its view type', async () => {
    const { call, advance, arn, put, records } = await streamWorld()
    const update = (StreamSpecification: object) =>
      call('UpdateTable', { TableName: 'tab', StreamSpecification })
    const first = await arn()
    await put({ pk: { S: 'a' } })
    await expectInvalid(
      update({ StreamEnabled: true, StreamViewType: 'KEYS_ONLY' }),
      'Table already has an enabled stream: TableName: tab',
    )
    const off = await update({ StreamEnabled: false })
    expect(off['TableDescription']).toMatchObject({
      TableStatus: 'UPDATING',
      LatestStreamArn: first,
    })
    expect(off['TableDescription']).not.toHaveProperty('StreamSpecification')
    expect(await call('DescribeStream', { StreamArn: first })).toMatchObject({
      StreamDescription: { StreamStatus: 'DISABLING' },
    })
    await advance(1_000)
    expect(await call('DescribeStream', { StreamArn: first })).toMatchObject({
      StreamDescription: {
        StreamStatus: 'DISABLED',
        Shards: [{ SequenceNumberRange: { EndingSequenceNumber: expect.any(String) } }],
      },
    })
    await expectInvalid(
      update({ StreamEnabled: false }),
      'Table has no stream to disable: TableName: tab',
    )
    await put({ pk: { S: 'unseen' } })
    expect(await records()).toHaveLength(1)
    await update({ StreamEnabled: true, StreamViewType: 'KEYS_ONLY' })
    await advance(1_000)
    expect(await arn()).not.toBe(first)
    await put({ pk: { S: 'b' } })
    expect(await records()).toMatchObject([{ dynamodb: { Keys: { pk: { S: 'b' } } } }])
    const listed = await call('ListStreams', { TableName: 'tab' })
    expect(listed['Streams']).toMatchObject([{ StreamArn: first }, { StreamArn: await arn() }])
  })

  it('can be read for a day once it is off, and is gone then', async () => {
    const { call, advance, arn, put, records, kernel } = await streamWorld()
    await put({ pk: { S: 'a' } })
    await call('UpdateTable', { TableName: 'tab', StreamSpecification: { StreamEnabled: false } })
    await advance(24 * hour - 1_001)
    const StreamArn = await arn()
    expect(await call('ListStreams')).toMatchObject({ Streams: [{ StreamArn }] })
    await advance(1_001)
    await expectRefusal(
      call('DescribeStream', { StreamArn }),
      'ResourceNotFoundException',
      `Requested resource not found: Stream: ${StreamArn} not found`,
    )
    expect(await call('ListStreams')).toEqual({ Streams: [] })
    await expect(records()).rejects.toThrow('not found')
    await advance(1_000)
    const left = [...kernel.parts.store.range({ start: '', end: '\xff' })].map(([, one]) => one)
    expect(left.filter((one) => typeof one === 'object' && 'stream' in (one ?? {}))).toEqual([
      expect.objectContaining({ name: 'tab' }),
    ])
  })

  it('outlives its table by a day, closed', async () => {
    const { call, advance, arn, put, get, shards } = await streamWorld()
    await put({ pk: { S: 'a' } })
    const StreamArn = await arn()
    await call('DeleteTable', { TableName: 'tab' })
    await advance(1_000)
    await call('CreateTable', streamed)
    await advance(1_000)
    expect(await call('DescribeStream', { StreamArn })).toMatchObject({
      StreamDescription: { StreamStatus: 'DISABLED', TableName: 'tab' },
    })
    const [shard] = await shards(StreamArn)
    const { ShardIterator } = await call('GetShardIterator', {
      StreamArn,
      ShardId: shard?.ShardId,
      ShardIteratorType: 'TRIM_HORIZON',
    })
    const answer = await get(String(ShardIterator))
    expect(answer.Records).toHaveLength(1)
    expect(answer).not.toHaveProperty('NextShardIterator')
    expect((await call('ListStreams'))['Streams']).toHaveLength(2)
  })

  it('refuses what doesn’t go together, at creation', async () => {
    const { call } = await streamWorld({ TableName: 'other' })
    await expectInvalid(
      call('CreateTable', { ...streamed, StreamSpecification: { StreamEnabled: true } }),
      `${P}Table is being created with a stream enabled, UpdateViewType is required`,
    )
    const StreamSpecification = { StreamEnabled: false, StreamViewType: 'KEYS_ONLY' }
    await expectInvalid(
      call('CreateTable', { ...streamed, StreamSpecification }),
      `${P}Table is being created with a stream disabled, UpdateViewType should not be specified`,
    )
    expect((await call('ListStreams'))['Streams']).toHaveLength(1)
  })

  it('refuses what doesn’t go together, in an update', async () => {
    const { call } = await streamWorld()
    const off = { StreamEnabled: false }
    const update = (more: object) => call('UpdateTable', { TableName: 'tab', ...more })
    await expectInvalid(
      update({ StreamSpecification: { StreamEnabled: true } }),
      `${P}If stream is being enabled then UpdateViewType is required`,
    )
    await expectInvalid(
      update({ StreamSpecification: { ...off, StreamViewType: 'NEW_IMAGE' } }),
      `${P}If stream is being disabled, then UpdateViewType must not be specified`,
    )
    await expectInvalid(
      update({ StreamSpecification: off, ProvisionedThroughput: provisioned }),
      `${P}You cannot modify stream status while updating table IOPS`,
    )
    const Delete = { IndexName: 'ghost' }
    await expectInvalid(
      update({ StreamSpecification: off, GlobalSecondaryIndexUpdates: [{ Delete }] }),
      `${P}You cannot create or delete index while changing stream status`,
    )
  })

  it('holds up other changes of the table while it is switched, and waits for those of units', async () => {
    const { call, advance, arn } = await streamWorld()
    const update = (more: object) => call('UpdateTable', { TableName: 'tab', ...more })
    const off = { StreamSpecification: { StreamEnabled: false } }
    const units = { ProvisionedThroughput: { ReadCapacityUnits: 6, WriteCapacityUnits: 6 } }
    const label = (await arn()).split('/stream/')[1]
    const busy = 'Attempt to change a resource which is still in use: '
    const about = `Table: tab Stream: ${label} Operation: DISABLE`
    await update(off)
    const refused = (asked: Promise<unknown>, reason: string) =>
      expectRefusal(asked, 'ResourceInUseException', busy + reason)
    await refused(update(off), `A stream status change is currently in progress. ${about}`)
    await refused(
      update(units),
      `Can't change table IOPS when stream status is being updated. ${about}`,
    )
    await refused(
      call('DeleteTable', { TableName: 'tab' }),
      'Cannot delete table while stream is being enabled/disabled.',
    )
    await advance(1_000)
    await update(units)
    const on = { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' }
    await refused(
      update({ StreamSpecification: on }),
      "Can't enable or disable stream while table IOPS are being updated. Table: tab",
    )
    await advance(1_000)
    await call('DeleteTable', { TableName: 'tab' })
    await refused(update({ StreamSpecification: on }), 'Table is being deleted: tab')
    await advance(1_000)
    await call('CreateTable', streamed)
    await refused(update(off), 'Table is being created: tab')
  })
})

describe('a record', () => {
  it('has AWS’s form, to the last member', async () => {
    const { put, records, advance } = await streamWorld()
    await advance(1_234)
    await put({ pk: { S: 'a' }, n: { N: '1' } })
    await put({ pk: { S: 'a' }, n: { N: '2' }, b: { B: new Uint8Array([1, 2, 3]) } })
    const common = {
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
    }
    const data = {
      ApproximateCreationDateTime: new Date(testStartMs + 2_000),
      Keys: { pk: { S: 'a' } },
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    }
    const all = await records()
    expect(all).toEqual([
      {
        ...common,
        eventName: 'INSERT',
        dynamodb: {
          ...data,
          NewImage: { pk: { S: 'a' }, n: { N: '1' } },
          SequenceNumber: '100001767225602234000',
          SizeBytes: 9,
        },
      },
      {
        ...common,
        eventName: 'MODIFY',
        dynamodb: {
          ...data,
          NewImage: { pk: { S: 'a' }, n: { N: '2' }, b: { B: new Uint8Array([1, 2, 3]) } },
          OldImage: { pk: { S: 'a' }, n: { N: '1' } },
          SequenceNumber: '100001767225602234001',
          SizeBytes: 19,
        },
      },
    ])
    expect(all[0]?.eventID).not.toBe(all[1]?.eventID)
    expect(await records()).toEqual(all)
  })

  it.each([
    ['KEYS_ONLY', {}, {}, {}],
    ['NEW_IMAGE', { NewImage: 1 }, { NewImage: 1 }, {}],
    ['OLD_IMAGE', {}, { OldImage: 1 }, { OldImage: 1 }],
    ['NEW_AND_OLD_IMAGES', { NewImage: 1 }, { NewImage: 1, OldImage: 1 }, { OldImage: 1 }],
  ])('of a stream of %s has these images', async (StreamViewType, ...images) => {
    const { put, call, records } = await streamWorld({
      StreamSpecification: { StreamEnabled: true, StreamViewType },
    })
    await put({ pk: { S: 'a' }, v: { S: '1' } })
    await put({ pk: { S: 'a' }, v: { S: '2' } })
    await call('DeleteItem', { TableName: 'tab', Key: { pk: { S: 'a' } } })
    const told = (await records()).map(({ dynamodb = {} }) => dynamodb)
    expect(told.map(({ Keys }) => Keys)).toEqual([1, 2, 3].map(() => ({ pk: { S: 'a' } })))
    const shown = ({ NewImage, OldImage }: { NewImage?: unknown; OldImage?: unknown }) => ({
      ...(NewImage !== undefined && { NewImage: 1 }),
      ...(OldImage !== undefined && { OldImage: 1 }),
    })
    expect(told.map(shown)).toEqual(images)
    expect(told.every((one) => one.StreamViewType === StreamViewType)).toBe(true)
  })

  it.each([
    [
      'NEW_IMAGE',
      { my_partition_key: { S: 'hello world' }, binary_key: { B: Buffer.from('foobar') } },
      70,
    ],
    ['NEW_AND_OLD_IMAGES', { my_partition_key: { S: 'testId0' }, should_fail: { BOOL: true } }, 58],
  ])('of %s counts names and values', async (StreamViewType, item, bytes) => {
    const { call, advance, records } = await streamWorld({ TableName: 'tab' })
    await call('DeleteTable', { TableName: 'tab' })
    await advance(1_000)
    await call('CreateTable', {
      ...streamed,
      AttributeDefinitions: [{ AttributeName: 'my_partition_key', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'my_partition_key', KeyType: 'HASH' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType },
    })
    await advance(1_000)
    await call('PutItem', { TableName: 'tab', Item: item })
    expect(await records()).toMatchObject([{ dynamodb: { SizeBytes: bytes } }])
  })

  it('is left by nothing that changes nothing', async () => {
    const { put, call, records } = await streamWorld()
    const Key = { pk: { S: 'a' } }
    await put({ ...Key, set: { SS: ['x', 'y'] }, n: { N: '1' } })
    await put({ ...Key, n: { N: '1.0' }, set: { SS: ['y', 'x'] } })
    await call('UpdateItem', { TableName: 'tab', Key })
    await call('UpdateItem', {
      TableName: 'tab',
      Key,
      UpdateExpression: 'SET n = :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    })
    await call('DeleteItem', { TableName: 'tab', Key: { pk: { S: 'none' } } })
    await call('BatchWriteItem', {
      RequestItems: { tab: [{ DeleteRequest: { Key: { pk: { S: 'none' } } } }] },
    })
    await expect(
      put({ ...Key }, { ConditionExpression: 'attribute_not_exists(pk)' }),
    ).rejects.toThrow('The conditional request failed')
    expect(await records()).toHaveLength(1)
  })

  it('is left by each action of batches and transactions, and by none that was refused', async () => {
    const { call, records } = await streamWorld()
    const put = (pk: string, more: object = {}) => ({
      Put: { TableName: 'tab', Item: { pk: { S: pk } }, ...more },
    })
    await call('BatchWriteItem', {
      RequestItems: { tab: ['a', 'b'].map((pk) => ({ PutRequest: { Item: { pk: { S: pk } } } })) },
    })
    await call('TransactWriteItems', {
      TransactItems: [put('c'), { Delete: { TableName: 'tab', Key: { pk: { S: 'a' } } } }],
    })
    const condition = { ConditionExpression: 'attribute_exists(pk)' }
    await expect(
      call('TransactWriteItems', { TransactItems: [put('d'), put('e', condition)] }),
    ).rejects.toThrow('Transaction cancelled')
    const told = (await records()).map(({ eventName, dynamodb }) => [
      eventName,
      dynamodb?.Keys?.['pk']?.S,
    ])
    expect(told).toEqual([
      ['INSERT', 'a'],
      ['INSERT', 'b'],
      ['INSERT', 'c'],
      ['REMOVE', 'a'],
    ])
  })

  it('is left by PartiQL’s statements, too', async () => {
    const { call, records } = await streamWorld()
    for (const Statement of [
      `INSERT INTO "tab" VALUE {'pk': 'a', 'n': 1}`,
      `UPDATE "tab" SET n = 2 WHERE pk = 'a'`,
      `UPDATE "tab" SET n = 2 WHERE pk = 'a'`,
      `DELETE FROM "tab" WHERE pk = 'a'`,
      `DELETE FROM "tab" WHERE pk = 'none'`,
    ]) {
      await call('ExecuteStatement', { Statement })
    }
    expect((await records()).map(({ eventName }) => eventName)).toEqual([
      'INSERT',
      'MODIFY',
      'REMOVE',
    ])
  })

  it('of an expired item says that the service deleted it', async () => {
    const { put, call, records, advance } = await streamWorld()
    await call('UpdateTimeToLive', {
      TableName: 'tab',
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'ttl' },
    })
    await put({ pk: { S: 'a' }, ttl: { N: String(testStartMs / 1_000 + 60) } })
    await advance(3 * minute)
    const [, removed] = await records()
    expect(removed).toMatchObject({
      eventName: 'REMOVE',
      userIdentity: { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' },
      dynamodb: { OldImage: { pk: { S: 'a' } } },
    })
    expect(removed?.userIdentity).toEqual({
      PrincipalId: 'dynamodb.amazonaws.com',
      Type: 'Service',
    })
  })
})
