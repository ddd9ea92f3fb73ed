/** What AWS says of updates of tables and their indexes that it refuses; they change nothing. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { DescribeTableOutput } from '../../generated/dynamodb.ts'
import { expectInvalid, expectRefusal, keys, tableWorld } from './testing/table-world.ts'

const invalid = 'One or more parameter values were invalid: '
const inUse = 'Attempt to change a resource which is still in use: '
const alone = (what: string) =>
  `${invalid}${what} modification must be the only operation in the request`
const updates = (...GlobalSecondaryIndexUpdates: object[]) => ({ GlobalSecondaryIndexUpdates })
const x = { AttributeDefinitions: [{ AttributeName: 'x', AttributeType: 'S' }] }
const creation = (IndexName: string, more: object = {}) => ({
  Create: {
    IndexName,
    KeySchema: keys('x'),
    Projection: { ProjectionType: 'ALL' },
    ...more,
  },
})
const deletion = (IndexName: string) => ({ Delete: { IndexName } })
const SSESpecification = { Enabled: true }
const stream = { StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } }
const units = { ReadCapacityUnits: 2, WriteCapacityUnits: 2 }
const provisioned = { BillingMode: 'PROVISIONED', ProvisionedThroughput: units }
const warm = { WarmThroughput: { ReadUnitsPerSecond: 20_000, WriteUnitsPerSecond: 20_000 } }
const TableClass = 'STANDARD_INFREQUENT_ACCESS'
const nothing = (...left: string[]) =>
  `At least one of ${left.join(', ')} or TableClass is required`

const members = [
  'ProvisionedThroughput',
  'BillingMode',
  'UpdateStreamEnabled',
  'GlobalSecondaryIndexUpdates',
  'SSESpecification',
  'ReplicaUpdates',
  'MultiAccountReplicaReady',
  'ReplicaTransitRoleArn',
  'MultiRegionConsistency',
  'DeletionProtectionEnabled',
  'OnDemandThroughput',
  'WarmThroughput',
]

/** Of a table on demand with the global index `g1` and the local one `l1`. */
const refused: readonly (readonly [what: string, update: object, message: string])[] = [
  ['nothing', {}, nothing(...members)],
  ['definitions alone', x, nothing(...members)],
  [
    'no indexes',
    updates(),
    nothing(...members.filter((name) => name !== 'GlobalSecondaryIndexUpdates')),
  ],
  ['encryption, and more', { SSESpecification, TableClass }, alone('Server-Side Encryption')],
  ['a class, and more', { TableClass, DeletionProtectionEnabled: true }, alone('TableClass')],
  [
    'protection, and more',
    { DeletionProtectionEnabled: true, ...stream },
    alone('DeletionProtection'),
  ],
  [
    'warmth, and more',
    { ...warm, ...stream },
    `${invalid}WarmThroughput must be the only operation in the request`,
  ],
  [
    'bounds, and more than a mode',
    { OnDemandThroughput: { MaxReadRequestUnits: 10 }, ...stream },
    `${invalid}OnDemandThroughput can only be combined with BillingMode in an UpdateTable request`,
  ],
  [
    'warmth, and a new index',
    { ...warm, ...x, ...updates(creation('new')) },
    `${invalid}Create global secondary index cannot be specified when updating WarmThroughput`,
  ],
  [
    'a stream, and units',
    { ...provisioned, ...stream },
    `${invalid}You cannot modify stream status while updating table IOPS`,
  ],
  [
    'an index, and units',
    { ProvisionedThroughput: units, ...x, ...updates(creation('new')) },
    `${invalid}You cannot create or delete index while updating table IOPS`,
  ],
  [
    'an index, and a stream',
    { ...x, ...updates(creation('new')), ...stream },
    `${invalid}You cannot create or delete index while changing stream status`,
  ],
  [
    'an index without definition of its key',
    updates(creation('new')),
    `${invalid}AttributeDefinitions is not specified for index: new`,
  ],
  [
    'an index that is there',
    { ...x, ...updates(creation('g1')) },
    'Attempting to create an index which already exists',
  ],
  [
    'an index of a local one’s name',
    { ...x, ...updates(creation('l1')) },
    'Attempting to create an index which already exists',
  ],
  [
    'an index with units on demand',
    { ...x, ...updates(creation('new', { ProvisionedThroughput: units })) },
    `${invalid}ProvisionedThroughput should not be specified for index: new when BillingMode is PAY_PER_REQUEST`,
  ],
  [
    'the end of a local index',
    updates(deletion('l1')),
    'Cannot delete an index that is not a GlobalSecondaryIndex: l1',
  ],
  [
    'an index twice',
    updates(deletion('g1'), { Update: { IndexName: 'g1', ...warm } }),
    `${invalid}Only one global secondary index update per index is allowed simultaneously. Index: g1`,
  ],
  [
    'two actions in one',
    updates({ ...deletion('g1'), Update: { IndexName: 'g1', ...warm } }),
    `${invalid}Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object`,
  ],
  [
    'no action',
    updates({}),
    `${invalid}One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null`,
  ],
  [
    'no indexes beside something else',
    { ...updates(), ...stream },
    `${invalid}List of GlobalSecondaryIndexUpdates is empty`,
  ],
  [
    'units of an index on demand',
    updates({ Update: { IndexName: 'g1', ProvisionedThroughput: units } }),
    `${invalid}The only Updates for index: g1 when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput`,
  ],
  [
    'provisioned mode without units',
    { BillingMode: 'PROVISIONED' },
    `${invalid}ProvisionedThroughput must be specified when BillingMode is PROVISIONED`,
  ],
  [
    'provisioned mode without units of an index',
    provisioned,
    `${invalid}ProvisionedThroughput must be specified for index: g1`,
  ],
  [
    'a stream of nothing',
    { StreamSpecification: { StreamEnabled: true } },
    `${invalid}If stream is being enabled then UpdateViewType is required`,
  ],
  [
    'a view of no stream',
    { StreamSpecification: { StreamEnabled: false, StreamViewType: 'KEYS_ONLY' } },
    `${invalid}If stream is being disabled, then UpdateViewType must not be specified`,
  ],
  [
    'the end of no stream',
    { StreamSpecification: { StreamEnabled: false } },
    'Table has no stream to disable: TableName: tabA',
  ],
  [
    'the end of no encryption',
    { SSESpecification: { Enabled: false } },
    `${invalid}Table is already encrypted by default`,
  ],
]

describe('an update of a table', () => {
  let cloud: Awaited<ReturnType<typeof tableWorld>>
  let before: DescribeTableOutput

  beforeAll(async () => {
    cloud = await tableWorld()
    before = await cloud.A('DescribeTable')
  })

  it.each(refused)('is refused for %s', async (_, update, message) => {
    await expectInvalid(cloud.A('UpdateTable', update), message)
    expect(await cloud.A('DescribeTable')).toEqual(before)
  })

  it.each([
    [
      'two new indexes',
      { ...x, ...updates(creation('a-b'), creation('a-c')) },
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    ],
    [
      'a new index and the end of another',
      { ...x, ...updates(creation('a-b'), deletion('g1')) },
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    ],
    [
      'the end of an index that is not there',
      updates(deletion('ghost')),
      'ResourceNotFoundException',
      'Requested resource not found: Index ghost for table tabA',
    ],
    [
      'a change of an index that is not there',
      updates({ Update: { IndexName: 'ghost', ...warm } }),
      'ResourceNotFoundException',
      'Requested resource not found: Index ghost for table tabA',
    ],
  ])('is refused for %s', async (_, update, code, message) => {
    await expectRefusal(cloud.A('UpdateTable', update), code, message)
    expect(await cloud.A('DescribeTable')).toEqual(before)
  })

  it('asks for a table that is there', async () => {
    for (const operation of ['UpdateTable', 'DescribeTable', 'DeleteTable']) {
      await expectRefusal(
        cloud.call(operation, { TableName: 'missing', ...stream }),
        'ResourceNotFoundException',
        'Requested resource not found: Table: missing not found',
      )
    }
  })
})

describe('a table that is changing', () => {
  const made = (TableName: string) => ({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: keys('pk'),
  })

  it('is known to no item while it is made, and neither changed, deleted nor made again', async () => {
    const { call } = await tableWorld()
    const TableName = 'young'
    await call('CreateTable', made(TableName))
    const creating = `${inUse}Table is being created: young`
    for (const [operation, input] of Object.entries({
      CreateTable: made(TableName),
      UpdateTable: { TableName, ...stream },
      DeleteTable: { TableName },
    })) {
      await expectRefusal(call(operation, input), 'ResourceInUseException', creating)
    }
    const Key = { pk: { S: 'a' } }
    for (const [operation, input] of Object.entries({
      GetItem: { Key },
      PutItem: { Item: Key },
      UpdateItem: { Key },
      DeleteItem: { Key },
      Scan: {},
    })) {
      await expectRefusal(
        call(operation, { TableName, ...input }),
        'ResourceNotFoundException',
        'Requested resource not found',
      )
    }
  })

  it('that is there is not made again', async () => {
    const { call } = await tableWorld()
    await expectRefusal(
      call('CreateTable', made('tabH')),
      'ResourceInUseException',
      'Table already exists: tabH',
    )
  })

  it('is not deleted while it is updated, nor while an index is made', async () => {
    const { A, H, advance } = await tableWorld()
    await H('UpdateTable', { ...provisioned })
    await expectRefusal(
      H('DeleteTable'),
      'ResourceInUseException',
      `${inUse}Table: tabH is in the process of being updated.`,
    )
    await A('UpdateTable', { ...x, ...updates(creation('new')) })
    await expectRefusal(
      A('UpdateTable', updates(deletion('new'))),
      'ResourceInUseException',
      `${inUse}Index creation is in resource allocation phase. Retry deletion during backfilling phase or when the index is active. Table: tabA Index: new`,
    )
    await advance(250)
    await expectRefusal(
      A('DeleteTable'),
      'ResourceInUseException',
      `${inUse}Cannot delete table while indexes are being created, updated, or deleted.`,
    )
  })
})
