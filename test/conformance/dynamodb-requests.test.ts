/**
 * Requests that DynamoDB finds fault with before it looks at what they mean: how the model's faults
 * and those of JSON are worded, and that AWS's lists of enums have an order of their own.
 * Source, unless said otherwise: https://github.com/architect/dynalite, whose tests also run against AWS.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { dynamodb } from '../../src/services/dynamodb/service.ts'
import { ask } from '../support/ask.ts'
import { gatewayOf } from '../support/gateway.ts'

const failed = 'failed to satisfy constraint: Member must'
const key = { pk: { S: 'a' } }
const fault = (value: string, path: string, rule: string) =>
  `Value ${value} at '${path}' ${failed} ${rule}`
const enumOf = (value: string, path: string, set: string) =>
  fault(`'${value}'`, path, `satisfy enum value set: [${set}]`)
const returnValues = 'ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW'
const comparisons =
  'IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS'
const atLeast = (count: number) => `have length greater than or equal to ${count}`
const pattern = 'satisfy regular expression pattern: [a-zA-Z0-9_.-]+'
const puts = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ PutRequest: { Item: { pk: { S: `${at}` } } } }))

/** Faults of the model; AWS lists those of one request in no order. */
const modelFaults: readonly (readonly [
  operation: string,
  input: object,
  faults: readonly string[],
])[] = [
  ['DescribeTable', { TableName: 'ab' }, [fault("'ab'", 'tableName', atLeast(3))]],
  ['ListTables', { Limit: 0 }, [fault("'0'", 'limit', 'have value greater than or equal to 1')]],
  ['ListTables', { Limit: 101 }, [fault("'101'", 'limit', 'have value less than or equal to 100')]],
  [
    'CreateBackup',
    { TableName: 'abc', BackupName: '' },
    [fault("''", 'backupName', pattern), fault("''", 'backupName', atLeast(3))],
  ],
  [
    'PutItem',
    { TableName: 'abc', Item: key, ReturnValues: 'x' },
    [enumOf('x', 'returnValues', returnValues)],
  ],
  [
    'UpdateItem',
    {
      TableName: 'abc',
      Key: key,
      ReturnConsumedCapacity: 'x',
      ReturnItemCollectionMetrics: 'y',
      ConditionalOperator: 'z',
    },
    [
      enumOf('x', 'returnConsumedCapacity', 'INDEXES, TOTAL, NONE'),
      enumOf('y', 'returnItemCollectionMetrics', 'SIZE, NONE'),
      enumOf('z', 'conditionalOperator', 'OR, AND'),
    ],
  ],
  [
    'Query',
    {
      TableName: 'abc',
      Select: 'x',
      Limit: 0,
      KeyConditions: { pk: { ComparisonOperator: 'y' } },
    },
    [
      enumOf('x', 'select', 'SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES'),
      enumOf('y', 'keyConditions.pk.member.comparisonOperator', comparisons),
      fault("'0'", 'limit', 'have value greater than or equal to 1'),
    ],
  ],
  [
    'Scan',
    { TableName: 'abc', Segment: -1, TotalSegments: 1_000_001 },
    [
      fault("'-1'", 'segment', 'have value greater than or equal to 0'),
      fault("'1000001'", 'totalSegments', 'have value less than or equal to 1000000'),
    ],
  ],
  ['GetItem', { TableName: 'abc' }, [fault('null', 'key', 'not be null')]],
  ['PutItem', { TableName: 'abc' }, [fault('null', 'item', 'not be null')]],
  ['BatchGetItem', { RequestItems: {} }, [fault("'{}'", 'requestItems', atLeast(1))]],
  ['BatchWriteItem', { RequestItems: {} }, [fault("'{}'", 'requestItems', atLeast(1))]],
  [
    'BatchGetItem',
    { RequestItems: { abc: { Keys: [] } } },
    [fault("'[]'", 'requestItems.abc.member.keys', atLeast(1))],
  ],
  [
    'TransactWriteItems',
    { TransactItems: [{ Update: { TableName: 'abc', Key: key } }] },
    [fault('null', 'transactItems.1.member.update.updateExpression', 'not be null')],
  ],
]

/** What they are about is shown as Java prints it, which changes from day to day. */
const longLists: readonly (readonly [operation: string, input: object, rule: string])[] = [
  [
    'BatchWriteItem',
    { RequestItems: { abc: puts(26) } },
    `at 'requestItems' ${failed.replace('Member must', 'Map value must')} satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]`,
  ],
  [
    'BatchGetItem',
    {
      RequestItems: {
        abc: { Keys: Array.from({ length: 101 }, (_, at) => ({ pk: { S: `${at}` } })) },
      },
    },
    `at 'requestItems.abc.member.keys' ${failed} have length less than or equal to 100`,
  ],
  [
    'TransactGetItems',
    {
      TransactItems: Array.from({ length: 101 }, (_, at) => ({
        Get: { TableName: 'abc', Key: { pk: { S: `${at}` } } },
      })),
    },
    `at 'transactItems' ${failed} have length less than or equal to 100`,
  ],
]

const noString = 'cannot be converted to String'
const notStructure = 'Start of structure or map found where not expected'
const attributeValue = 'com.amazonaws.dynamodb.v20120810.AttributeValue'
const member = (name: string, json: string) => `{"TableName":"abc","${name}":${json}}`
const inItem = (json: string) => member('Item', `{"pk":${json}}`)

/** Faults of JSON: the first alone is told. */
const jsonFaults: readonly (readonly [operation: string, body: string, message: string])[] = [
  ['PutItem', inItem('{"N":5}'), `NUMBER_VALUE ${noString}`],
  ['PutItem', inItem('{"S":true}'), `TRUE_VALUE ${noString}`],
  ['PutItem', inItem('{"S":false}'), `FALSE_VALUE ${noString}`],
  ['PutItem', inItem('{"S":34.56}'), `DECIMAL_VALUE ${noString}`],
  ['PutItem', inItem('{"S":[]}'), 'Unrecognized collection type class java.lang.String'],
  ['PutItem', inItem('{"S":{}}'), notStructure],
  ['DescribeTable', '{"TableName":23}', `NUMBER_VALUE ${noString}`],
  ['ListTables', '{"Limit":"23"}', 'STRING_VALUE cannot be converted to Integer'],
  ['ListTables', '{"Limit":true}', 'TRUE_VALUE cannot be converted to Integer'],
  ['GetItem', member('ConsistentRead', '"23"'), 'Unexpected token received from parser'],
  ['GetItem', member('ConsistentRead', '23'), 'NUMBER_VALUE cannot be converted to Boolean'],
  ['GetItem', member('ConsistentRead', '34.56'), 'DECIMAL_VALUE cannot be converted to Boolean'],
  ['PutItem', inItem('{"B":true}'), 'only base-64-encoded strings are convertible to bytes'],
  ['PutItem', inItem('{"B":23}'), 'only base-64-encoded strings are convertible to bytes'],
  [
    'PutItem',
    inItem('{"B":"abcde"}'),
    'Base64 encoded length is expected a multiple of 4 bytes but found: 5',
  ],
  ['PutItem', inItem('{"B":"=+/="}'), 'Invalid last non-pad Base64 character dectected'],
  ['PutItem', inItem('"a"'), 'Unexpected value type in payload'],
  ['PutItem', inItem('[]'), `Unrecognized collection type class ${attributeValue}`],
  ['PutItem', member('Item', '"a"'), 'Unexpected field type'],
  [
    'PutItem',
    member('Item', '[]'),
    `Unrecognized collection type java.util.Map<java.lang.String, ${attributeValue}>`,
  ],
  [
    'GetItem',
    member('ExpressionAttributeNames', '[]'),
    'Unrecognized collection type java.util.Map<java.lang.String, java.lang.String>',
  ],
  [
    'BatchWriteItem',
    '{"RequestItems":[]}',
    'Unrecognized collection type java.util.Map<java.lang.String, java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>>',
  ],
  ['GetItem', member('AttributesToGet', '"a"'), 'Unexpected field type'],
  ['GetItem', member('AttributesToGet', '{}'), notStructure],
]

describe('DynamoDB’s framework', () => {
  let gateway: ReturnType<typeof gatewayOf>['gateway']

  beforeAll(() => {
    ;({ gateway } = gatewayOf({ services: [dynamodb], iam: 'off' }))
  })

  const answer = async (operation: string, body: string) => {
    const { status, text } = await ask(gateway, {
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        authorization:
          'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
        'x-amz-date': '20260101T000000Z',
      },
      body,
    })
    return { status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, string> }
  }

  it.each(modelFaults)('tells all faults of the model: %s %j', async (operation, input, faults) => {
    const { status, body } = await answer(operation, JSON.stringify(input))
    const count = `${faults.length} validation error${faults.length > 1 ? 's' : ''} detected: `
    const { message = '', __type } = body
    expect({ status, __type }).toEqual({
      status: 400,
      __type: 'com.amazon.coral.validate#ValidationException',
    })
    expect(message.slice(0, count.length)).toBe(count)
    expect(new Set(message.slice(count.length).split('; '))).toEqual(new Set(faults))
  })

  it.each(longLists)('bounds lists: %s', async (operation, input, rule) => {
    const { status, body } = await answer(operation, JSON.stringify(input))
    const { message = '', __type } = body
    expect({ status, __type, rule: message.slice(-rule.length) }).toEqual({
      status: 400,
      __type: 'com.amazon.coral.validate#ValidationException',
      rule,
    })
  })

  it.each(jsonFaults)('tells one fault of JSON: %s %s', async (operation, body, message) => {
    expect(await answer(operation, body)).toEqual({
      status: 400,
      body: { __type: 'com.amazon.coral.service#SerializationException', Message: message },
    })
  })

  it('says nothing of a body that is no JSON', async () => {
    expect(await answer('PutItem', '{"TableName":')).toEqual({
      status: 400,
      body: { __type: 'com.amazon.coral.service#SerializationException' },
    })
  })

  it('says nothing of an operation that it doesn’t know', async () => {
    expect(await answer('NoSuch', '{}')).toEqual({
      status: 400,
      body: { __type: 'com.amazon.coral.service#UnknownOperationException' },
    })
  })
})
