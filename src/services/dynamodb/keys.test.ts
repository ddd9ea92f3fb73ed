/** What AWS says of keys that don't fit their table or an index of it. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { AttributeValue } from '../../generated/dynamodb.ts'
import { expectInvalid, expectRefusal, keys, tableWorld } from './testing/table-world.ts'

type Item = Readonly<Record<string, AttributeValue>>

const S = (text: string) => ({ S: text })
const N = (number: number) => ({ N: String(number) })
const bytes = (count: number) => ({ B: new Uint8Array(count) })
const invalid = 'One or more parameter values were invalid: '
const mismatch = 'The provided key element does not match the schema'
const hashTooLong = `${invalid}Size of hashkey has exceeded the maximum size limit of2048 bytes`
const rangeTooLong = `${invalid}Aggregated size of all range keys has exceeded the size limit of 1024 bytes`
const emptyKey = (type: string, name: string) =>
  'One or more parameter values are not valid. The AttributeValue for a key attribute cannot ' +
  `contain an empty ${type} value. Key: ${name}`
const emptyIndexKey = (type: string, index: string, name: string) =>
  'One or more parameter values are not valid. A value specified for a secondary index key is ' +
  `not supported. The AttributeValue for a key attribute cannot contain an empty ${type} value. ` +
  `IndexName: ${index}, IndexKey: ${name}`
const p = S('p')
const q = bytes(1)

/** Of a table with keys `pk` (a string) and `sk` (binary). */
const unfit: readonly (readonly [what: string, key: Item, message: string])[] = [
  ['empty', {}, mismatch],
  ['half', { pk: p }, mismatch],
  ['with more than the key', { pk: p, sk: q, x: p }, mismatch],
  ['of other names', { pk: p, x: q }, mismatch],
  ['of another type', { pk: N(1), sk: q }, mismatch],
  ['with a sort key of another type', { pk: p, sk: p }, mismatch],
]
const tooLong: readonly (readonly [what: string, key: Item, message: string])[] = [
  ['of 2,049 bytes', { pk: S('x'.repeat(2_049)), sk: q }, hashTooLong],
  ['of 2,050 bytes in half as many characters', { pk: S('é'.repeat(1_025)), sk: q }, hashTooLong],
  ['with a sort key of 1,025 bytes', { pk: p, sk: bytes(1_025) }, rangeTooLong],
]
const emptyKeys: readonly (readonly [what: string, key: Item, message: string])[] = [
  ['an empty string', { pk: S(''), sk: q }, emptyKey('string', 'pk')],
  ['an empty binary', { pk: p, sk: bytes(0) }, emptyKey('binary', 'sk')],
]

/** `g` is a number and `h` a string of a global index, `l` binary of a local one. */
const unfitItems: readonly (readonly [what: string, item: Item, message: string])[] = [
  ['nothing', {}, `${invalid}Missing the key pk in the item`],
  ['no sort key', { pk: p }, `${invalid}Missing the key sk in the item`],
  [
    'a partition key of another type',
    { pk: { BOOL: true }, sk: q },
    `${invalid}Type mismatch for key pk expected: S actual: BOOL`,
  ],
  [
    'a sort key of another type',
    { pk: p, sk: N(1) },
    `${invalid}Type mismatch for key sk expected: B actual: N`,
  ],
  [
    'an index key of another type',
    { pk: p, sk: q, g: p },
    `${invalid}Type mismatch for Index Key g Expected: N Actual: S IndexName: global`,
  ],
  [
    'a null for an index key',
    { pk: p, sk: q, g: { NULL: true } },
    `${invalid}Type mismatch for Index Key g Expected: N Actual: NULL IndexName: global`,
  ],
  [
    'a local index key of another type',
    { pk: p, sk: q, l: p },
    `${invalid}Type mismatch for Index Key l Expected: B Actual: S IndexName: local`,
  ],
]
const emptyIndexKeys: readonly (readonly [what: string, item: Item, message: string])[] = [
  ['a string', { pk: p, sk: q, h: S('') }, emptyIndexKey('string', 'global', 'h')],
  ['a binary', { pk: p, sk: q, l: bytes(0) }, emptyIndexKey('binary', 'local', 'l')],
]

describe('a key', () => {
  let cloud: Awaited<ReturnType<typeof tableWorld>>
  const TableName = 'keyed'

  beforeAll(async () => {
    cloud = await tableWorld()
    await cloud.call('CreateTable', {
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: Object.entries({ pk: 'S', sk: 'B', g: 'N', h: 'S', l: 'B' }).map(
        ([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }),
      ),
      KeySchema: keys('pk', 'sk'),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'global',
          KeySchema: keys('g', 'h'),
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      LocalSecondaryIndexes: [
        { IndexName: 'local', KeySchema: keys('pk', 'l'), Projection: { ProjectionType: 'ALL' } },
      ],
    })
    await cloud.advance(1_000)
  })

  const expectRefusedByAll = async (Key: Item, message: string) => {
    for (const operation of ['GetItem', 'DeleteItem', 'UpdateItem']) {
      await expectInvalid(cloud.call(operation, { TableName, Key }), message)
    }
    await expectInvalid(
      cloud.call('BatchGetItem', { RequestItems: { [TableName]: { Keys: [Key] } } }),
      message,
    )
    await expectInvalid(
      cloud.call('BatchWriteItem', { RequestItems: { [TableName]: [{ DeleteRequest: { Key } }] } }),
      message,
    )
  }
  const expectCancelled = async (operation: string, TransactItems: object[], message: string) => {
    await expect(cloud.call(operation, { TransactItems })).rejects.toMatchObject({
      code: 'TransactionCanceledException',
      status: 400,
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [ValidationError]',
      members: { CancellationReasons: [{ Code: 'ValidationError', Message: message }] },
    })
  }

  it.each([...unfit, ...tooLong])('is refused: %s', async (_, Key, message) => {
    await expectRefusedByAll(Key, message)
    await expectCancelled('TransactGetItems', [{ Get: { TableName, Key } }], message)
    await expectCancelled('TransactWriteItems', [{ Delete: { TableName, Key } }], message)
    await expectCancelled(
      'TransactWriteItems',
      [{ ConditionCheck: { TableName, Key, ConditionExpression: 'attribute_exists(pk)' } }],
      message,
    )
  })

  // The words before it are those of PutItem: whether AWS has them here isn't public.
  it.each(emptyKeys)('is refused where a part of it is %s', async (_, Key, message) => {
    await expectRefusedByAll(Key, message)
    await expectInvalid(
      cloud.call('TransactGetItems', { TransactItems: [{ Get: { TableName, Key } }] }),
      message,
    )
  })

  it.each(unfitItems)('of an item is refused where there is %s', async (_, Item, message) => {
    await expectInvalid(cloud.call('PutItem', { TableName, Item }), message)
    await expectCancelled('TransactWriteItems', [{ Put: { TableName, Item } }], message)
    const isOfTable = /Missing the key|Type mismatch for key/.test(message)
    await expectInvalid(
      cloud.call('BatchWriteItem', { RequestItems: { [TableName]: [{ PutRequest: { Item } }] } }),
      isOfTable ? mismatch : message,
    )
  })

  it.each([...emptyKeys, ...emptyIndexKeys])(
    'of an item is refused where it is empty: %s',
    async (_, Item, message) => {
      await expectInvalid(cloud.call('PutItem', { TableName, Item }), message)
      await expectInvalid(
        cloud.call('TransactWriteItems', { TransactItems: [{ Put: { TableName, Item } }] }),
        message,
      )
      await expectInvalid(
        cloud.call('BatchWriteItem', { RequestItems: { [TableName]: [{ PutRequest: { Item } }] } }),
        message,
      )
    },
  )

  it.each(tooLong)('of an item is refused where it is too long: %s', async (_, Item, message) => {
    await expectInvalid(cloud.call('PutItem', { TableName, Item }), message)
    await expectCancelled('TransactWriteItems', [{ Put: { TableName, Item } }], message)
  })

  it('is as long as AWS lets it be', async () => {
    const Item = { pk: S('x'.repeat(2_048)), sk: bytes(1_024), h: S('h'), g: N(1) }
    await cloud.call('PutItem', { TableName, Item })
    const Key = { pk: Item.pk, sk: Item.sk }
    expect(await cloud.call('GetItem', { TableName, Key })).toEqual({ Item })
    await cloud.call('DeleteItem', { TableName, Key })
  })

  it('that doesn’t fit is found once the table is', async () => {
    for (const [, Key] of [...unfit, ...tooLong, ...emptyKeys]) {
      await expectRefusal(
        cloud.call('GetItem', { TableName: 'missing', Key }),
        'ResourceNotFoundException',
        'Requested resource not found',
      )
    }
    expect(await cloud.call('Scan', { TableName, Select: 'COUNT' })).toMatchObject({ Count: 0 })
  })
})

describe('keys with half of a surrogate pair', () => {
  const halves = ['\ud800', '\ud801', '\udfff', '\ufffd', 'a\ud800', '😀']

  it('are kept whole, and distinct, in partition and sort keys', async () => {
    const { A, H } = await tableWorld()
    for (const half of halves) {
      await H('PutItem', { Item: { pk: { S: half } } })
      await A('PutItem', { Item: { pk: { S: 'p' }, sk: { S: half } } })
    }
    for (const half of halves) {
      const Item = { pk: { S: half } }
      expect(await H('GetItem', { Key: Item })).toEqual({ Item })
      const sorted = { pk: { S: 'p' }, sk: { S: half } }
      expect(await A('GetItem', { Key: sorted })).toEqual({ Item: sorted })
    }
    expect(await H('Scan', { Select: 'COUNT' })).toMatchObject({ Count: halves.length })
  })
})
