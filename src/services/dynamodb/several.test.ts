import { describe, expect, it } from 'vitest'
import { expectInvalid, expectRefusal, tableWorld } from './testing/table-world.ts'

const S = (S: string) => ({ S })
const N = (N: string) => ({ N })

describe('a batch', () => {
  it('writes and reads over several tables, each item rounded by itself', async () => {
    const { call } = await tableWorld()
    const written = await call('BatchWriteItem', {
      RequestItems: {
        tabH: ['a', 'b'].map((pk) => ({ PutRequest: { Item: { pk: S(pk) } } })),
        tabA: [{ PutRequest: { Item: { pk: S('a'), sk: S('b') } } }],
      },
      ReturnConsumedCapacity: 'TOTAL',
    })
    expect(written).toEqual({
      UnprocessedItems: {},
      ConsumedCapacity: [
        { TableName: 'tabH', CapacityUnits: 2 },
        { TableName: 'tabA', CapacityUnits: 1 },
      ],
    })
    const read = await call('BatchGetItem', {
      RequestItems: {
        tabH: { Keys: [{ pk: S('a') }, { pk: S('missing') }] },
        tabA: { Keys: [{ sk: S('x'), pk: S('a') }] },
      },
    })
    expect(read).toEqual({
      Responses: { tabH: [{ pk: S('a') }], tabA: [] },
      UnprocessedKeys: {},
    })
  })

  it('writes nothing when one of it is bad', async () => {
    const { call, H } = await tableWorld()
    const write = (...requests: object[]) =>
      call('BatchWriteItem', { RequestItems: { tabH: requests } })
    const put = (Item: object) => ({ PutRequest: { Item } })
    await expectInvalid(
      write(put({ pk: S('a') }), put({ pk: N('1') })),
      'The provided key element does not match the schema',
    )
    await expectInvalid(
      write(put({ pk: S('a') }), { DeleteRequest: { Key: { pk: S('a') } } }),
      'Provided list of item keys contains duplicates',
    )
    expect(await H('Scan', { Select: 'COUNT' })).toEqual({ Count: 0, ScannedCount: 0 })
    await expectInvalid(
      call('BatchGetItem', {
        RequestItems: {
          tabA: {
            Keys: [
              { pk: S('a'), sk: S('b') },
              { sk: S('b'), pk: S('a') },
            ],
          },
        },
      }),
      'Provided list of item keys contains duplicates',
    )
  })
})

describe('a transaction', () => {
  const put = (pk: string, more: object = {}) => ({
    Put: { TableName: 'tabH', Item: { pk: S(pk), n: N('1') }, ...more },
  })
  const unlessThere = { ConditionExpression: 'attribute_not_exists(pk)' }

  it('writes all or nothing, and tells why in the order of its actions', async () => {
    const { call, H } = await tableWorld()
    await H('PutItem', { Item: { pk: S('b') } })
    const refused = call('TransactWriteItems', {
      TransactItems: [
        put('a'),
        put('b', { ...unlessThere, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
      ],
    })
    await expect(refused).rejects.toMatchObject({
      code: 'TransactionCanceledException',
      status: 400,
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]',
      members: {
        CancellationReasons: [
          { Code: 'None' },
          {
            Code: 'ConditionalCheckFailed',
            Item: { pk: S('b') },
            Message: 'The conditional request failed',
          },
        ],
      },
    })
    expect(await H('GetItem', { Key: { pk: S('a') } })).toEqual({})
  })

  it('is carried out once under a token, and answers the second time in read units', async () => {
    const { call, H, advance } = await tableWorld()
    const add = {
      Update: {
        TableName: 'tabH',
        Key: { pk: S('a') },
        UpdateExpression: 'ADD n :one',
        ExpressionAttributeValues: { ':one': N('1') },
      },
    }
    const ask = (TransactItems: object[]) =>
      call('TransactWriteItems', {
        TransactItems,
        ClientRequestToken: 'token',
        ReturnConsumedCapacity: 'TOTAL',
      })
    expect(await ask([add])).toEqual({
      ConsumedCapacity: [{ TableName: 'tabH', CapacityUnits: 2, WriteCapacityUnits: 2 }],
    })
    expect(await ask([add])).toEqual({
      ConsumedCapacity: [{ TableName: 'tabH', CapacityUnits: 2, ReadCapacityUnits: 2 }],
    })
    expect(await H('GetItem', { Key: { pk: S('a') } })).toMatchObject({ Item: { n: N('1') } })
    await expectRefusal(
      ask([put('b')]),
      'IdempotentParameterMismatchException',
      'DynamoDB rejected the request because you retried a request with a different payload but ' +
        'with an idempotent token that was already used.',
    )
    await advance(10 * 60_000)
    await ask([add])
    expect(await H('GetItem', { Key: { pk: S('a') } })).toMatchObject({ Item: { n: N('2') } })
  })

  it('has one action for each item', async () => {
    const { call } = await tableWorld()
    await expectInvalid(
      call('TransactWriteItems', { TransactItems: [put('a'), put('a')] }),
      'Transaction request cannot include multiple operations on one item',
    )
  })

  it('is cancelled by a key that does not fit', async () => {
    const { call } = await tableWorld()
    await expect(
      call('TransactGetItems', {
        TransactItems: [{ Get: { TableName: 'tabH', Key: { pk: N('1') } } }],
      }),
    ).rejects.toMatchObject({
      code: 'TransactionCanceledException',
      members: {
        CancellationReasons: [
          {
            Code: 'ValidationError',
            Message: 'The provided key element does not match the schema',
          },
        ],
      },
    })
  })

  it('reads items in order', async () => {
    const { call, H } = await tableWorld()
    await H('PutItem', { Item: { pk: S('b'), n: N('1') } })
    const get = (pk: string) => ({
      Get: { TableName: 'tabH', Key: { pk: S(pk) }, ProjectionExpression: 'n' },
    })
    expect(await call('TransactGetItems', { TransactItems: [get('a'), get('b')] })).toEqual({
      Responses: [{}, { Item: { n: N('1') } }],
    })
  })

  it('reads, and writes, no more than 4 MB', async () => {
    const units = { ReadCapacityUnits: 10_000, WriteCapacityUnits: 10_000 }
    const { call, advance } = await tableWorld()
    const keys = { AttributeName: 'pk' }
    await call('CreateTable', {
      TableName: 'wide',
      AttributeDefinitions: [{ ...keys, AttributeType: 'S' }],
      KeySchema: [{ ...keys, KeyType: 'HASH' }],
      ProvisionedThroughput: units,
    })
    await advance(1_000)
    const large = 'x'.repeat(400_000)
    const names = Array.from({ length: 11 }, (_, at) => `item${at}`)
    const puts = names.map((pk) => ({
      Put: { TableName: 'wide', Item: { pk: S(pk), large: S(large) } },
    }))
    const gets = names.map((pk) => ({ Get: { TableName: 'wide', Key: { pk: S(pk) } } }))
    const tooLarge = 'Transaction size has exceeded the maximum allowed size'
    await expectInvalid(call('TransactWriteItems', { TransactItems: puts }), tooLarge)
    expect(await call('Scan', { TableName: 'wide', Select: 'COUNT' })).toMatchObject({ Count: 0 })
    for (const { Put } of puts) {
      await call('PutItem', Put)
      await advance(1_000)
    }
    await expectInvalid(call('TransactGetItems', { TransactItems: gets }), tooLarge)
    await advance(1_000)
    const some = await call<{ Responses: object[] }>('TransactGetItems', {
      TransactItems: gets.slice(0, 10),
    })
    expect(some.Responses).toHaveLength(10)
  })
})
