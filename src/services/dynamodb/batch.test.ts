/** What AWS says of batches and transactions that it refuses, and that it does nothing of them. */
import { beforeEach, describe, expect, it } from 'vitest'
import { expectInvalid, expectRefusal, tableWorld } from './testing/table-world.ts'

const S = (text: string) => ({ S: text })
const N = (number: number) => ({ N: String(number) })
const numbered = (count: number) => Array.from({ length: count }, (_, at) => `k${at}`)
const put = (pk: string, more: object = {}) => ({ PutRequest: { Item: { pk: S(pk), ...more } } })
const gone = (pk: string) => ({ DeleteRequest: { Key: { pk: S(pk) } } })
const duplicates = 'Provided list of item keys contains duplicates'
const notOneType =
  'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes'
const mismatch = 'The provided key element does not match the schema'
const kept = { pk: S('kept'), s: S('x'), n: N(1) }

let cloud: Awaited<ReturnType<typeof tableWorld>>

beforeEach(async () => {
  cloud = await tableWorld()
  await cloud.H('PutItem', { Item: kept })
})

async function expectNothingDone() {
  expect(await cloud.H('Scan')).toMatchObject({ Items: [kept] })
  expect(await cloud.A('Scan', { Select: 'COUNT' })).toMatchObject({ Count: 0 })
}

describe('a batch of writes that is refused', () => {
  it.each([
    ['an empty request', [put('a'), {}], notOneType],
    ['a put that is a deletion, too', [put('a'), { ...put('b'), ...gone('c') }], notOneType],
    ['an item twice', [put('a'), put('b'), put('a', { x: S('x') })], duplicates],
    ['an item that is put and deleted', [put('a'), gone('a')], duplicates],
    ['an item without its key', [put('a'), { PutRequest: { Item: { x: S('x') } } }], mismatch],
    [
      'an item with a key of another type',
      [put('a'), { PutRequest: { Item: { pk: N(1) } } }],
      mismatch,
    ],
    ['a key that is none', [put('a'), { DeleteRequest: { Key: { x: S('x') } } }], mismatch],
    [
      'an item of more than 400 KB',
      [put('a'), put('b', { x: S('x'.repeat(409_600)) })],
      'Item size has exceeded the maximum allowed size',
    ],
  ])('for %s writes nothing', async (_, tabH, message) => {
    await expectInvalid(cloud.call('BatchWriteItem', { RequestItems: { tabH } }), message)
    await expectNothingDone()
  })

  it('for a table that is missing writes nothing', async () => {
    await expectRefusal(
      cloud.call('BatchWriteItem', { RequestItems: { tabH: [put('a')], missing: [put('a')] } }),
      'ResourceNotFoundException',
      'Requested resource not found',
    )
    await expectNothingDone()
  })
})

describe('a batch of reads', () => {
  const keys = (names: readonly string[]) => ({ Keys: names.map((pk) => ({ pk: S(pk) })) })

  it('is of a hundred items at most, over all tables', async () => {
    const both = (count: number) => ({
      RequestItems: {
        tabH: keys(numbered(count)),
        tabA: { Keys: [{ pk: S('a'), sk: S('b') }] },
      },
    })
    await expectInvalid(
      cloud.call('BatchGetItem', both(100)),
      'Too many items requested for the BatchGetItem call',
    )
    expect(await cloud.call('BatchGetItem', both(99))).toEqual({
      Responses: { tabH: [], tabA: [] },
      UnprocessedKeys: {},
    })
  })

  it.each([
    ['an item twice', { Keys: [kept, kept].map(({ pk }) => ({ pk })) }, duplicates],
    ['a key that is none', { Keys: [{ x: S('x') }] }, mismatch],
    ['a key of another type', { Keys: [{ pk: N(1) }] }, mismatch],
  ])('is refused for %s', async (_, tabH, message) => {
    await expectInvalid(cloud.call('BatchGetItem', { RequestItems: { tabH } }), message)
  })

  it('is refused for a table that is missing', async () => {
    await expectRefusal(
      cloud.call('BatchGetItem', { RequestItems: { tabH: keys(['a']), missing: keys(['a']) } }),
      'ResourceNotFoundException',
      'Requested resource not found',
    )
  })
})

describe('a transaction that is refused', () => {
  const item = (pk: string, more: object = {}) => ({
    Put: { TableName: 'tabH', Item: { pk: S(pk), ...more } },
  })
  const update = (UpdateExpression: string, values?: object) => ({
    Update: {
      TableName: 'tabH',
      Key: { pk: kept.pk },
      UpdateExpression,
      ...(values && { ExpressionAttributeValues: values }),
    },
  })
  const conditional = (ConditionExpression: string, more: object = {}) => ({
    ConditionCheck: { TableName: 'tabH', Key: { pk: kept.pk }, ConditionExpression, ...more },
  })

  const one = 'Transaction request cannot include multiple operations on one item'

  it.each([
    ['an item twice', [item('a'), item('a')], one],
    ['a check of what it writes', [update('REMOVE s'), conditional('attribute_exists(pk)')], one],
    [
      'a name that nothing uses',
      [item('a'), conditional('attribute_exists(s)', { ExpressionAttributeNames: { '#a': 'a' } })],
      'Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}',
    ],
  ])('whole for %s does nothing', async (_, TransactItems, message) => {
    await expectInvalid(cloud.call('TransactWriteItems', { TransactItems }), message)
    await expectNothingDone()
  })

  const failed = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' }
  const faulty = (Message: string) => ({ Code: 'ValidationError', Message })
  const none = { Code: 'None' }

  it.each([
    ['a condition', [item('a'), conditional('attribute_exists(absent)')], [none, failed]],
    [
      'a condition that shows its item',
      [
        conditional('attribute_exists(absent)', { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
        item('a'),
      ],
      [{ ...failed, Item: kept }, none],
    ],
    [
      'two conditions',
      [
        conditional('attribute_exists(absent)'),
        item('a'),
        {
          Delete: {
            TableName: 'tabH',
            Key: { pk: S('b') },
            ConditionExpression: 'attribute_exists(pk)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        },
      ],
      [failed, none, failed],
    ],
    [
      'what an item holds',
      [item('a'), update('SET s = s + :n', { ':n': N(1) })],
      [none, faulty('An operand in the update expression has an incorrect data type')],
    ],
    [
      'a path that leads nowhere',
      [update('SET absent.x = :n', { ':n': N(1) })],
      [faulty('The document path provided in the update expression is invalid for update')],
    ],
    [
      'an item that grows too large',
      [update('SET x = :x', { ':x': S('x'.repeat(409_590)) })],
      [faulty('Item size to update has exceeded the maximum allowed size')],
    ],
    [
      'an index key of another type',
      [item('a'), { Put: { TableName: 'tabA', Item: { pk: S('a'), sk: S('b'), gpk: N(1) } } }],
      [
        none,
        faulty(
          'One or more parameter values were invalid: Type mismatch for Index Key gpk Expected: S Actual: N IndexName: g1',
        ),
      ],
    ],
    [
      'a key and a condition',
      [
        { Delete: { TableName: 'tabH', Key: { x: S('x') } } },
        conditional('attribute_exists(absent)'),
      ],
      [faulty(mismatch), failed],
    ],
  ])(
    'for %s does nothing, and tells each reason in its place',
    async (_, TransactItems, reasons) => {
      const codes = reasons.map(({ Code }) => Code).join(', ')
      await expect(cloud.call('TransactWriteItems', { TransactItems })).rejects.toMatchObject({
        code: 'TransactionCanceledException',
        status: 400,
        message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
        members: { CancellationReasons: reasons },
      })
      await expectNothingDone()
    },
  )
})
