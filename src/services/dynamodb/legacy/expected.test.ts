/** `Expected`: what AWS says of what it refuses, and what it lets through. */
import { beforeAll, describe, expect, it } from 'vitest'
import { expectInvalid, expectRefusal, tableWorld } from '../testing/table-world.ts'

const S = (text: string) => ({ S: text })
const N = (number: number) => ({ N: String(number) })
const Key = { pk: S('p') }
const before = '1 validation error detected: One or more parameter values were invalid: '
const list = { AttributeValueList: [S('x')] }
const EQ = { ComparisonOperator: 'EQ' }

describe('an expectation', () => {
  let cloud: Awaited<ReturnType<typeof tableWorld>>

  beforeAll(async () => {
    cloud = await tableWorld()
    await cloud.H('PutItem', { Item: { ...Key, s: S('x'), n: N(5) } })
  })

  it.each([
    [
      { Value: S('x'), ...list, ...EQ },
      'Value and AttributeValueList cannot be used together for Attribute: a',
    ],
    [
      { Exists: true, Value: S('x'), ...EQ },
      'Exists and ComparisonOperator cannot be used together for Attribute: a',
    ],
    [EQ, 'Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: a'],
    [list, 'AttributeValueList can only be used with a ComparisonOperator for Attribute: a'],
    [{}, 'Value must be provided when Exists is null for Attribute: a'],
    [{ Exists: true }, 'Value must be provided when Exists is true for Attribute: a'],
    [
      { Exists: false, Value: S('x') },
      'Value cannot be used when Exists is false for Attribute: a',
    ],
  ])('that AWS refuses, before it looks for the table: %j', async (a, message) => {
    const Expected = { a }
    const TableName = 'missing'
    for (const [operation, about] of Object.entries({
      PutItem: { Item: Key },
      UpdateItem: { Key },
      DeleteItem: { Key },
    })) {
      await expectInvalid(
        cloud.call(operation, { TableName, ...about, Expected }),
        before + message,
      )
    }
  })

  it.each([
    [{ s: { Value: S('x') } }],
    [{ s: { Exists: true, Value: S('x') } }],
    [{ absent: { Exists: false } }],
    [{ s: { ComparisonOperator: 'NOT_NULL' } }],
    [{ absent: { ComparisonOperator: 'NULL' } }],
    [{ n: { ComparisonOperator: 'GT', AttributeValueList: [N(4)] } }],
  ])('lets through what it describes: %j', async (Expected) => {
    expect(await cloud.H('UpdateItem', { Key, Expected })).toEqual({})
  })

  it.each([
    [{ s: { Value: S('y') } }],
    [{ s: { Exists: false } }],
    [{ absent: { Value: S('x') } }],
    [{ n: { ComparisonOperator: 'GT', Value: N(5) } }],
    [{ s: { Value: S('x') }, n: { Value: N(4) } }],
  ])('refuses what is otherwise: %j', async (Expected) => {
    await expectRefusal(
      cloud.H('UpdateItem', { Key, Expected }),
      'ConditionalCheckFailedException',
      'The conditional request failed',
    )
  })

  it('is one of several that must all hold, or with OR one', async () => {
    const Expected = { s: { Value: S('x') }, n: { Value: N(4) } }
    await cloud.H('UpdateItem', { Key, Expected, ConditionalOperator: 'OR' })
    await expectRefusal(
      cloud.H('UpdateItem', { Key, Expected, ConditionalOperator: 'AND' }),
      'ConditionalCheckFailedException',
      'The conditional request failed',
    )
  })
})
