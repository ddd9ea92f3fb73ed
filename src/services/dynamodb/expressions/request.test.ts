/** What AWS says of names and values beside expressions, and of projections. */
import { beforeAll, describe, expect, it } from 'vitest'
import { expectInvalid, tableWorld } from '../testing/table-world.ts'

const S = (text: string) => ({ S: text })
const N1 = { N: '1' }
const Key = { pk: S('a') }
const envelope = '1 validation error detected: '
const names = { ExpressionAttributeNames: { '#a': 'a' } }
const values = { ExpressionAttributeValues: { ':v': N1 } }
const namesAlone = 'ExpressionAttributeNames can only be specified when using expressions'
const valuesAlone = (absent: string) =>
  `ExpressionAttributeValues can only be specified when using expressions: ${absent}`
const unusedNames = 'Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}'
const unusedValues = 'Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}'

interface Asked {
  readonly base: object
  /** Uses neither name nor value. */
  readonly expression?: object
  readonly before?: string
  readonly valuesAlone?: string
}

const operations: Readonly<Record<string, Asked>> = {
  PutItem: {
    base: { Item: Key },
    expression: { ConditionExpression: 'attribute_exists(a)' },
    before: envelope,
    valuesAlone: 'ConditionExpression is null',
  },
  DeleteItem: {
    base: { Key },
    expression: { ConditionExpression: 'attribute_exists(a)' },
    before: envelope,
    valuesAlone: 'ConditionExpression is null',
  },
  UpdateItem: {
    base: { Key },
    expression: { UpdateExpression: 'REMOVE a' },
    before: envelope,
    valuesAlone: 'UpdateExpression and ConditionExpression are null',
  },
  GetItem: { base: { Key }, expression: { ProjectionExpression: 'a' } },
  Query: {
    base: {
      KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [S('p')] } },
    },
    expression: { FilterExpression: 'attribute_exists(a)' },
    valuesAlone: 'FilterExpression and KeyConditionExpression are null',
  },
  Scan: {
    base: {},
    expression: { FilterExpression: 'attribute_exists(a)' },
    valuesAlone: 'FilterExpression is null',
  },
}

const rows = Object.entries(operations).map(([operation, asked]) => ({ operation, ...asked }))
const valued = rows.filter((row) => row.valuesAlone !== undefined)

type Malformed = readonly [given: object, message: string]

const malformed: readonly Malformed[] = [
  [{ ExpressionAttributeNames: {} }, 'ExpressionAttributeNames must not be empty'],
  [{ ExpressionAttributeValues: {} }, 'ExpressionAttributeValues must not be empty'],
  ...['a', '#', '#a-b', '#é', ':a'].map((key): Malformed => [
    { ExpressionAttributeNames: { [key]: 'a' } },
    `ExpressionAttributeNames contains invalid key: Syntax error; key: "${key}"`,
  ]),
  ...['v', ':', ':a.b', '#v'].map((key): Malformed => [
    { ExpressionAttributeValues: { [key]: N1 } },
    `ExpressionAttributeValues contains invalid key: Syntax error; key: "${key}"`,
  ]),
  [
    { ExpressionAttributeValues: { ':v': {}, v: N1 } },
    'ExpressionAttributeValues contains invalid key: Syntax error; key: "v"',
  ],
  [
    { ExpressionAttributeNames: { '#a': 'a' }, ExpressionAttributeValues: { v: N1 } },
    'ExpressionAttributeValues contains invalid key: Syntax error; key: "v"',
  ],
  [
    { ExpressionAttributeNames: { [`#${'a'.repeat(255)}-x`]: 'a' } },
    `${longKey('Names')} size of key: 258`,
  ],
  [
    { ExpressionAttributeNames: { [`#${'é'.repeat(128)}`]: 'a' } },
    `${longKey('Names')} size of key: 257`,
  ],
  [{ ExpressionAttributeValues: { [`:${'a'.repeat(255)}`]: N1 } }, longKey('Values')],
  [
    { ExpressionAttributeNames: { '#a': '' } },
    'ExpressionAttributeNames contains invalid value: Empty attribute name for key #a',
  ],
  [{ ExpressionAttributeNames: { '#a': large(2) } }, 'ExpressionAttributeNames exceeds max size'],
  [
    { ExpressionAttributeValues: { ':v': { L: [S(large(2))] } } },
    'ExpressionAttributeValues exceeds max size',
  ],
  [
    {
      ExpressionAttributeNames: { '#a': large(1) },
      ExpressionAttributeValues: { ':v': S(large(1)) },
    },
    'Combined size of ExpressionAttributeNames and ExpressionAttributeValues exceeds max size',
  ],
]

/** So many megabytes. */
function large(megabytes: number): string {
  return 'x'.repeat(megabytes * 1_048_576)
}

function longKey(of: 'Names' | 'Values'): string {
  return `ExpressionAttribute${of} contains invalid key: The expression attribute map contains a key that is too long;`
}

describe('names and values', () => {
  let cloud: Awaited<ReturnType<typeof tableWorld>>

  beforeAll(async () => {
    cloud = await tableWorld()
  })

  /** All of it is looked at before the table is. */
  const expectRefused = (operation: string, input: object, message: string) =>
    expectInvalid(cloud.call(operation, { TableName: 'missing', ...input }), message)

  it.each(rows)('of $operation stand beside expressions', async (row) => {
    const { operation, base, before = '' } = row
    await expectRefused(operation, { ...base, ...names }, before + namesAlone)
  })

  it.each(valued)('of $operation stand beside expressions that take values', async (row) => {
    const { operation, base, before = '', valuesAlone: absent = '' } = row
    await expectRefused(operation, { ...base, ...values }, before + valuesAlone(absent))
  })

  it.each(rows)('of $operation are used', async ({ operation, base, expression, before = '' }) => {
    await expectRefused(operation, { ...base, ...expression, ...names }, before + unusedNames)
  })

  it.each(valued)('of $operation are used, values too', async (row) => {
    const { operation, base, expression, before = '' } = row
    await expectRefused(operation, { ...base, ...expression, ...values }, before + unusedValues)
    await expectRefused(
      operation,
      { ...base, ...expression, ...names, ...values },
      before + unusedNames,
    )
  })

  it.each(malformed)('are well formed, and not too large (%#)', async (given, message) => {
    const FilterExpression = 'attribute_exists(a)'
    await expectRefused('Scan', { FilterExpression, ...given }, message)
  })

  it('may be as long as AWS has it', async () => {
    const name = `#${'a'.repeat(254)}`
    const value = `:${'v'.repeat(254)}`
    const half = 'x'.repeat(1_048_576 - 255)
    const input = {
      FilterExpression: `${name} = ${value}`,
      ExpressionAttributeNames: { [name]: half },
      ExpressionAttributeValues: { [value]: S(half) },
    }
    expect(await cloud.H('Scan', input)).toEqual({ Items: [], Count: 0, ScannedCount: 0 })
  })

  it('are used in a batch, too', async () => {
    await expectInvalid(
      cloud.call('BatchGetItem', {
        RequestItems: { missing: { Keys: [Key], ProjectionExpression: 'a', ...names } },
      }),
      unusedNames,
    )
  })
})

describe('a projection', () => {
  let cloud: Awaited<ReturnType<typeof tableWorld>>

  beforeAll(async () => {
    cloud = await tableWorld()
  })

  const clash = (kind: string, one: string, two: string) =>
    `Two document paths ${kind} with each other; must remove or rewrite one of these paths; ` +
    `path one: ${one}, path two: ${two}`

  it.each([
    ['', 'The expression can not be empty;'],
    ['a, status', 'Attribute name is a reserved keyword; reserved keyword: status'],
    [
      'a, #no',
      'An expression attribute name used in the document path is not defined; attribute name: #no',
    ],
    ['a, a', clash('overlap', '[a]', '[a]')],
    ['a.b.c, a.b', clash('overlap', '[a, b, c]', '[a, b]')],
    ['a[0], a[0].b', clash('overlap', '[a, [0]]', '[a, [0], b]')],
    ['a.b, a[0]', clash('conflict', '[a, b]', '[a, [0]]')],
    ['a'.repeat(4_097), 'Expression size has exceeded the maximum allowed size;'],
  ])('that AWS refuses: %s', async (ProjectionExpression, message) => {
    const told = `Invalid ProjectionExpression: ${message}`
    const get = { TableName: 'missing', Key, ProjectionExpression }
    await expectInvalid(cloud.call('GetItem', get), told)
    await expectInvalid(cloud.call('TransactGetItems', { TransactItems: [{ Get: get }] }), told)
    await expectInvalid(cloud.call('Scan', { TableName: 'missing', ProjectionExpression }), told)
    await expectInvalid(
      cloud.call('BatchGetItem', {
        RequestItems: { missing: { Keys: [Key], ProjectionExpression } },
      }),
      told,
    )
  })
})
