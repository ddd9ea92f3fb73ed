import { describe, expect, it } from 'vitest'
import { expectInvalid, expectRefusal, keys, tableWorld } from '../testing/table-world.ts'

const S = (S: string) => ({ S })
const arnOf = (table: string) => `arn:aws:dynamodb:us-east-1:123456789012:table/${table}`
const missing = `${arnOf('tabH')}/backup/01767225600000-00000000`

interface Details {
  readonly BackupArn: string
  readonly BackupStatus: string
}

async function backupWorld() {
  const cloud = await tableWorld()
  const { call } = cloud
  return {
    ...cloud,
    backup: async (TableName = 'tabH', BackupName = 'nightly') => {
      const { BackupDetails } = await call<{ BackupDetails: Details }>('CreateBackup', {
        TableName,
        BackupName,
      })
      return BackupDetails
    },
    restore: (BackupArn: string, TargetTableName: string, more: object = {}) =>
      call('RestoreTableFromBackup', { BackupArn, TargetTableName, ...more }),
    put: (pk: string, more: object = {}) =>
      call('PutItem', { TableName: 'tabH', Item: { pk: S(pk), ...more } }),
    contents: async (TableName: string) => {
      const { Items } = await call<{ Items: { pk: { S: string }; v?: { S: string } }[] }>('Scan', {
        TableName,
      })
      return Object.fromEntries(Items.map(({ pk, v }) => [pk.S, v?.S ?? '']).sort())
    },
  }
}

describe('a backup', () => {
  it('is made at once, told of, listed and deleted', async () => {
    const { backup, call, advance, now } = await backupWorld()
    const createdAt = new Date(now())
    const made = await backup()
    expect(made).toEqual({
      BackupArn: expect.stringMatching(
        /^arn:aws:dynamodb:us-east-1:123456789012:table\/tabH\/backup\/0176722560\d{4}-[0-9a-f]{8}$/,
      ),
      BackupName: 'nightly',
      BackupSizeBytes: 0,
      BackupStatus: 'CREATING',
      BackupType: 'USER',
      BackupCreationDateTime: createdAt,
    })
    await advance(1)
    const { BackupArn } = made
    const details = { ...made, BackupStatus: 'AVAILABLE' }
    expect(await call('DescribeBackup', { BackupArn })).toEqual({
      BackupDescription: {
        BackupDetails: details,
        SourceTableDetails: {
          TableName: 'tabH',
          TableId: expect.any(String),
          TableArn: arnOf('tabH'),
          TableSizeBytes: 0,
          KeySchema: keys('pk'),
          TableCreationDateTime: new Date('2026-01-01T00:00:00.000Z'),
          ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
          ItemCount: 0,
          BillingMode: 'PAY_PER_REQUEST',
        },
        SourceTableFeatureDetails: {},
      },
    })
    expect(await call('ListBackups', { TableName: 'tabH' })).toMatchObject({
      BackupSummaries: [{ ...details, TableName: 'tabH', TableArn: arnOf('tabH') }],
    })
    expect(await call('DeleteBackup', { BackupArn })).toMatchObject({
      BackupDescription: { BackupDetails: { BackupArn, BackupStatus: 'DELETED' } },
    })
    await expectRefusal(
      call('DescribeBackup', { BackupArn }),
      'BackupNotFoundException',
      `Backup not found: ${BackupArn}`,
    )
    expect(await call('ListBackups')).toEqual({ BackupSummaries: [] })
  })

  it('remembers indexes, stream, time to live and key', async () => {
    const { backup, call, A, advance } = await backupWorld()
    await A('UpdateTimeToLive', { TimeToLiveSpecification: { Enabled: true, AttributeName: 't' } })
    await A('UpdateTable', { SSESpecification: { Enabled: true } })
    await advance(1_000)
    const { BackupArn } = await backup('tabA')
    expect(await call('DescribeBackup', { BackupArn })).toMatchObject({
      BackupDescription: {
        SourceTableFeatureDetails: {
          GlobalSecondaryIndexes: [
            {
              IndexName: 'g1',
              KeySchema: keys('gpk'),
              Projection: { ProjectionType: 'KEYS_ONLY' },
              ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
            },
          ],
          LocalSecondaryIndexes: [
            {
              IndexName: 'l1',
              KeySchema: keys('pk', 'sk2'),
              Projection: { ProjectionType: 'KEYS_ONLY' },
            },
          ],
          TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 't' },
          SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' },
        },
      },
    })
  })

  it('outlives its table, also one that is deleted while it is being made', async () => {
    const { backup, restore, put, H, contents, advance, call } = await backupWorld()
    await put('a')
    const { BackupArn } = await backup()
    await H('DeleteTable')
    await advance(1_000)
    expect(await call('ListBackups', { TableName: 'tabH' })).toMatchObject({
      BackupSummaries: [{ BackupArn, BackupStatus: 'AVAILABLE' }],
    })
    await restore(BackupArn, 'tabH')
    await advance(1_000)
    expect(await contents('tabH')).toEqual({ a: '' })
  })

  it('of a table that can be restored to an instant is made when it is deleted', async () => {
    const { restore, put, H, contents, advance, call } = await backupWorld()
    await put('a')
    await H('UpdateContinuousBackups', {
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    })
    await put('b')
    await H('DeleteTable')
    await advance(1_000)
    expect(await call('ListBackups')).toEqual({ BackupSummaries: [] })
    const { BackupSummaries } = await call<{ BackupSummaries: Details[] }>('ListBackups', {
      BackupType: 'SYSTEM',
    })
    expect(BackupSummaries).toMatchObject([
      {
        BackupName: 'tabH$DeletedTableBackup',
        BackupType: 'SYSTEM',
        BackupExpiryDateTime: new Date('2026-02-05T00:00:01.200Z'),
      },
    ])
    const [{ BackupArn } = { BackupArn: '' }] = BackupSummaries
    await expectInvalid(
      call('DeleteBackup', { BackupArn }),
      `Invalid Request: User is not allowed to delete the system backup with arn ${BackupArn}. It will automatically expire on 2026-02-05T00:00:01.200Z`,
    )
    await restore(BackupArn, 'tabH')
    await advance(1_000)
    expect(await contents('tabH')).toEqual({ a: '', b: '' })
    await advance(35 * 86_400_000)
    expect(await call('ListBackups', { BackupType: 'ALL' })).toEqual({ BackupSummaries: [] })
    expect(await contents('tabH')).toEqual({ a: '', b: '' })
  })

  it('is listed by time, type and page', async () => {
    const { backup, call, advance, now, real } = await backupWorld()
    const arns: string[] = []
    const times: Date[] = []
    for (let n = 0; n < 3; n++) {
      times.push(new Date(now()))
      arns.push((await backup()).BackupArn)
      await advance(1_000)
    }
    const list = async (more: object) => {
      real.pass(200)
      const page = await call<{ BackupSummaries: Details[]; LastEvaluatedBackupArn?: string }>(
        'ListBackups',
        { TableName: 'tabH', ...more },
      )
      return {
        found: page.BackupSummaries.map(({ BackupArn }) => arns.indexOf(BackupArn)),
        last: page.LastEvaluatedBackupArn,
      }
    }
    expect(await list({ Limit: 2 })).toEqual({ found: [0, 1], last: arns[1] })
    expect(await list({ ExclusiveStartBackupArn: arns[1] })).toEqual({ found: [2] })
    expect(await list({ Limit: 3 })).toEqual({ found: [0, 1, 2] })
    expect(await list({ TimeRangeLowerBound: times[1], TimeRangeUpperBound: times[2] })).toEqual({
      found: [1],
    })
    expect(await list({ BackupType: 'AWS_BACKUP' })).toEqual({ found: [] })
    await expectInvalid(
      list({ TimeRangeLowerBound: times[1], TimeRangeUpperBound: times[0] }),
      'One or more parameter values were invalid: Time range lower bound must be less than or equal to upper bound',
    )
  })

  it('is refused as AWS words it', async () => {
    const { call, backup, advance } = await backupWorld()
    const create = (TableName: string) => call('CreateBackup', { TableName, BackupName: 'one' })
    await expectRefusal(create('missing'), 'TableNotFoundException', 'Table not found: missing')
    await call('CreateTable', {
      TableName: 'tabN',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: keys('pk'),
    })
    await expectRefusal(create('tabN'), 'TableNotFoundException', 'Table not found: tabN')
    await advance(200)
    await expectRefusal(
      create('tabN'),
      'ContinuousBackupsUnavailableException',
      'Backups are being enabled for the table: tabN. Please retry later',
    )
    await advance(200)
    await create('tabN')
    const describeBackup = (BackupArn: string) => call('DescribeBackup', { BackupArn })
    await expectInvalid(describeBackup(arnOf('tabH')), 'Invalid Backup ARN')
    await expectRefusal(
      describeBackup(missing),
      'BackupNotFoundException',
      `Backup not found: ${missing}`,
    )
    await expectRefusal(
      describeBackup(missing.replace('123456789012', '111122223333')),
      'AccessDeniedException',
      'Access is denied',
    )
    const { BackupArn } = await backup()
    const elsewhere = BackupArn.replace('us-east-1', 'eu-west-1')
    expect(await describeBackup(elsewhere)).toMatchObject({
      BackupDescription: { BackupDetails: { BackupArn: elsewhere } },
    })
  })
})

describe('a restored table', () => {
  it('is known only to those who describe it until it is there', async () => {
    const { backup, restore, call, advance, H } = await backupWorld()
    const { BackupArn } = await backup()
    await advance(1)
    const { TableDescription: told } = await restore(BackupArn, 'tabR')
    const summary = {
      SourceBackupArn: BackupArn,
      SourceTableArn: arnOf('tabH'),
      RestoreDateTime: new Date('2026-01-01T00:00:01.000Z'),
      RestoreInProgress: true,
    }
    expect(told).toMatchObject({ TableStatus: 'CREATING', RestoreSummary: summary })
    expect(await call('DescribeTable', { TableName: 'tabR' })).toMatchObject({
      Table: { TableStatus: 'CREATING', RestoreSummary: summary },
    })
    const notFound = 'Requested resource not found: Table: tabR not found'
    for (const name of ['DescribeTimeToLive', 'UpdateTable']) {
      await expectRefusal(
        call(name, { TableName: 'tabR', BillingMode: 'PAY_PER_REQUEST' }),
        'ResourceNotFoundException',
        notFound,
      )
    }
    for (const name of ['ListTagsOfResource', 'GetResourcePolicy']) {
      await expectRefusal(
        call(name, { ResourceArn: arnOf('tabR') }),
        'ResourceNotFoundException',
        notFound,
      )
    }
    await expectRefusal(
      call('DescribeContinuousBackups', { TableName: 'tabR' }),
      'TableNotFoundException',
      'Table not found: tabR',
    )
    await expectRefusal(
      restore(BackupArn, 'tabR'),
      'TableInUseException',
      `Table: tabR is already being restored from backup: ${BackupArn}`,
    )
    await expectRefusal(
      restore(BackupArn, 'tabS'),
      'BackupInUseException',
      `Backup is being used to restore another table: ${BackupArn}`,
    )
    await expectRefusal(
      call('DeleteBackup', { BackupArn }),
      'BackupInUseException',
      `Backup is being used to restore table: ${BackupArn}`,
    )
    await expectRefusal(
      restore(BackupArn, 'tabH'),
      'TableAlreadyExistsException',
      'Table already exists: tabH',
    )
    await expectRefusal(
      call('CreateTable', {
        TableName: 'tabR',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: keys('pk'),
      }),
      'ResourceInUseException',
      'Attempt to change a resource which is still in use: Table is being used: tabR',
    )
    await advance(1_000)
    const { Table } = await call<{ Table: object }>('DescribeTable', { TableName: 'tabR' })
    expect(Table).toMatchObject({ TableStatus: 'ACTIVE' })
    expect(Table).not.toHaveProperty('RestoreSummary')
    await H('DeleteTable')
  })

  it('keeps indexes, which find its items, and loses tags, protection and time to live', async () => {
    const { backup, restore, call, A, advance } = await backupWorld()
    await A('PutItem', { Item: { pk: S('a'), sk: S('b'), gpk: S('g'), sk2: S('l') } })
    await A('UpdateTimeToLive', { TimeToLiveSpecification: { Enabled: true, AttributeName: 't' } })
    await A('UpdateTable', { DeletionProtectionEnabled: true })
    const { BackupArn } = await backup('tabA')
    await restore(BackupArn, 'tabR')
    expect(await call('DescribeTable', { TableName: 'tabR' })).toMatchObject({
      Table: { TableStatus: 'CREATING', ItemCount: 0 },
    })
    await advance(1_000)
    const find = (IndexName: string, key: string, value: string) =>
      call('Query', {
        TableName: 'tabR',
        IndexName,
        KeyConditionExpression: `${key} = :v`,
        ExpressionAttributeValues: { ':v': S(value) },
      })
    expect(await find('g1', 'gpk', 'g')).toMatchObject({ Count: 1 })
    expect(await find('l1', 'pk', 'a')).toMatchObject({ Count: 1 })
    expect(await call('DescribeTable', { TableName: 'tabR' })).toMatchObject({
      Table: { DeletionProtectionEnabled: false, ItemCount: 1 },
    })
    expect(await call('DescribeTimeToLive', { TableName: 'tabR' })).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' },
    })
  })

  it('may have other units and fewer indexes than it had', async () => {
    const { backup, restore, call, advance } = await backupWorld()
    const { BackupArn } = await backup('tabA')
    const units = { ReadCapacityUnits: 7, WriteCapacityUnits: 3 }
    await restore(BackupArn, 'tabR', {
      BillingModeOverride: 'PROVISIONED',
      ProvisionedThroughputOverride: units,
      GlobalSecondaryIndexOverride: [
        {
          IndexName: 'renamed',
          KeySchema: keys('gpk'),
          Projection: { ProjectionType: 'KEYS_ONLY' },
          ProvisionedThroughput: units,
        },
      ],
      LocalSecondaryIndexOverride: [],
      SSESpecificationOverride: { Enabled: true },
    })
    await advance(1_000)
    const { Table } = await call<{ Table: object }>('DescribeTable', { TableName: 'tabR' })
    expect(Table).toMatchObject({
      ProvisionedThroughput: units,
      GlobalSecondaryIndexes: [{ IndexName: 'renamed', ProvisionedThroughput: units }],
      SSEDescription: { Status: 'ENABLED' },
    })
    expect(Table).not.toHaveProperty('LocalSecondaryIndexes')
  })

  it.each([
    [
      { ProvisionedThroughputOverride: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
      'Cannot override ProvisionedThroughput unless BillingMode is PROVISIONED',
    ],
    [
      { BillingModeOverride: 'PROVISIONED' },
      'Must override ProvisionedThroughput if BillingMode is overridden to PROVISIONED',
    ],
    [
      {
        GlobalSecondaryIndexOverride: [
          { IndexName: 'new', KeySchema: keys('sk'), Projection: { ProjectionType: 'ALL' } },
        ],
      },
      'Index new does not match a secondary index that existed in the source table and cannot be created during the restore operation',
    ],
  ])('with %j is refused as AWS words it', async (more, reason) => {
    const { backup, restore, call } = await backupWorld()
    const { BackupArn } = await backup('tabA')
    await expectInvalid(restore(BackupArn, 'tabR', more), `Invalid Request: ${reason}`)
    await expect(call('DescribeTable', { TableName: 'tabR' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    })
  })

  it('from another region needs a key', async () => {
    const { backup, restore } = await backupWorld()
    const { BackupArn } = await backup()
    await expectInvalid(
      restore(BackupArn.replace('us-east-1', 'eu-west-1'), 'tabR'),
      'Invalid Request: sseSpecificationOverride must be provided for cross-region restores',
    )
  })
})
