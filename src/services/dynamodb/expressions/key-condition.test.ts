/** What AWS says of key conditions that it refuses. */
import { beforeAll, describe, it } from 'vitest'
import { expectInvalid, tableWorld } from '../testing/table-world.ts'

const S = (text: string) => ({ S: text })
const values = {
  ':p': S('p'),
  ':q': S('q'),
  ':n': { N: '1' },
  ':b': { B: new Uint8Array([1]) },
  ':empty': S(''),
}
const operator = (name: string) => `Invalid operator used in KeyConditionExpression: ${name}`
const form = (reason: string) => `Invalid condition in KeyConditionExpression: ${reason}`
const pathFirst = (name: string) =>
  form(`${name} operator must have the key attribute as its first operand`)
const missed = (name: string) => `Query condition missed key schema element: ${name}`
const unsupported = 'Query key condition not supported'
const type =
  'One or more parameter values were invalid: Condition parameter type does not match schema type'
const nested = 'KeyConditionExpressions cannot have conditions on nested attributes'

/** They are refused before the table is looked for. */
const forms: readonly (readonly [condition: string, message: string])[] = [
  ['pk = :p OR sk = :q', operator('OR')],
  ['NOT pk = :p', operator('NOT')],
  ['pk IN (:p, :q)', operator('IN')],
  ['pk <> :p', operator('<>')],
  ['attribute_exists(pk)', operator('attribute_exists')],
  ['attribute_not_exists(pk)', operator('attribute_not_exists')],
  ['attribute_type(pk, :s)', operator('attribute_type')],
  ['pk = :p AND contains(sk, :q)', operator('contains')],
  ['pk = :p AND size(sk) > :n', 'KeyConditionExpressions cannot contain nested operations'],
  ['pk = :p AND :p BETWEEN sk AND :q', pathFirst('BETWEEN')],
  ['pk = :p AND begins_with(:q, sk)', pathFirst('begins_with')],
  ['pk = sk', form('Multiple attribute names used in one condition')],
  ['pk = :p AND :p = :q', form('No key attribute specified')],
  ['pk.x = :p', nested],
  ['pk[0] = :p', nested],
  ['pk = :p AND pk = :q', 'KeyConditionExpressions must only contain one condition per key'],
  [
    'pk = :p AND sk BETWEEN :q AND :p',
    'Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ' +
      'lower bound operand: AttributeValue: {S:q}, upper bound operand: AttributeValue: {S:p}',
  ],
  [
    'pk = :p AND begins_with(sk, :n)',
    'Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
  ],
  [
    'name = :p',
    'Invalid KeyConditionExpression: Attribute name is a reserved keyword; reserved keyword: name',
  ],
]

/** Of a table with keys `pk` and `sk`, both strings. */
const schema: readonly (readonly [condition: string, message: string])[] = [
  ['sk = :p', missed('pk')],
  ['x = :p', missed('pk')],
  ['pk = :p AND x = :q', missed('sk')],
  ['pk > :p', unsupported],
  ['pk BETWEEN :p AND :q', unsupported],
  ['begins_with(pk, :p)', unsupported],
  ['pk = :n', type],
  ['pk = :p AND sk = :b', type],
  ['pk = :p AND sk > :n', type],
  ['pk = :p AND sk BETWEEN :b AND :b', type],
]

describe('a key condition', () => {
  let cloud: Awaited<ReturnType<typeof tableWorld>>

  beforeAll(async () => {
    cloud = await tableWorld()
  })

  const query = (condition: string) => {
    const all = { ...values, ':s': S('S') }
    const names = new Set(condition.match(/:\w+/g))
    const used = Object.entries(all).filter(([name]) => names.has(name))
    return {
      KeyConditionExpression: condition,
      ExpressionAttributeValues: used.length > 0 ? Object.fromEntries(used) : undefined,
    }
  }

  it.each(forms)('of a form that no key is asked in: %s', async (condition, message) => {
    await expectInvalid(cloud.call('Query', { TableName: 'missing', ...query(condition) }), message)
  })

  it.each(schema)('that does not fit the schema: %s', async (condition, message) => {
    await expectInvalid(cloud.A('Query', query(condition)), message)
  })

  it.each([
    ['pk = :p AND x = :q', unsupported],
    ['pk < :p', unsupported],
  ])('of a table without sort key: %s', async (condition, message) => {
    await expectInvalid(cloud.H('Query', query(condition)), message)
  })

  it.each([
    ['pk = :p', missed('gpk')],
    ['gpk = :p AND sk = :q', unsupported],
    ['gpk = :n', type],
  ])('that does not fit an index: %s', async (condition, message) => {
    await expectInvalid(cloud.A('Query', { IndexName: 'g1', ...query(condition) }), message)
  })

  it('is wanted', async () => {
    await expectInvalid(
      cloud.call('Query', { TableName: 'missing' }),
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    )
  })
})
