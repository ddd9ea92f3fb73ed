/** What AWS says of older parameters beside expressions, and of AttributesToGet. */
import { beforeAll, describe, expect, it } from 'vitest'
import { expectInvalid, tableWorld } from '../testing/table-world.ts'

const S = (text: string) => ({ S: text })
const Key = { pk: S('p') }
const envelope = '1 validation error detected: '
const isA = { ComparisonOperator: 'EQ', AttributeValueList: [S('p')] }
const pk = { pk: isA }
const exists = 'attribute_exists(a)'

const told = (older: string, expressions: string) =>
  'Can not use both expression and non-expression parameters in the same request: ' +
  `Non-expression parameters: {${older}} Expression parameters: {${expressions}}`

describe('older parameters', () => {
  let cloud: Awaited<ReturnType<typeof tableWorld>>

  beforeAll(async () => {
    cloud = await tableWorld()
    await cloud.H('PutItem', { Item: { ...Key, a: S('a'), b: S('b') } })
  })

  it.each([
    [
      'PutItem',
      { Item: Key, Expected: { a: { Exists: false } }, ConditionExpression: exists },
      envelope + told('Expected', 'ConditionExpression'),
    ],
    [
      'DeleteItem',
      { Key, Expected: {}, ConditionalOperator: 'OR', ConditionExpression: exists },
      envelope + told('ConditionalOperator, Expected', 'ConditionExpression'),
    ],
    [
      'UpdateItem',
      {
        Key,
        Expected: {},
        AttributeUpdates: {},
        UpdateExpression: 'REMOVE a',
        ConditionExpression: exists,
      },
      envelope + told('AttributeUpdates, Expected', 'UpdateExpression, ConditionExpression'),
    ],
    [
      'GetItem',
      { Key, AttributesToGet: ['a'], ProjectionExpression: 'a' },
      told('AttributesToGet', 'ProjectionExpression'),
    ],
    [
      'Query',
      {
        KeyConditions: pk,
        QueryFilter: { a: isA },
        AttributesToGet: ['a'],
        KeyConditionExpression: 'pk = :p',
        FilterExpression: exists,
        ProjectionExpression: 'a',
      },
      told(
        'AttributesToGet, QueryFilter, KeyConditions',
        'KeyConditionExpression, FilterExpression, ProjectionExpression',
      ),
    ],
    [
      'Query',
      { KeyConditions: pk, ProjectionExpression: 'a' },
      told('KeyConditions', 'ProjectionExpression'),
    ],
    [
      'Scan',
      {
        ScanFilter: { a: isA },
        ConditionalOperator: 'OR',
        FilterExpression: exists,
      },
      told('ScanFilter, ConditionalOperator', 'FilterExpression'),
    ],
  ])('stand beside no expression: %s, %j', async (operation, input, message) => {
    await expectInvalid(cloud.call(operation, { TableName: 'missing', ...input }), message)
  })

  it('of keys may stand beside a filter alone', async () => {
    const query = { KeyConditions: pk, FilterExpression: exists }
    expect(await cloud.H('Query', query)).toMatchObject({ Count: 1 })
  })

  it.each([
    ['GetItem', { Key }],
    ['Query', { KeyConditions: pk }],
    ['Scan', {}],
  ])('name each attribute to get once: %s', async (operation, about) => {
    const TableName = 'missing'
    await expectInvalid(
      cloud.call(operation, { TableName, ...about, AttributesToGet: ['a', 'b', 'a'] }),
      'One or more parameter values were invalid: Duplicate value in attribute name: a',
    )
  })

  it('get the attributes that they name', async () => {
    const AttributesToGet = ['b', 'absent']
    expect(await cloud.H('GetItem', { Key, AttributesToGet })).toEqual({ Item: { b: S('b') } })
    expect(await cloud.H('Scan', { AttributesToGet })).toMatchObject({ Items: [{ b: S('b') }] })
    expect(
      await cloud.call('BatchGetItem', {
        RequestItems: { tabH: { Keys: [Key], AttributesToGet } },
      }),
    ).toMatchObject({ Responses: { tabH: [{ b: S('b') }] } })
  })
})
