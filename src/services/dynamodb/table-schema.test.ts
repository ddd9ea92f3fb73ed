/** What AWS says of keys, indexes and billing that no table is made of. */
import { beforeAll, describe, expect, it } from 'vitest'
import { expectInvalid, keys, tableWorld } from './testing/table-world.ts'

const invalid = 'One or more parameter values were invalid: '
const KEYS_ONLY = { ProjectionType: 'KEYS_ONLY' }
const units = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 }
const hash = (AttributeName: string) => ({ AttributeName, KeyType: 'HASH' })
const range = (AttributeName: string) => ({ AttributeName, KeyType: 'RANGE' })
const defined = (...names: string[]) => ({
  AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
})
const index = (IndexName: string, KeySchema: object, more: object = {}) => ({
  IndexName,
  KeySchema,
  Projection: KEYS_ONLY,
  ...more,
})
const global = (...GlobalSecondaryIndexes: object[]) => ({ GlobalSecondaryIndexes })
const local = (...LocalSecondaryIndexes: object[]) => ({ LocalSecondaryIndexes })
const projecting = (Projection: object) => global(index('g-a', keys('pk'), { Projection }))
const letters = (count: number) => Array.from({ length: count }, (_, at) => `a${at}`)

const notHash = 'Invalid KeySchema: The first KeySchemaElement is not a HASH key type'
const notRange = 'Invalid KeySchema: The second KeySchemaElement is not a RANGE key type'
const sameName = 'Both the Hash Key and the Range Key element in the KeySchema have the same name'

/** With definitions of `pk` and `sk`, both of them keys, on demand. */
const refused: readonly (readonly [what: string, more: object, message: string])[] = [
  ['a sort key first', { KeySchema: [range('sk'), hash('pk')] }, notHash],
  ['two partition keys', { KeySchema: [hash('pk'), hash('sk')] }, notRange],
  ['an index with its sort key first', global(index('g-a', [range('sk'), hash('pk')])), notHash],
  ['an index with two partition keys', local(index('l-a', [hash('pk'), hash('sk')])), notRange],
  ['one name for both keys', { KeySchema: keys('pk', 'pk'), ...defined('pk') }, sameName],
  ['one name for both keys of an index', global(index('g-a', keys('pk', 'pk'))), sameName],
  [
    'one name among several keys of an index',
    global(index('g-a', [hash('pk'), range('sk'), range('sk')])),
    'The KeySchema contains multiple key attributes with the same name',
  ],
  [
    'more keys than definitions',
    defined('pk'),
    'Invalid KeySchema: Some index key attribute have no definition',
  ],
  [
    'a key without definition',
    { KeySchema: keys('q'), ...defined('sk', 'pk') },
    `${invalid}Some index key attributes are not defined in AttributeDefinitions. Keys: [q], AttributeDefinitions: [sk, pk]`,
  ],
  [
    'a definition that nothing uses',
    defined('pk', 'sk', 'extra'),
    `${invalid}Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions`,
  ],
  ['a definition twice', defined('pk', 'sk', 'pk'), 'Attribute Name is duplicated: pk'],
  [
    'an empty list of global indexes',
    global(),
    `${invalid}List of GlobalSecondaryIndexes is empty`,
  ],
  ['an empty list of local indexes', local(), `${invalid}List of LocalSecondaryIndexes is empty`],
  [
    '21 global indexes',
    global(...letters(21).map((name) => index(`g-${name}`, keys('pk')))),
    `${invalid}GlobalSecondaryIndex count exceeds the per-table limit of 20`,
  ],
  [
    'six local indexes',
    local(...letters(6).map((name) => index(`l-${name}`, keys('pk', 'sk')))),
    `${invalid}Number of LocalSecondaryIndexes exceeds per-table limit of 5`,
  ],
  [
    'an index name twice',
    global(index('dup', keys('pk')), index('dup', keys('sk'))),
    `${invalid}Duplicate index name: dup`,
  ],
  [
    'an index name that is both local and global',
    { ...local(index('dup', keys('pk', 'sk'))), ...global(index('dup', keys('sk'))) },
    `${invalid}Duplicate index name: dup`,
  ],
  [
    'a local index of a table without sort key',
    { KeySchema: keys('pk'), ...local(index('l-a', keys('pk', 'sk'))) },
    `${invalid}Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex`,
  ],
  [
    'a local index without sort key',
    local(index('l-a', keys('pk'))),
    `${invalid}Index KeySchema does not have a range key for index: l-a`,
  ],
  [
    'a local index of another partition key',
    local(index('l-a', keys('sk', 'pk'))),
    `${invalid}Index KeySchema does not have the same leading hash key as table KeySchema for index: l-a. index hash key: sk, table hash key: pk`,
  ],
  [
    'an index whose partition keys stand behind',
    { ...defined('pk', 'sk', 'c'), ...global(index('g-a', [hash('pk'), range('sk'), hash('c')])) },
    `${invalid}All HASH key attributes must precede RANGE key attributes in the KeySchema`,
  ],
  [
    'an index of five partition keys',
    {
      ...defined('pk', 'sk', ...letters(5)),
      ...global(index('g-a', letters(5).map(hash))),
    },
    `${invalid}The KeySchema exceeds the maximum allowed number of HASH key attributes`,
  ],
  [
    'an index of five sort keys',
    {
      ...defined('pk', 'sk', ...letters(5)),
      ...global(index('g-a', [hash('pk'), ...letters(5).map(range)])),
    },
    `${invalid}The KeySchema exceeds the maximum allowed number of RANGE key attributes`,
  ],
  ['a projection of nothing', projecting({}), `${invalid}Unknown ProjectionType: null`],
  [
    'a projection that includes nothing',
    projecting({ ProjectionType: 'INCLUDE' }),
    `${invalid}ProjectionType is INCLUDE, but NonKeyAttributes is not specified`,
  ],
  [
    'a projection of all and more',
    projecting({ ProjectionType: 'ALL', NonKeyAttributes: ['x'] }),
    `${invalid}ProjectionType is ALL, but NonKeyAttributes is specified`,
  ],
  [
    'a projection of keys and more',
    projecting({ ProjectionType: 'KEYS_ONLY', NonKeyAttributes: ['x'] }),
    `${invalid}ProjectionType is KEYS_ONLY, but NonKeyAttributes is specified`,
  ],
  [
    'a projection of one twice',
    projecting({ ProjectionType: 'INCLUDE', NonKeyAttributes: ['x', 'y', 'x'] }),
    `${invalid}Duplicate element in NonKeyAttributes: x`,
  ],
  [
    'units on demand',
    { ProvisionedThroughput: units },
    `${invalid}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
  ],
  [
    'no units though provisioned',
    { BillingMode: 'PROVISIONED' },
    `${invalid}ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED`,
  ],
  [
    'no units and no mode',
    { BillingMode: undefined },
    `${invalid}ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED`,
  ],
  [
    'no units of an index though provisioned',
    {
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: units,
      ...global(index('g-a', keys('pk'))),
    },
    `${invalid}ProvisionedThroughput is not specified for index: g-a`,
  ],
  [
    'units of an index on demand',
    global(index('g-a', keys('pk'), { ProvisionedThroughput: units })),
    `${invalid}ProvisionedThroughput should not be specified for index: g-a when BillingMode is PAY_PER_REQUEST`,
  ],
  [
    'a stream of nothing',
    { StreamSpecification: { StreamEnabled: true } },
    `${invalid}Table is being created with a stream enabled, UpdateViewType is required`,
  ],
  [
    'a view of no stream',
    { StreamSpecification: { StreamEnabled: false, StreamViewType: 'KEYS_ONLY' } },
    `${invalid}Table is being created with a stream disabled, UpdateViewType should not be specified`,
  ],
  [
    'a table class that is none',
    { TableClass: 'CHEAP' },
    'Invalid table-class parameter provided. Please try again with a valid table-class value: [STANDARD, STANDARD_INFREQUENT_ACCESS].',
  ],
]

describe('a table', () => {
  let cloud: Awaited<ReturnType<typeof tableWorld>>

  beforeAll(async () => {
    cloud = await tableWorld()
  })

  const create = (TableName: string, more: object) =>
    cloud.call('CreateTable', {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keys('pk', 'sk'),
      ...defined('pk', 'sk'),
      ...more,
    })

  it.each(refused)('is not made of %s', async (_, more, message) => {
    await expectInvalid(create('tabX', more), message)
    // A schema that is none is found before its name, which is taken.
    await expectInvalid(create('tabH', more), message)
  })

  it('names the definitions that nothing uses, beside its indexes', async () => {
    const more = { ...defined('sk', 'a', 'pk', 'c'), ...local(index('l-a', keys('pk', 'a'))) }
    // The order of names isn't promised.
    await expect(create('tabX', more)).rejects.toMatchObject({
      code: 'ValidationException',
      status: 400,
      message: expect.stringMatching(
        /^One or more parameter values were invalid: Some AttributeDefinitions are not used\. AttributeDefinitions: \[sk, a, pk, c\], keys used: \[(?=.*\bpk\b)(?=.*\bsk\b)(?=.*\ba\b)[^\]]+\]$/,
      ),
    })
  })

  it.each([
    ['units come before definitions', { BillingMode: 'PROVISIONED', ...defined('pk', 'pk') }],
    ['units come before keys', { BillingMode: 'PROVISIONED', KeySchema: [range('pk')] }],
  ])('tells the first of two faults: %s', async (_, more) => {
    await expectInvalid(
      create('tabX', more),
      `${invalid}ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED`,
    )
  })

  it.each([
    ['a local index by the table’s own sort key', local(index('own', keys('pk', 'sk')))],
    ['a global index by the table’s own key', global(index('own', keys('pk', 'sk')))],
    ['an index of the table’s name', global(index('taken1', keys('sk')))],
    [
      'an index that includes keys',
      projecting({ ProjectionType: 'INCLUDE', NonKeyAttributes: ['pk', 'sk'] }),
    ],
    [
      'an index of four and four keys',
      {
        ...defined('pk', 'sk', ...letters(8)),
        ...global(index('g-a', [...letters(4).map(hash), ...letters(8).slice(4).map(range)])),
      },
    ],
    ['no tags', { Tags: [] }],
  ])('may be made of %s', async (_, more) => {
    await create('taken1', more)
    await cloud.advance(1_000)
    expect(await cloud.call('DescribeTable', { TableName: 'taken1' })).toMatchObject({
      Table: { TableStatus: 'ACTIVE' },
    })
    await cloud.call('DeleteTable', { TableName: 'taken1' })
    await cloud.advance(1_000)
  })
})
