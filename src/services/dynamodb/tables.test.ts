import { describe, expect, it } from 'vitest'
import { expectInvalid, expectRefusal, keys, tableWorld } from './testing/table-world.ts'

const S = (S: string) => ({ S })
const N = (N: string) => ({ N })
const inUse = 'Attempt to change a resource which is still in use: '
const invalid = 'One or more parameter values were invalid: '

const table = (TableName: string, more: object = {}) => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  KeySchema: keys('pk'),
  ...more,
})

describe('a table', () => {
  it('is created, then active, then deleted', async () => {
    const { call, advance } = await tableWorld()
    const status = async () =>
      ((await call('DescribeTable', { TableName: 'tabX' })).Table as { TableStatus: string })
        .TableStatus
    await call('CreateTable', table('tabX'))
    expect(await status()).toBe('CREATING')
    await expectRefusal(
      call('UpdateTable', { TableName: 'tabX', BillingMode: 'PAY_PER_REQUEST' }),
      'ResourceInUseException',
      `${inUse}Table is being created: tabX`,
    )
    await expectRefusal(
      call('GetItem', { TableName: 'tabX', Key: { pk: S('a') } }),
      'ResourceNotFoundException',
      'Requested resource not found',
    )
    await advance(1_000)
    expect(await status()).toBe('ACTIVE')
    await expectRefusal(
      call('CreateTable', table('tabX')),
      'ResourceInUseException',
      'Table already exists: tabX',
    )
    await call('DeleteTable', { TableName: 'tabX' })
    expect(await status()).toBe('DELETING')
    await advance(1_000)
    await expectRefusal(
      status(),
      'ResourceNotFoundException',
      'Requested resource not found: Table: tabX not found',
    )
  })

  it('made anew knows nothing of the old one', async () => {
    const { H, call, advance } = await tableWorld()
    await H('PutItem', { Item: { pk: S('a') } })
    await H('DeleteTable')
    await advance(1_000)
    await call('CreateTable', table('tabH'))
    await advance(1_000)
    expect(await H('GetItem', { Key: { pk: S('a') } })).toEqual({})
  })

  it.each([
    [
      { KeySchema: [{ AttributeName: 'pk', KeyType: 'RANGE' }] },
      'Invalid KeySchema: The first KeySchemaElement is not a HASH key type',
    ],
    [
      {
        AttributeDefinitions: ['pk', 'extra'].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S',
        })),
      },
      `${invalid}Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions`,
    ],
    [
      { GlobalSecondaryIndexes: [{ IndexName: 'g-a', KeySchema: keys('pk'), Projection: {} }] },
      `${invalid}Unknown ProjectionType: null`,
    ],
    [{ GlobalSecondaryIndexes: [] }, `${invalid}List of GlobalSecondaryIndexes is empty`],
    [
      { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
      `${invalid}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
    ],
  ])('%j is refused as AWS words it', async (more, message) => {
    const { call } = await tableWorld()
    await expectInvalid(call('CreateTable', table('tabX', more)), message)
  })

  it('is protected against deletion', async () => {
    const { H } = await tableWorld()
    await H('UpdateTable', { DeletionProtectionEnabled: true })
    await expectInvalid(
      H('DeleteTable'),
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    )
    await expectRefusal(
      H('UpdateTable', { DeletionProtectionEnabled: false }),
      'ThrottlingException',
      'Deletion protection setting for table tabH modified within the previous 15000 milliseconds. Please try again after 2026-01-01T00:00:16.000Z',
    )
  })

  it('takes tags', async () => {
    const { call } = await tableWorld()
    const ResourceArn = 'arn:aws:dynamodb:us-east-1:123456789012:table/tabH'
    await call('TagResource', { ResourceArn, Tags: [{ Key: 'team', Value: 'a' }] })
    expect(await call('ListTagsOfResource', { ResourceArn })).toEqual({
      Tags: [{ Key: 'team', Value: 'a' }],
    })
    await expectInvalid(
      call('TagResource', { ResourceArn, Tags: [{ Key: 'aws:foo', Value: '' }] }),
      'Tag Key cannot be prefixed with aws:, Key: aws:foo',
    )
    await call('UntagResource', { ResourceArn, TagKeys: ['team'] })
    expect(await call('ListTagsOfResource', { ResourceArn })).toEqual({ Tags: [] })
    await expectRefusal(
      call('ListTagsOfResource', { ResourceArn: `${ResourceArn}x` }),
      'ResourceNotFoundException',
      `Requested resource not found: ResourceArn: ${ResourceArn}x not found`,
    )
  })
})

describe('an update of a table', () => {
  const provisioned = (ReadCapacityUnits: number, WriteCapacityUnits: number) => ({
    ProvisionedThroughput: { ReadCapacityUnits, WriteCapacityUnits },
  })

  it('changes throughput, and lowers it four times a day', async () => {
    const { call, advance } = await tableWorld()
    const { BillingMode: _, ...given } = table('tabP', provisioned(9, 9))
    await call('CreateTable', given)
    await advance(1_000)
    const update = async (units: number) => {
      const answer = await call('UpdateTable', { TableName: 'tabP', ...provisioned(units, units) })
      await advance(1_000)
      return answer
    }
    await expect(update(8)).resolves.toMatchObject({
      TableDescription: {
        TableStatus: 'UPDATING',
        ProvisionedThroughput: { ReadCapacityUnits: 9 },
      },
    })
    await expectInvalid(
      update(8),
      'The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: 8. Requested ReadCapacityUnits: 8. Current WriteCapacityUnits provisioned for the table: 8. Requested WriteCapacityUnits: 8. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.',
    )
    for (const units of [7, 6, 5]) await update(units)
    await expectRefusal(
      update(4),
      'LimitExceededException',
      'Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day. After the first 4 decreases, each subsequent decrease in the same UTC day can be performed at most once every 3600 seconds. Number of decreases today: 4. Last decrease at Thursday, January 1, 2026 at 12:00:05 AM Coordinated Universal Time. Next decrease can be made at Thursday, January 1, 2026 at 1:00:05 AM Coordinated Universal Time',
    )
    await advance(3_600_000)
    await update(4)
  })

  it('adds an index and fills it, and takes it away again', async () => {
    const { H, advance } = await tableWorld()
    for (const pk of ['a', 'b']) await H('PutItem', { Item: { pk: S(pk), c: N('1') } })
    await H('PutItem', { Item: { pk: S('c') } })
    await H('UpdateTable', {
      AttributeDefinitions: [{ AttributeName: 'c', AttributeType: 'N' }],
      GlobalSecondaryIndexUpdates: [
        {
          Create: { IndexName: 'byC', KeySchema: keys('c'), Projection: { ProjectionType: 'ALL' } },
        },
      ],
    })
    await H('DeleteItem', { Key: { pk: S('b') } })
    await advance(1_000)
    const query = () =>
      H('Query', {
        IndexName: 'byC',
        KeyConditionExpression: 'c = :c',
        ExpressionAttributeValues: { ':c': N('1') },
      })
    expect(await query()).toMatchObject({ Items: [{ pk: S('a'), c: N('1') }] })
    await H('UpdateTable', { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'byC' } }] })
    await advance(1_000)
    await expectInvalid(query(), 'The table does not have the specified index: byC')
  })

  it.each([
    [
      {},
      'ValidationException',
      'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required',
      400,
    ],
    [
      { SSESpecification: {}, DeletionProtectionEnabled: true },
      'ValidationException',
      `${invalid}Server-Side Encryption modification must be the only operation in the request`,
      400,
    ],
    [{ WarmThroughput: {} }, 'InternalFailure', '', 500],
    [
      {
        GlobalSecondaryIndexUpdates: [
          { Delete: { IndexName: 'ga1' } },
          { Delete: { IndexName: 'ga2' } },
        ],
      },
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
      400,
    ],
    [
      { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'ghost' } }] },
      'ResourceNotFoundException',
      'Requested resource not found: Index ghost for table tabA',
      400,
    ],
  ])('%j is refused as AWS words it', async (more, code, message, status) => {
    const { A } = await tableWorld()
    await expectRefusal(A('UpdateTable', more), code, message, status)
  })
})

it('an index that is added leaves out what can be no key of it', async () => {
  const { H, advance, bugs } = await tableWorld()
  await H('PutItem', { Item: { pk: S('long'), c: S('x'.repeat(5_000)) } })
  await H('PutItem', { Item: { pk: S('empty'), c: S('') } })
  await H('PutItem', { Item: { pk: S('number'), c: N('1') } })
  await H('PutItem', { Item: { pk: S('fit'), c: S('x') } })
  const Create = {
    IndexName: 'byC',
    KeySchema: keys('c'),
    Projection: { ProjectionType: 'KEYS_ONLY' },
  }
  await H('UpdateTable', {
    AttributeDefinitions: [{ AttributeName: 'c', AttributeType: 'S' }],
    GlobalSecondaryIndexUpdates: [{ Create }],
  })
  await advance(1_000)
  expect(await H('Scan', { IndexName: 'byC' })).toMatchObject({
    Items: [{ pk: S('fit'), c: S('x') }],
  })
  expect(bugs).toEqual([])
})

describe('time to live', () => {
  it('deletes what has expired, also of what was there before', async () => {
    const { H, advance, now } = await tableWorld()
    const seconds = Math.floor(now() / 1_000)
    await H('PutItem', { Item: { pk: S('before'), ttl: N(String(seconds + 100)) } })
    const TimeToLiveSpecification = { Enabled: true, AttributeName: 'ttl' }
    await H('UpdateTimeToLive', { TimeToLiveSpecification })
    await H('PutItem', { Item: { pk: S('after'), ttl: N(String(seconds + 100)) } })
    await H('PutItem', { Item: { pk: S('later'), ttl: N(String(seconds + 1_000)) } })
    await H('PutItem', { Item: { pk: S('ever'), ttl: S('x') } })
    expect(await H('DescribeTimeToLive')).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'ttl' },
    })
    await advance(300_000)
    expect(await H('Scan', { Select: 'COUNT' })).toMatchObject({ Count: 2 })
  })

  it('is changed once in a while', async () => {
    const { H } = await tableWorld()
    const set = (Enabled: boolean, AttributeName: string) =>
      H('UpdateTimeToLive', { TimeToLiveSpecification: { Enabled, AttributeName } })
    await set(true, 'ttl')
    await expectInvalid(
      set(true, 'x'),
      'TimeToLive is active on a different AttributeName: current AttributeName is ttl',
    )
    await expectInvalid(
      set(false, 'ttl'),
      'Time to live has been modified multiple times within a fixed interval',
    )
  })
})

it('an account is told its limits and its endpoint', async () => {
  const { call } = await tableWorld()
  expect(await call('DescribeLimits')).toEqual({
    AccountMaxReadCapacityUnits: 80_000,
    AccountMaxWriteCapacityUnits: 80_000,
    TableMaxReadCapacityUnits: 40_000,
    TableMaxWriteCapacityUnits: 40_000,
  })
  expect(await call('DescribeEndpoints')).toEqual({
    Endpoints: [{ Address: '127.0.0.1:4566', CachePeriodInMinutes: 1_440 }],
  })
})
