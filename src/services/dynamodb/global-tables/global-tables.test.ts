import { describe, expect, it } from 'vitest'
import { testPlace, world } from '../../../../test/support/world.ts'
import { unmodelledError } from '../../../kernel/errors.ts'
import { ownerAuthoriser } from '../../../kernel/owner-authoriser.ts'
import { dynamodb } from '../service.ts'
import { expectInvalid, expectRefusal, keys, tableWorld } from '../testing/table-world.ts'

const S = (S: string) => ({ S })
const invalid = 'One or more parameter values were invalid: '

interface Told {
  readonly TableStatus: string
  readonly GlobalTableVersion?: string
  readonly Replicas?: readonly { readonly RegionName: string; readonly ReplicaStatus: string }[]
  readonly StreamSpecification?: object
}

async function globalWorld() {
  const cloud = await tableWorld()
  const { call, advance } = cloud
  const at =
    (region: string) =>
    (operation: string, input: object = {}) =>
      call(operation, { TableName: 'tabH', ...input }, { place: { region } })
  const regions = { us: at('us-east-1'), eu: at('eu-west-1'), ap: at('ap-southeast-2') }
  const told = async (ask: typeof regions.us) =>
    ((await ask('DescribeTable')) as unknown as { Table: Told }).Table
  return {
    ...cloud,
    ...regions,
    told,
    create: (region: string) =>
      call(
        'CreateTable',
        {
          TableName: 'tabH',
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: keys('pk'),
        },
        { place: { region } },
      ),
    add: async (RegionName: string, ask = regions.us) => {
      await ask('UpdateTable', { ReplicaUpdates: [{ Create: { RegionName } }] })
      await advance(2_000)
    },
    remove: (RegionName: string, ask = regions.us) =>
      ask('UpdateTable', { ReplicaUpdates: [{ Delete: { RegionName } }] }),
    put: (ask: typeof regions.us, pk: string, v: string) =>
      ask('PutItem', { Item: { pk: S(pk), v: S(v) } }),
    contents: async (ask: typeof regions.us) => {
      const { Items } = (await ask('Scan')) as { Items: { pk: { S: string }; v: { S: string } }[] }
      return Object.fromEntries(Items.map(({ pk, v }) => [pk.S, v.S]).sort())
    },
  }
}

describe('a replica', () => {
  it('comes with all items, and takes and gives writes from then on', async () => {
    const { us, eu, told, put, contents, advance, bugs } = await globalWorld()
    for (let n = 0; n < 600; n++) await put(us, `k${n}`, 'old')
    await us('UpdateTable', { ReplicaUpdates: [{ Create: { RegionName: 'eu-west-1' } }] })
    expect(await told(us)).toMatchObject({
      GlobalTableVersion: '2019.11.21',
      Replicas: [{ RegionName: 'eu-west-1', ReplicaStatus: 'CREATING' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    })
    await put(us, 'k1', 'meanwhile')
    await us('DeleteItem', { Key: { pk: S('k2') } })
    await advance(2_000)
    expect(await told(us)).toMatchObject({
      TableStatus: 'ACTIVE',
      Replicas: [{ RegionName: 'eu-west-1', ReplicaStatus: 'ACTIVE' }],
    })
    expect(await told(eu)).toMatchObject({
      TableStatus: 'ACTIVE',
      Replicas: [{ RegionName: 'us-east-1', ReplicaStatus: 'ACTIVE' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    })
    const all = await contents(us)
    expect(Object.keys(all)).toHaveLength(599)
    expect(all['k1']).toBe('meanwhile')
    expect(await contents(eu)).toEqual(all)
    await put(eu, 'from eu', '1')
    await us('DeleteItem', { Key: { pk: S('k3') } })
    expect(await contents(us)).not.toHaveProperty('from eu')
    await advance(500)
    expect(await contents(us)).toEqual(await contents(eu))
    expect(await contents(us)).toHaveProperty('from eu')
    expect(await contents(eu)).not.toHaveProperty('k3')
    expect(bugs).toEqual([])
  })

  it('tells CloudWatch how long its writes take to the other region', async () => {
    const { us, add, put, advance, kernel } = await globalWorld()
    await add('eu-west-1')
    await put(us, 'a', '')
    await advance(1_000)
    const { metrics } = kernel.cells.of(dynamodb, testPlace).changing
    const latencies = metrics.pending().filter(({ name }) => name === 'ReplicationLatency')
    expect(latencies).toMatchObject([
      {
        namespace: 'AWS/DynamoDB',
        unit: 'Milliseconds',
        dimensions: { TableName: 'tabH', ReceivingRegion: 'eu-west-1' },
        count: 1,
        sum: 500,
      },
    ])
  })

  it('loses against the later write, wherever that was', async () => {
    const { us, eu, add, put, contents, advance } = await globalWorld()
    await add('eu-west-1')
    await put(eu, 'a', 'eu, earlier')
    await advance(100)
    await put(us, 'a', 'us, later')
    await put(us, 'b', 'us, earlier')
    await advance(100)
    await eu('DeleteItem', { Key: { pk: S('b') } })
    await put(eu, 'b', 'eu')
    await eu('DeleteItem', { Key: { pk: S('b') } })
    await advance(1_000)
    expect(await contents(us)).toEqual({ a: 'us, later' })
    expect(await contents(eu)).toEqual({ a: 'us, later' })
  })

  it('converges with the others, whatever is written where', async () => {
    const { us, eu, ap, add, put, contents, advance, bugs } = await globalWorld()
    await add('eu-west-1')
    await add('ap-southeast-2', eu)
    const all = [us, eu, ap]
    for (let n = 0; n < 300; n++) {
      const ask = all[(n * 7) % 3] ?? us
      const pk = `k${(n * 13) % 17}`
      if (n % 5 === 0) await ask('DeleteItem', { Key: { pk: S(pk) } })
      else await put(ask, pk, String(n))
      if (n % 11 === 0) await advance(130)
    }
    await advance(2_000)
    const [one, two, three] = await Promise.all(all.map(contents))
    expect(Object.keys(one ?? {}).length).toBeGreaterThan(5)
    expect(two).toEqual(one)
    expect(three).toEqual(one)
    expect(bugs).toEqual([])
  })

  it('is a member to all others, and is none any more when it goes', async () => {
    const { us, eu, ap, add, remove, told, advance, contents, put } = await globalWorld()
    await add('eu-west-1')
    await add('ap-southeast-2', eu)
    const members = async (ask: typeof us) =>
      (await told(ask)).Replicas?.map(({ RegionName: name, ReplicaStatus }) => [
        name,
        ReplicaStatus,
      ])
    expect(await members(us)).toEqual([
      ['eu-west-1', 'ACTIVE'],
      ['ap-southeast-2', 'ACTIVE'],
    ])
    expect(await members(ap)).toEqual([
      ['eu-west-1', 'ACTIVE'],
      ['us-east-1', 'ACTIVE'],
    ])
    await remove('ap-southeast-2', us)
    expect(await members(us)).toEqual([
      ['eu-west-1', 'ACTIVE'],
      ['ap-southeast-2', 'DELETING'],
    ])
    await expectRefusal(
      us('UpdateTable', { DeletionProtectionEnabled: true }),
      'ResourceInUseException',
      'The resource which you are attempting to change is in use.',
    )
    await advance(2_000)
    expect(await members(us)).toEqual([['eu-west-1', 'ACTIVE']])
    expect(await members(eu)).toEqual([['us-east-1', 'ACTIVE']])
    await expectRefusal(
      told(ap),
      'ResourceNotFoundException',
      'Requested resource not found: Table: tabH not found',
    )
    await remove('eu-west-1')
    await advance(2_000)
    expect(await told(us)).not.toHaveProperty('Replicas')
    expect(await told(us)).not.toHaveProperty('GlobalTableVersion')
    await put(us, 'alone', '')
    expect(await contents(us)).toEqual({ alone: '' })
  })

  it('that is protected stays', async () => {
    const { eu, us, add, remove, told, advance } = await globalWorld()
    await add('eu-west-1')
    await eu('UpdateTable', { DeletionProtectionEnabled: true })
    await remove('eu-west-1')
    await advance(2_000)
    expect(await told(us)).toMatchObject({
      Replicas: [{ RegionName: 'eu-west-1', ReplicaStatus: 'ACTIVE' }],
    })
  })

  it('isn’t made where there is a table of its name', async () => {
    const { us, eu, told, put, contents, advance, create } = await globalWorld()
    const update = () =>
      us('UpdateTable', { ReplicaUpdates: [{ Create: { RegionName: 'eu-west-1' } }] })
    await create('eu-west-1')
    await advance(1_000)
    await put(eu, 'its own', '')
    await expectInvalid(
      update(),
      'Failed to create a the new replica of table with name: ‘tabH’ because one or more replicas already existed as tables.',
    )
    expect(await told(us)).not.toHaveProperty('Replicas')
    expect(await contents(eu)).toEqual({ 'its own': '' })
  })

  it('is given up when the region refuses it, where nobody could be asked before', async () => {
    const cloud = world({
      services: [dynamodb],
      authoriser: {
        refuse: (asked) =>
          asked.action === 'dynamodb:DescribeTable' && asked.region === 'eu-west-1'
            ? unmodelledError('AccessDeniedException', 400, 'no')
            : ownerAuthoriser.refuse(asked),
      },
    })
    const table = {
      TableName: 'tabH',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: keys('pk'),
    }
    await cloud.call('CreateTable', table)
    await cloud.call('CreateTable', table, { place: { region: 'eu-west-1' } })
    await cloud.advance(1_000)
    await cloud.call('UpdateTable', {
      TableName: 'tabH',
      ReplicaUpdates: [{ Create: { RegionName: 'eu-west-1' } }],
    })
    await cloud.call('PutItem', { TableName: 'tabH', Item: { pk: S('a') } })
    await cloud.advance(2_000)
    const { Table } = await cloud.call<{ Table: Told }>('DescribeTable', { TableName: 'tabH' })
    expect(Table).not.toHaveProperty('Replicas')
    const eu = { place: { region: 'eu-west-1' } }
    expect(await cloud.call('Scan', { TableName: 'tabH' }, eu)).toMatchObject({ Count: 0 })
  })

  it('has the indexes, the class and the kind of key that the others have', async () => {
    const { us, eu, add, advance, told, put } = await globalWorld()
    await add('eu-west-1')
    await put(us, 'a', 'x')
    const update = async (ask: typeof us, change: object) => {
      await ask('UpdateTable', change)
      await advance(2_000)
    }
    const index = { IndexName: 'byV', KeySchema: keys('v'), Projection: { ProjectionType: 'ALL' } }
    await update(eu, {
      AttributeDefinitions: [{ AttributeName: 'v', AttributeType: 'S' }],
      GlobalSecondaryIndexUpdates: [{ Create: index }],
    })
    await update(us, { TableClass: 'STANDARD_INFREQUENT_ACCESS' })
    await update(us, { SSESpecification: { Enabled: true } })
    for (const [ask, region] of [
      [us, 'us-east-1'],
      [eu, 'eu-west-1'],
    ] as const) {
      expect(await told(ask)).toMatchObject({
        TableStatus: 'ACTIVE',
        GlobalSecondaryIndexes: [{ IndexName: 'byV', IndexStatus: 'ACTIVE' }],
        TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
        SSEDescription: { KMSMasterKeyArn: expect.stringContaining(`:kms:${region}:`) },
      })
      const found = await ask('Query', {
        IndexName: 'byV',
        KeyConditionExpression: 'v = :v',
        ExpressionAttributeValues: { ':v': S('x') },
      })
      expect(found).toMatchObject({ Count: 1 })
    }
    await update(us, { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'byV' } }] })
    expect(await told(eu)).not.toHaveProperty('GlobalSecondaryIndexes')
  })

  it('follows when time to live is switched, and loses what expires', async () => {
    const { us, eu, add, advance, now, contents } = await globalWorld()
    await add('eu-west-1')
    await eu('UpdateTimeToLive', {
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'until' },
    })
    await advance(1_000)
    expect(await us('DescribeTimeToLive')).toMatchObject({
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'until' },
    })
    const until = { N: String(Math.floor(now() / 1_000) + 60) }
    await us('PutItem', { Item: { pk: S('a'), v: S(''), until } })
    await advance(1_000)
    expect(await contents(eu)).toEqual({ a: '' })
    await advance(180_000)
    expect(await contents(eu)).toEqual({})
    expect(await contents(us)).toEqual({})
  })
})

describe('replicas', () => {
  it('are refused as AWS words it', async () => {
    const { us, add, remove } = await globalWorld()
    const update = (...ReplicaUpdates: object[]) => us('UpdateTable', { ReplicaUpdates })
    const create = (RegionName: string) => ({ Create: { RegionName } })
    await expectInvalid(
      us('UpdateTable', {
        ReplicaUpdates: [create('eu-west-1')],
        DeletionProtectionEnabled: true,
      }),
      `${invalid}DeletionProtection modification must be the only operation in the request`,
    )
    await expectInvalid(
      us('UpdateTable', {
        ReplicaUpdates: [create('eu-west-1')],
        BillingMode: 'PAY_PER_REQUEST',
      }),
      `${invalid}Requests that modify replicas or witnesses must not also modify other fields`,
    )
    await expectInvalid(
      update(create('eu-west-1'), create('ap-southeast-2')),
      'Update table operation with more than one create or delete replica actions not allowed',
    )
    await expectInvalid(
      update({ ...create('eu-west-1'), Delete: { RegionName: 'eu-west-1' } }),
      'Update table operation with more than one type of replica actions not allowed.',
    )
    await expectInvalid(
      update({}),
      'There are no actions specified in the Replica Update Action of the request.',
    )
    await expectInvalid(
      update(create('us-east-1')),
      'Cannot add or delete the local region through ReplicaUpdates. Use CreateTable, DeleteTable, or UpdateTable as required.',
    )
    await expect(update(create('us-fake-1'))).rejects.toMatchObject({
      code: 'ValidationException',
      message: expect.stringMatching(
        /^Region us-fake-1 is not supported\. The latest version of global tables are only supported in the following regions: \[/,
      ),
    })
    await expectInvalid(
      remove('eu-west-1'),
      'Update global table operation failed because one or more replicas were not part of the global table. Please retry the request without these replicas: [eu-west-1].',
    )
    await add('eu-west-1')
    await expectInvalid(
      update(create('eu-west-1')),
      'Failed to create a the new replica of table with name: ‘tabH’ because one or more replicas already existed as tables.',
    )
    await expectInvalid(
      us('UpdateTable', { StreamSpecification: { StreamEnabled: false } }),
      `${invalid}Disabling Stream is not allowed for a Global Table replica.`,
    )
    await expectInvalid(
      us('DeleteTable'),
      'Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table in the last 24 hours.',
    )
  })

  it('of provisioned tables need auto scaling', async () => {
    const { call, advance } = await globalWorld()
    await call('CreateTable', {
      TableName: 'tabP',
      ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: keys('pk'),
    })
    await advance(1_000)
    await expectInvalid(
      call('UpdateTable', {
        TableName: 'tabP',
        ReplicaUpdates: [{ Create: { RegionName: 'eu-west-1' } }],
      }),
      'Table write capacity should either be Pay-Per-Request or AutoScaled.',
    )
  })

  it('on demand have no auto scaling, and can’t get any', async () => {
    const { us, add } = await globalWorld()
    await expectRefusal(
      us('DescribeTableReplicaAutoScaling'),
      'ResourceNotFoundException',
      "Global table with name: 'tabH' does not exist.",
    )
    await add('eu-west-1')
    const none = { AutoScalingDisabled: true, ScalingPolicies: [] }
    const replica = (RegionName: string) => ({
      RegionName,
      ReplicaStatus: 'ACTIVE',
      GlobalSecondaryIndexes: [],
      ReplicaProvisionedReadCapacityAutoScalingSettings: none,
      ReplicaProvisionedWriteCapacityAutoScalingSettings: none,
    })
    expect(await us('DescribeTableReplicaAutoScaling')).toEqual({
      TableAutoScalingDescription: {
        TableName: 'tabH',
        TableStatus: 'ACTIVE',
        Replicas: [replica('us-east-1'), replica('eu-west-1')],
      },
    })
    const update = (settings: object) =>
      us('UpdateTableReplicaAutoScaling', { ProvisionedWriteCapacityAutoScalingUpdate: settings })
    await expectInvalid(
      update({ MinimumUnits: 1, MaximumUnits: 10 }),
      "Failed to update global table with name ‘tabH‘. Replicas 'EU-WEST-1', 'US-EAST-1' BillingMode is PayPerRequest. You must convert table's BillingMode to PROVISIONED to set parameters: 'GlobalTableProvisionedWriteCapacityAutoScalingSettingsUpdate'.",
    )
    await update({ AutoScalingDisabled: true })
  })

  it('of the version of 2017 are there no more', async () => {
    const { call } = await globalWorld()
    const legacy = { GlobalTableName: 'tabH', ReplicationGroup: [], ReplicaUpdates: [] }
    for (const name of ['CreateGlobalTable', 'UpdateGlobalTable']) {
      await expectInvalid(
        call(name, legacy),
        `${invalid}DynamoDB global tables version 2017.11.29 is not supported. We recommend using DynamoDB global tables version 2019.11.21, instead of version 2017.11.29 (Legacy).`,
      )
    }
    for (const name of [
      'DescribeGlobalTable',
      'DescribeGlobalTableSettings',
      'UpdateGlobalTableSettings',
    ]) {
      await expectRefusal(
        call(name, legacy),
        'GlobalTableNotFoundException',
        "Global table with name: 'tabH' does not exist.",
      )
    }
    expect(await call('ListGlobalTables')).toEqual({ GlobalTables: [] })
  })
})
