/**
 * Of several faults AWS tells one: the first in an order that each operation has. Every pair of
 * faults that can stand in one request is asked for here.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { tableWorld } from './testing/table-world.ts'

interface Fault {
  readonly input: Readonly<Record<string, unknown>>
  readonly message: string
}

const envelope = '1 validation error detected: '
const invalid = 'One or more parameter values were invalid: '
const mixed = (older: string, expression: string) =>
  'Can not use both expression and non-expression parameters in the same request: ' +
  `Non-expression parameters: {${older}} Expression parameters: {${expression}}`
const namesAlone = 'ExpressionAttributeNames can only be specified when using expressions'
const valuesAlone = (absent: string) =>
  `ExpressionAttributeValues can only be specified when using expressions: ${absent}`
const emptyAttribute =
  'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes'
const duplicate = { AttributesToGet: ['a', 'a'] }
const duplicateName = `${invalid}Duplicate value in attribute name: a`
const reserved = (expression: string) =>
  `Invalid ${expression}: Attribute name is a reserved keyword; reserved keyword: name`
const unusedNames = 'Value provided in ExpressionAttributeNames unused in expressions: keys: {#u}'
const unusedValues = 'Value provided in ExpressionAttributeValues unused in expressions: keys: {:u}'
const badNames: Fault = {
  input: { ExpressionAttributeNames: { u: 'u' } },
  message: 'ExpressionAttributeNames contains invalid key: Syntax error; key: "u"',
}
const badValues: Fault = {
  input: { ExpressionAttributeValues: { ':u': {} } },
  message: `ExpressionAttributeValues contains invalid value: ${emptyAttribute} for key :u`,
}
const names = { ExpressionAttributeNames: { '#u': 'u' } }
const values = { ExpressionAttributeValues: { ':u': { S: 'u' } } }
const badExpected: Fault = {
  input: { Expected: { a: { Exists: true } } },
  message: `${invalid}Value must be provided when Exists is true for Attribute: a`,
}
const badReturnValues: Fault = {
  input: { ReturnValues: 'ALL_NEW' },
  message: 'ReturnValues can only be ALL_OLD or NONE',
}
const condition = 'ConditionExpression'
/** With a good condition, which leaves names and values to be looked at. */
const conditional = (fault: Fault): Fault => ({
  ...fault,
  input: { [condition]: 'attribute_exists(a)', ...fault.input },
})
const badCondition: Fault = {
  input: { [condition]: 'attribute_exists(name)' },
  message: reserved(condition),
}
const mixedWithExpected: Fault = {
  input: { Expected: { a: { Exists: false } }, [condition]: 'attribute_exists(a)' },
  message: mixed('Expected', condition),
}
const missing = { TableName: 'absent' }
const notThere: Fault = { input: missing, message: 'Requested resource not found' }
const badKey: Fault = { input: { Key: { pk: {} } }, message: emptyAttribute }

interface Order {
  readonly base: object
  readonly faults: readonly Fault[]
  /** Where in the request they stand; left out: at its top. */
  readonly wrap?: (input: object) => object
}

/** Faults of a request, in AWS's order; those of one member exclude each other. */
const orders: Readonly<Record<string, Order>> = {
  PutItem: {
    base: { Item: { pk: { S: 'p' } } },
    faults: [
      mixedWithExpected,
      { input: names, message: namesAlone },
      { input: values, message: valuesAlone(`${condition} is null`) },
      { input: { Item: { pk: {} } }, message: emptyAttribute },
      badReturnValues,
      {
        input: { Item: { pk: { S: 'p' }, a: { S: 'x'.repeat(409_600) } } },
        message: 'Item size has exceeded the maximum allowed size',
      },
      badExpected,
      conditional(badNames),
      conditional(badValues),
      badCondition,
      conditional({ input: names, message: unusedNames }),
      conditional({ input: values, message: unusedValues }),
      notThere,
      { input: { Item: {} }, message: `${invalid}Missing the key pk in the item` },
    ],
  },
  DeleteItem: {
    base: { Key: { pk: { S: 'p' } } },
    faults: [
      mixedWithExpected,
      { input: names, message: namesAlone },
      { input: values, message: valuesAlone(`${condition} is null`) },
      badKey,
      badReturnValues,
      badExpected,
      conditional(badNames),
      conditional(badValues),
      badCondition,
      conditional({ input: names, message: unusedNames }),
      conditional({ input: values, message: unusedValues }),
      notThere,
      { input: { Key: {} }, message: 'The provided key element does not match the schema' },
    ],
  },
  UpdateItem: {
    base: { Key: { pk: { S: 'p' } } },
    faults: [
      mixedWithExpected,
      { input: names, message: namesAlone },
      {
        input: values,
        message: valuesAlone('UpdateExpression and ConditionExpression are null'),
      },
      badKey,
      {
        input: { AttributeUpdates: { a: { Action: 'PUT' } } },
        message: `${invalid}Only DELETE action is allowed when no attribute value is specified`,
      },
      badExpected,
      conditional(badNames),
      conditional(badValues),
      { input: { UpdateExpression: 'REMOVE name' }, message: reserved('UpdateExpression') },
      badCondition,
      conditional({ input: names, message: unusedNames }),
      conditional({ input: values, message: unusedValues }),
      notThere,
      { input: { Key: {} }, message: 'The provided key element does not match the schema' },
    ],
  },
  GetItem: {
    base: { Key: { pk: { S: 'p' } } },
    faults: [
      {
        input: { AttributesToGet: ['a'], ProjectionExpression: 'a' },
        message: mixed('AttributesToGet', 'ProjectionExpression'),
      },
      { input: names, message: namesAlone },
      badKey,
      { input: duplicate, message: duplicateName },
      { ...badNames, input: { ProjectionExpression: 'a', ...badNames.input } },
      { input: { ProjectionExpression: 'name' }, message: reserved('ProjectionExpression') },
      { input: { ProjectionExpression: 'a', ...names }, message: unusedNames },
      notThere,
      { input: { Key: {} }, message: 'The provided key element does not match the schema' },
    ],
  },
  Query: {
    base: {
      KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'p' }] } },
    },
    faults: [
      {
        input: { AttributesToGet: ['a'], FilterExpression: 'attribute_exists(a)' },
        message: mixed('AttributesToGet', 'FilterExpression'),
      },
      { input: names, message: namesAlone },
      {
        input: values,
        message: valuesAlone('FilterExpression and KeyConditionExpression are null'),
      },
      {
        input: { QueryFilter: { a: { ComparisonOperator: 'EQ' } } },
        message: `${invalid}Invalid number of argument(s) for the EQ ComparisonOperator`,
      },
      { input: duplicate, message: duplicateName },
      {
        input: { ExclusiveStartKey: { pk: {} } },
        message: `The provided starting key is invalid: ${emptyAttribute}`,
      },
      { ...badNames, input: { FilterExpression: 'attribute_exists(a)', ...badNames.input } },
      {
        input: { FilterExpression: 'attribute_exists(name)' },
        message: reserved('FilterExpression'),
      },
      {
        input: { FilterExpression: 'attribute_exists(a)', ...names },
        message: unusedNames,
      },
      {
        input: {
          KeyConditions: { pk: { ComparisonOperator: 'NE', AttributeValueList: [{ S: 'p' }] } },
        },
        message: 'Attempted conditional constraint is not an indexable operation',
      },
      notThere,
      {
        input: { IndexName: 'nope' },
        message: 'The table does not have the specified index: nope',
      },
      {
        input: { ExclusiveStartKey: { x: { S: 'p' } } },
        message: 'The provided starting key is invalid',
      },
    ],
  },
  BatchGetItem: {
    base: { Keys: [{ pk: { S: 'p' } }] },
    wrap: ({ absent, ...input }: { absent?: true }) => ({
      RequestItems: { [absent ? 'absent' : 'tabH']: input },
    }),
    faults: [
      {
        input: { AttributesToGet: ['a'], ProjectionExpression: 'a' },
        message: mixed('AttributesToGet', 'ProjectionExpression'),
      },
      { input: names, message: namesAlone },
      { input: duplicate, message: duplicateName },
      { ...badNames, input: { ProjectionExpression: 'a', ...badNames.input } },
      { input: { ProjectionExpression: 'name' }, message: reserved('ProjectionExpression') },
      { input: { ProjectionExpression: 'a', ...names }, message: unusedNames },
      { input: { Keys: [{ pk: {} }] }, message: emptyAttribute },
      {
        input: { Keys: [{ pk: { S: 'p' } }, { pk: { S: 'p' } }] },
        message: 'Provided list of item keys contains duplicates',
      },
      { input: { absent: true }, message: 'Requested resource not found' },
      { input: { Keys: [{}] }, message: 'The provided key element does not match the schema' },
    ],
  },
  BatchWriteItem: {
    base: {},
    wrap: ({ absent, ...writes }: { absent?: true }) => ({
      RequestItems: {
        [absent ? 'absent' : 'tabH']: [
          { PutRequest: { Item: { pk: { S: 'fine' } } } },
          ...Object.values(writes),
        ],
      },
    }),
    faults: [
      {
        input: { one: { PutRequest: { Item: { pk: {} } } } },
        message: emptyAttribute,
      },
      {
        input: {
          two: { PutRequest: { Item: { pk: { S: 'p' }, a: { S: 'x'.repeat(409_600) } } } },
        },
        message: 'Item size has exceeded the maximum allowed size',
      },
      { input: { absent: true }, message: 'Requested resource not found' },
      {
        input: { four: { DeleteRequest: { Key: {} } } },
        message: 'The provided key element does not match the schema',
      },
      {
        input: { five: { DeleteRequest: { Key: { pk: { S: 'fine' } } } } },
        message: 'Provided list of item keys contains duplicates',
      },
    ],
  },
  TransactWriteItems: {
    base: {},
    wrap: (actions) => ({ TransactItems: Object.values(actions) }),
    faults: [
      {
        input: { a: { Put: { TableName: 'tabH', Item: { pk: {} } } } },
        message: emptyAttribute,
      },
      {
        input: { b: { Delete: { TableName: 'tabH', Key: { pk: { S: 'b' } }, ...names } } },
        message: namesAlone,
      },
      {
        input: {
          c: {
            Update: {
              TableName: 'tabH',
              Key: { pk: { S: 'c' } },
              UpdateExpression: 'REMOVE name',
            },
          },
        },
        message: reserved('UpdateExpression'),
      },
      {
        input: { d: { Delete: { TableName: 'absent', Key: { pk: { S: 'p' } } } } },
        message: 'Requested resource not found',
      },
      {
        input: {
          e: { Delete: { TableName: 'tabH', Key: { pk: { S: 'e' } } } },
          f: { Put: { TableName: 'tabH', Item: { pk: { S: 'e' } } } },
        },
        message: 'Transaction request cannot include multiple operations on one item',
      },
    ],
  },
  Scan: {
    base: {},
    faults: [
      {
        input: { AttributesToGet: ['a'], FilterExpression: 'attribute_exists(a)' },
        message: mixed('AttributesToGet', 'FilterExpression'),
      },
      { input: names, message: namesAlone },
      { input: values, message: valuesAlone('FilterExpression is null') },
      { input: duplicate, message: duplicateName },
      {
        input: { ScanFilter: { a: { ComparisonOperator: 'EQ' } } },
        message: `${invalid}Invalid number of argument(s) for the EQ ComparisonOperator`,
      },
      {
        input: { ExclusiveStartKey: { pk: {} } },
        message: `The provided starting key is invalid: ${emptyAttribute}`,
      },
      {
        input: { Segment: 0 },
        message:
          'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
      },
      { ...badNames, input: { FilterExpression: 'attribute_exists(a)', ...badNames.input } },
      {
        input: { FilterExpression: 'attribute_exists(name)' },
        message: reserved('FilterExpression'),
      },
      { input: { FilterExpression: 'attribute_exists(a)', ...names }, message: unusedNames },
      notThere,
      {
        input: { IndexName: 'nope' },
        message: 'The table does not have the specified index: nope',
      },
    ],
  },
}

describe('Of two faults', () => {
  let cloud: Awaited<ReturnType<typeof tableWorld>>

  beforeAll(async () => {
    cloud = await tableWorld()
  })

  const told = async (operation: string, input: object) => {
    try {
      await cloud.H(operation, input)
      return 'nothing'
    } catch (error) {
      const { message } = error as Error
      return message.startsWith(envelope) ? message.slice(envelope.length) : message
    }
  }

  for (const [operation, { base, faults, wrap = asItIs }] of Object.entries(orders)) {
    const pairs = faults.flatMap((first, at) =>
      [first, ...faults.slice(at + 1)]
        .filter((second) => first === second || areApart(base, first, second))
        .map((second) => ({ first, second })),
    )
    it(`${operation} tells the first`, async () => {
      expect(pairs.length).toBeGreaterThan(faults.length * 2)
      const wrong: string[] = []
      for (const { first, second } of pairs) {
        const input = { ...base, ...first.input, ...second.input }
        const message = await told(operation, wrap(input))
        if (message !== first.message) {
          wrong.push(`${first.message} | ${second.message} | told: ${message}`)
        }
      }
      expect(wrong).toEqual([])
    })
  }
})

function asItIs(input: object): object {
  return input
}

const expressions = new Set([
  'ConditionExpression',
  'FilterExpression',
  'ProjectionExpression',
  'UpdateExpression',
])

/** They share no member, and neither makes the other what it isn't. */
function areApart(base: object, { input: one }: Fault, { input: other }: Fault): boolean {
  if (Object.keys(one).some((key) => key in other)) return false
  const [first, second] = [kindsOf(one), kindsOf(other)]
  // Placeholders are alone only where no expression is, and mixing names all that it mixes.
  for (const [fault, beside] of [
    [first, second],
    [second, first],
  ] as const) {
    if (fault.isMixing && (beside.hasOlder || beside.hasExpression)) return false
    if (fault.isAlone && beside.hasExpression) return false
    if (fault.hasOlder && (beside.hasExpression || kindsOf(base).hasExpression)) return false
  }
  return true
}

function kindsOf(input: object) {
  const keys = Object.keys(input)
  const hasOlder = keys.some((key) => older.has(key))
  const hasExpression = keys.some((key) => expressions.has(key))
  const hasPlaceholders = keys.some((key) => key.startsWith('ExpressionAttribute'))
  const isAlone = hasPlaceholders && !hasExpression
  return { hasOlder, hasExpression, isAlone, isMixing: hasOlder && hasExpression }
}

const older = new Set([
  'AttributesToGet',
  'AttributeUpdates',
  'Expected',
  'QueryFilter',
  'ScanFilter',
])
