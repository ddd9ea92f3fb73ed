import { describe, expect, it } from 'vitest'
import type { TableDescription } from '../../../generated/dynamodb.ts'
import { expectInvalid, expectRefusal, keys } from '../testing/table-world.ts'
import { globalIndex, onDemand, provisioned, throughputWorld } from './testing/throughput-world.ts'

const invalid = 'One or more parameter values were invalid: '
const inUse = 'Attempt to change a resource which is still in use: '
const guide =
  'Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.'

async function tableWorld(table: object) {
  const cloud = await throughputWorld(table)
  const update = async (input: object) =>
    (await cloud.orders('UpdateTable', input))['TableDescription'] as TableDescription
  const described = async () => (await cloud.orders('DescribeTable'))['Table'] as TableDescription
  const settled = async (input: object) => {
    await update(input)
    await cloud.advance(1_000)
    return described()
  }
  const units = async () => {
    const { ProvisionedThroughput: told } = await described()
    return [told?.ReadCapacityUnits, told?.WriteCapacityUnits]
  }
  const index = async () => (await described()).GlobalSecondaryIndexes?.[0]
  const indexUpdate = (Update: object) => ({
    GlobalSecondaryIndexUpdates: [{ Update: { IndexName: 'byG', ...Update } }],
  })
  return { ...cloud, update, described, settled, units, index, indexUpdate }
}

describe('a change of provisioned units', () => {
  it('tells the old ones while it is under way, and refuses another', async () => {
    const { update, units, advance, call } = await tableWorld(provisioned(10, 10))
    expect(await update(provisioned(10, 20))).toMatchObject({
      TableStatus: 'UPDATING',
      ProvisionedThroughput: {
        ReadCapacityUnits: 10,
        WriteCapacityUnits: 10,
        NumberOfDecreasesToday: 0,
        LastIncreaseDateTime: new Date('2026-01-01T00:00:01.000Z'),
      },
    })
    expect(await units()).toEqual([10, 10])
    for (const more of [provisioned(1, 1), onDemand]) {
      await expectRefusal(
        update(more),
        'ResourceInUseException',
        `${inUse}Table IOPS are currently being updated. Table: orders`,
      )
    }
    await expectRefusal(
      call('DeleteTable', { TableName: 'orders' }),
      'ResourceInUseException',
      `${inUse}Table: orders is in the process of being updated.`,
    )
    await advance(1_000)
    expect(await units()).toEqual([10, 20])
    await expectInvalid(
      update(provisioned(10, 20)),
      'The provisioned throughput for the table will not change. The requested value equals the ' +
        'current value. Current ReadCapacityUnits provisioned for the table: 10. Requested ' +
        'ReadCapacityUnits: 10. Current WriteCapacityUnits provisioned for the table: 20. ' +
        `Requested WriteCapacityUnits: 20. ${guide}`,
    )
  })

  it('lowers them four times a day, then once an hour after the last time', async () => {
    const { settled, update, advance, described, now } = await tableWorld(provisioned(10, 10))
    const decreases = async () => (await described()).ProvisionedThroughput?.NumberOfDecreasesToday
    await settled(provisioned(9, 9))
    for (const write of [8, 7, 6]) await settled(provisioned(9, write))
    expect(await decreases()).toBe(4)
    const lastAtMs = now() - 1_000
    const refused = (count: number, last: string, next: string) =>
      expectRefusal(
        update(provisioned(20, 5)),
        'LimitExceededException',
        'Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC ' +
          'day. After the first 4 decreases, each subsequent decrease in the same UTC day can be ' +
          `performed at most once every 3600 seconds. Number of decreases today: ${count}. Last ` +
          `decrease at Thursday, January 1, 2026 at ${last} AM Coordinated Universal Time. Next ` +
          `decrease can be made at Thursday, January 1, 2026 at ${next} AM Coordinated Universal Time`,
      )
    await refused(4, '12:00:04', '1:00:04')
    await settled(provisioned(20, 6))
    await advance(lastAtMs + 3_600_000 - now() - 1)
    await refused(4, '12:00:04', '1:00:04')
    await advance(1)
    await settled(provisioned(20, 5))
    expect(await decreases()).toBe(5)
    await advance(24 * 3_600_000)
    expect(await decreases()).toBe(0)
  })

  it('keeps what its bucket holds, and its key ranges', async () => {
    const { settled, put, repeat } = await tableWorld(provisioned(1, 5_000))
    await settled(provisioned(1, 30))
    // Six ranges still, but no more than five minutes of the new rate.
    expect(await repeat(40, (n) => put(`k${n}`, 300 * 1_024))).toBe(18)
  })

  it('of an index leaves the table active', async () => {
    const table = { ...provisioned(5, 5), ...globalIndex(provisioned(1, 1)) }
    const { update, index, advance, indexUpdate } = await tableWorld(table)
    const answer = await update(indexUpdate(provisioned(2, 2)))
    expect(answer).toMatchObject({
      TableStatus: 'ACTIVE',
      GlobalSecondaryIndexes: [
        { IndexStatus: 'UPDATING', ProvisionedThroughput: { ReadCapacityUnits: 1 } },
      ],
    })
    await advance(1_000)
    expect(await index()).toMatchObject({
      IndexStatus: 'ACTIVE',
      ProvisionedThroughput: { ReadCapacityUnits: 2, WriteCapacityUnits: 2 },
      WarmThroughput: { ReadUnitsPerSecond: 2, WriteUnitsPerSecond: 2, Status: 'ACTIVE' },
    })
    await expectInvalid(
      update(indexUpdate(provisioned(2, 2))),
      'The provisioned throughput for the index byG will not change. The requested value equals ' +
        'the current value. Current ReadCapacityUnits provisioned for index byG: 2. Requested ' +
        'ReadCapacityUnits: 2. Current WriteCapacityUnits provisioned for index byG: 2. ' +
        `Requested WriteCapacityUnits: 2. ${guide}`,
    )
  })

  it('is refused above what a table, an index and the account may have', async () => {
    const table = { ...provisioned(5, 5), ...globalIndex(provisioned(1, 1)) }
    const { update, call, indexUpdate, advance } = await tableWorld(table)
    await expectRefusal(
      update(provisioned(50_000, 5)),
      'LimitExceededException',
      'The requested ReadCapacityUnits, 50000, is above the per table maximum for the account in ' +
        `us-east-1. Per table maximum: 40000. ${guide}`,
    )
    await expectRefusal(
      update(indexUpdate(provisioned(1, 40_001))),
      'LimitExceededException',
      'The requested WriteCapacityUnits for index byG, 40001, is above the per index maximum for ' +
        `the account in us-east-1. Per index maximum: 40000. ${guide}`,
    )
    const other = {
      TableName: 'other',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: keys('pk'),
    }
    await call('CreateTable', { ...other, ...provisioned(40_000, 1) })
    await advance(1_000)
    await expectRefusal(
      update(provisioned(40_000, 5)),
      'LimitExceededException',
      'This request would have caused the ReadCapacityUnits limit to be exceeded for the account ' +
        'in us-east-1. Current ReadCapacityUnits reserved by the account: 40006. Limit: 80000. ' +
        `Requested: 39995. ${guide}`,
    )
    await expectRefusal(
      call('CreateTable', { ...other, TableName: 'third', ...provisioned(1, 40_001) }),
      'LimitExceededException',
      'The requested WriteCapacityUnits, 40001, is above the per table maximum for the account in ' +
        `us-east-1. Per table maximum: 40000. ${guide}`,
    )
  })
})

describe('a change of billing mode', () => {
  it('shows at once, with its instant when it is over', async () => {
    const { update, described, advance } = await tableWorld(provisioned(10, 10))
    expect((await described()).BillingModeSummary).toBeUndefined()
    const switching = {
      TableStatus: 'UPDATING',
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
    }
    const answer = await update(onDemand)
    expect(answer).toMatchObject(switching)
    expect(answer.BillingModeSummary).not.toHaveProperty('LastUpdateToPayPerRequestDateTime')
    expect(await described()).toMatchObject(switching)
    await advance(1_000)
    expect(await described()).toMatchObject({
      TableStatus: 'ACTIVE',
      BillingModeSummary: {
        BillingMode: 'PAY_PER_REQUEST',
        LastUpdateToPayPerRequestDateTime: new Date('2026-01-01T00:00:01.200Z'),
      },
      WarmThroughput: { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4_000, Status: 'ACTIVE' },
    })
    const back = await update({ BillingMode: 'PROVISIONED', ...provisioned(3, 4) })
    expect(back).toMatchObject({
      BillingModeSummary: { BillingMode: 'PROVISIONED' },
      ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: 4 },
    })
    await advance(1_000)
    expect((await described()).WarmThroughput).toMatchObject({ ReadUnitsPerSecond: 12_000 })
  })

  it('asks for units of the table and of each index', async () => {
    const { update, indexUpdate, index, advance } = await tableWorld({
      ...onDemand,
      ...globalIndex(),
      OnDemandThroughput: { MaxReadRequestUnits: 5 },
    })
    const toProvisioned = { BillingMode: 'PROVISIONED' }
    await expectInvalid(
      update(toProvisioned),
      `${invalid}ProvisionedThroughput must be specified when BillingMode is PROVISIONED`,
    )
    await expectInvalid(
      update(provisioned(1, 1)),
      `${invalid}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
    )
    await expectInvalid(
      update({ ...toProvisioned, ...provisioned(1, 1) }),
      `${invalid}ProvisionedThroughput must be specified for index: byG`,
    )
    const answer = await update({
      ...toProvisioned,
      ...provisioned(50, 50),
      ...indexUpdate(provisioned(5, 6)),
    })
    expect(answer).toMatchObject({
      ProvisionedThroughput: { ReadCapacityUnits: 50 },
      GlobalSecondaryIndexes: [{ ProvisionedThroughput: { WriteCapacityUnits: 6 } }],
    })
    await advance(1_000)
    expect(await index()).toMatchObject({ ProvisionedThroughput: { WriteCapacityUnits: 6 } })
    await expectInvalid(
      update({ ...onDemand, ...provisioned(1, 1) }),
      `${invalid}ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST`,
    )
    await expectInvalid(
      update(toProvisioned),
      `${invalid}ProvisionedThroughput must be specified when BillingMode is PROVISIONED`,
    )
  })

  it('that was asked for already is answered, and changes nothing', async () => {
    const { update, described } = await tableWorld(onDemand)
    expect(await update(onDemand)).toMatchObject({ TableStatus: 'UPDATING' })
    expect(await described()).toMatchObject({ TableStatus: 'ACTIVE' })
  })

  it('drops what bounded on-demand mode', async () => {
    const { settled } = await tableWorld({
      ...onDemand,
      OnDemandThroughput: { MaxReadRequestUnits: 5 },
    })
    await settled({ BillingMode: 'PROVISIONED', ...provisioned(1, 1) })
    expect((await settled(onDemand)).OnDemandThroughput).toBeUndefined()
  })
})

describe('bounds of on-demand mode', () => {
  it('merge member by member, and -1 lifts one', async () => {
    const { update, described } = await tableWorld(onDemand)
    const set = async (MaxReadRequestUnits?: number, MaxWriteRequestUnits?: number) => {
      const bounds = { MaxReadRequestUnits, MaxWriteRequestUnits }
      const given = Object.entries(bounds).filter(([, units]) => units !== undefined)
      const answer = await update({ OnDemandThroughput: Object.fromEntries(given) })
      expect(answer.TableStatus).toBe('ACTIVE')
      return [answer.OnDemandThroughput, (await described()).OnDemandThroughput]
    }
    const told = (read?: number, write?: number) => ({
      ...(read !== undefined && { MaxReadRequestUnits: read }),
      ...(write !== undefined && { MaxWriteRequestUnits: write }),
    })
    expect(await set(1_000, 500)).toEqual([told(1_000, 500), told(1_000, 500)])
    expect(await set(2_000)).toEqual([told(2_000, 500), told(2_000, 500)])
    expect(await set(-1)).toEqual([told(-1, 500), told(undefined, 500)])
    expect(await set(undefined, -1)).toEqual([told(undefined, -1), undefined])
    expect(await set(-1, -1)).toEqual([told(-1, -1), undefined])
  })

  it('are refused out of range, above the quota, and of provisioned tables', async () => {
    const { update, settled } = await tableWorld({ ...onDemand, ...globalIndex() })
    const range = (of: string, member = 'Read') =>
      `${invalid}Requested Max${member}RequestUnits for OnDemandThroughput for ${of} is outside of valid range`
    const bound = (MaxReadRequestUnits: number) => ({ OnDemandThroughput: { MaxReadRequestUnits } })
    await expectInvalid(update(bound(0)), range('table'))
    await expectInvalid(update(bound(-2)), range('table'))
    await expectInvalid(
      update({ OnDemandThroughput: { MaxWriteRequestUnits: 0 } }),
      range('table', 'Write'),
    )
    const ofIndex = (update: object) => ({
      GlobalSecondaryIndexUpdates: [{ Update: { IndexName: 'byG', ...update } }],
    })
    await expectInvalid(update(ofIndex(bound(0))), range('index : byG'))
    await expectRefusal(
      update(bound(40_001)),
      'LimitExceededException',
      'Subscriber limit exceeded: Requested MaxReadRequestUnits for OnDemandThroughput for table ' +
        'exceeds TableMaxReadCapacityUnits of the account in region us-east-1',
    )
    await expectInvalid(
      update(ofIndex(provisioned(1, 1))),
      `${invalid}The only Updates for index: byG when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput`,
    )
    await settled({
      BillingMode: 'PROVISIONED',
      ...provisioned(1, 1),
      ...ofIndex(provisioned(1, 1)),
    })
    await expectInvalid(
      update(bound(5)),
      `${invalid}MaxReadRequestUnits for OnDemandThroughput cannot be specified when the table BillingMode is PROVISIONED`,
    )
    await expectInvalid(
      update(ofIndex(bound(5))),
      `${invalid}MaxReadRequestUnits for OnDemandThroughput for index : byG cannot be specified when the table BillingMode is PROVISIONED`,
    )
  })

  it.each([
    [
      { ...onDemand, OnDemandThroughput: { MaxReadRequestUnits: -1 } },
      `${invalid}Requested MaxReadRequestUnits for OnDemandThroughput for table is outside of valid range`,
    ],
    [
      { ...provisioned(1, 1), OnDemandThroughput: { MaxReadRequestUnits: 5 } },
      `${invalid}MaxReadRequestUnits for OnDemandThroughput cannot be specified when table BillingMode is PROVISIONED.`,
    ],
    [
      { ...onDemand, WarmThroughput: { ReadUnitsPerSecond: 1 } },
      `${invalid}Requested ReadUnitsPerSecond for WarmThroughput for table is lower than initial throughput for OnDemand. See: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html#on-demand-capacity-mode-initial`,
    ],
    [
      { ...provisioned(10, 10), WarmThroughput: { ReadUnitsPerSecond: 5 } },
      `${invalid}Requested ReadUnitsPerSecond for WarmThroughput for table is lower than ReadCapacityUnits of ProvisionedThroughput`,
    ],
  ])('%j of a new table is refused as AWS words it', async (table, message) => {
    await expectInvalid(throughputWorld(table), message)
  })
})

describe('warm throughput', () => {
  const warm = (ReadUnitsPerSecond: number, WriteUnitsPerSecond: number, Status = 'ACTIVE') => ({
    ReadUnitsPerSecond,
    WriteUnitsPerSecond,
    Status,
  })

  it('is raised while the table stays active, and never lowered', async () => {
    const { update, described, advance } = await tableWorld(onDemand)
    const answer = await update({ WarmThroughput: { WriteUnitsPerSecond: 9_000 } })
    expect(answer).toMatchObject({
      TableStatus: 'ACTIVE',
      WarmThroughput: warm(12_000, 4_000, 'UPDATING'),
    })
    await advance(1_000)
    expect((await described()).WarmThroughput).toEqual(warm(12_000, 9_000))
    await expectInvalid(
      update({ WarmThroughput: { WriteUnitsPerSecond: 8_000 } }),
      `${invalid}Requested WriteUnitsPerSecond for WarmThroughput for table is lower than current WarmThroughput, decreasing WarmThroughput is not supported`,
    )
    await expectRefusal(
      update({ WarmThroughput: { WriteUnitsPerSecond: 40_001 } }),
      'LimitExceededException',
      'Subscriber limit exceeded: Requested WriteUnitsPerSecond for WarmThroughput for table ' +
        'exceeds TableMaxWriteCapacityUnits of the account in region us-east-1',
    )
  })

  it('follows the most that was ever provisioned', async () => {
    const { settled, described } = await tableWorld(provisioned(1, 1))
    expect((await described()).WarmThroughput).toEqual(warm(1, 1))
    await settled(provisioned(3, 3))
    await settled(provisioned(1, 1))
    expect((await described()).WarmThroughput).toEqual(warm(3, 3))
  })

  it('of an index is its own', async () => {
    const { update, index, advance, indexUpdate } = await tableWorld({
      ...onDemand,
      ...globalIndex(),
    })
    await expectInvalid(
      update(indexUpdate({ WarmThroughput: {} })),
      `${invalid}WarmThroughput must have at least one of ReadUnitsPerSecond or WriteUnitsPerSecond specified for index: byG`,
    )
    await update(indexUpdate({ WarmThroughput: { ReadUnitsPerSecond: 12_001 } }))
    expect(await index()).toMatchObject({
      IndexStatus: 'ACTIVE',
      WarmThroughput: warm(12_000, 4_000, 'UPDATING'),
    })
    await advance(1_000)
    expect(await index()).toMatchObject({ WarmThroughput: warm(12_001, 4_000) })
  })

  it('of a new table is told at once', async () => {
    const { call, advance } = await tableWorld(onDemand)
    const created = await call<{ TableDescription: TableDescription }>('CreateTable', {
      ...onDemand,
      TableName: 'warmed',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: keys('pk'),
      WarmThroughput: { WriteUnitsPerSecond: 6_000 },
    })
    expect(created.TableDescription.WarmThroughput).toEqual(warm(12_000, 6_000, 'UPDATING'))
    await advance(1_000)
    const { Table } = await call<{ Table: TableDescription }>('DescribeTable', {
      TableName: 'warmed',
    })
    expect(Table.WarmThroughput).toEqual(warm(12_000, 6_000))
  })
})

it('only so many tables are made, changed and deleted at once', async () => {
  const { call, kernel, advance } = await tableWorld(onDemand)
  const place = { account: '123456789012', region: 'us-east-1', partition: 'aws' }
  const change = { service: 'dynamodb', name: 'Simultaneous table operations', value: 2 }
  kernel.change(() => kernel.quotas.set(place, change))
  const create = (TableName: string) =>
    call('CreateTable', {
      ...onDemand,
      TableName,
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: keys('pk'),
    })
  await create('one')
  await create('two')
  await expectRefusal(
    create('three'),
    'LimitExceededException',
    'Subscriber limit exceeded: Only 2 tables can be created, updated, or deleted simultaneously',
  )
  await advance(1_000)
  await create('three')
})

it('an account has only so many tables', async () => {
  const { call, kernel } = await tableWorld(onDemand)
  const place = { account: '123456789012', region: 'us-east-1', partition: 'aws' }
  const change = { service: 'dynamodb', name: 'Maximum number of tables', value: 1 }
  kernel.change(() => kernel.quotas.set(place, change))
  await expectRefusal(
    call('CreateTable', {
      ...onDemand,
      TableName: 'second',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: keys('pk'),
    }),
    'LimitExceededException',
    'Subscriber limit exceeded: There is a limit of 1 tables per subscriber',
  )
})

it('an index that is being filled may be deleted, and no other changed meanwhile', async () => {
  const { update, advance, described, call, put } = await tableWorld(onDemand)
  await put('a', 100, { g: { S: 'x' } })
  const Create = {
    IndexName: 'byG',
    KeySchema: keys('g'),
    Projection: { ProjectionType: 'ALL' },
  }
  const AttributeDefinitions = [{ AttributeName: 'g', AttributeType: 'S' }]
  const gone = (IndexName: string) => ({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }] })
  await update({ AttributeDefinitions, GlobalSecondaryIndexUpdates: [{ Create }] })
  await expectRefusal(
    update(gone('byG')),
    'ResourceInUseException',
    `${inUse}Index creation is in resource allocation phase. Retry deletion during backfilling phase or when the index is active. Table: orders Index: byG`,
  )
  await advance(250)
  expect((await described()).GlobalSecondaryIndexes?.[0]).toMatchObject({
    IndexStatus: 'CREATING',
    Backfilling: true,
  })
  await expectRefusal(
    update({
      AttributeDefinitions,
      GlobalSecondaryIndexUpdates: [{ Create: { ...Create, IndexName: 'other' } }],
    }),
    'LimitExceededException',
    'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
  )
  await expectRefusal(
    call('DeleteTable', { TableName: 'orders' }),
    'ResourceInUseException',
    `${inUse}Cannot delete table while indexes are being created, updated, or deleted.`,
  )
  const answer = await update(gone('byG'))
  expect(answer.GlobalSecondaryIndexes?.[0]).toMatchObject({ IndexStatus: 'DELETING' })
  expect(answer.GlobalSecondaryIndexes?.[0]).not.toHaveProperty('Backfilling')
  await advance(1_000)
  expect((await described()).GlobalSecondaryIndexes).toBeUndefined()
})
