import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'

import { AwsError, unmodelledError } from '../kernel/errors.ts'
import { preparedJson } from '../kernel/prepared-json.ts'
import type { ModelJson } from '../model/model-json.ts'
import { ServiceModel } from '../model/model.ts'
import { awsJson10, awsJson11 } from './aws-json.ts'

const json: ModelJson = {
  service: 'tests',
  serviceId: 'Tests',
  apiVersion: '2020-01-01',
  signingName: 'tests',
  endpointPrefix: 'tests',
  targetPrefix: 'Tests',
  namespace: 'com.amazonaws.tests',
  protocols: ['json1.0'],
  queryCompatible: true,
  commonErrors: {
    MalformedInput: { jsonType: 'com.amazon.coral.service#SerializationException' },
  },
  operations: {
    Put: { input: 'PutInput', output: 'PutOutput' },
    Touch: { input: 'PutInput' },
  },
  shapes: {
    PutInput: {
      type: 'structure',
      members: {
        Text: 'string',
        Flag: 'boolean',
        Count: 'integer',
        Size: 'long',
        Ratio: 'double',
        Bytes: 'blob',
        At: 'timestamp',
        Tags: 'Tags',
        Names: 'Names',
        Tree: 'PutInput',
      },
    },
    PutOutput: { type: 'structure', members: { Tags: 'Tags', Size: 'long', Ratio: 'double' } },
    Tags: { type: 'map', key: 'string', value: 'string' },
    Names: { type: 'list', member: 'string' },
    Gone: {
      type: 'structure',
      members: { Message: 'string', Id: 'string' },
      error: { status: 404 },
    },
  },
}

const model = new ServiceModel(json)
const dynamodb = new ServiceModel({ ...json, queryCompatible: undefined, jsonDialect: 'dynamodb' })
const about = { requestId: 'request-1' }

function parse(body: string | Uint8Array, service = model): Record<string, unknown> {
  const operation = service.findOperation('Put')
  if (!operation) throw new Error('no Put')
  const request = { method: 'POST', path: '/', query: '', headers: {}, body: Buffer.from(body) }
  return awsJson10.parse(request, operation) as Record<string, unknown>
}

/** The text of a SerializationException with status 400; anything else fails. */
function refusal(body: string | Uint8Array, service = model): string {
  try {
    parse(body, service)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    if (error.code === 'SerializationException' && error.status === 400) return error.message
    throw new Error(`${error.code} ${error.status}`, { cause: error })
  }
  throw new Error('accepted')
}

describe('A JSON request', () => {
  test('gives each type its value; null members are absent and unknown ones ignored', () => {
    const body =
      '{"Text":"a","Flag":true,"Count":7,"Ratio":"NaN","Bytes":"AQI=","At":1.5,"Names":null,"X":[{}]}'
    expect(parse(body)).toEqual({
      Text: 'a',
      Flag: true,
      Count: 7,
      Ratio: Number.NaN,
      Bytes: new Uint8Array([1, 2]),
      At: new Date(1500),
    })
  })

  test('keeps longs that a double cannot hold', () => {
    expect(parse('{"Size":9223372036854775807}')).toEqual({ Size: 9223372036854775807n })
    expect(parse('{"Size":-9007199254740993,"Text":"12345678901234567890"}')).toEqual({
      Size: -9007199254740993n,
      Text: '12345678901234567890',
    })
    expect(parse('{"Size": 1234567890123456}')).toEqual({ Size: 1234567890123456 })
  })

  test('refuses numbers out of range', () => {
    const message = 'NUMBER_VALUE can not be converted to a Long'
    expect(refusal('{"Size":9223372036854775808}')).toBe(message)
    expect(refusal('{"Count":2147483648}')).toBe('NUMBER_VALUE can not be converted to an Integer')
  })

  test('takes keys of the prototype as keys like any other', () => {
    const { Tags } = parse('{"Tags":{"__proto__":"a","constructor":"b","toString":"c"}}')
    expect(Object.entries(Tags as object)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['toString', 'c'],
    ])
    expect(Object.getPrototypeOf(Tags)).toBe(Object.prototype)
    expect(parse('{"__proto__":{"Text":"a"},"constructor":{"prototype":{"Text":"b"}}}')).toEqual({})
    expect(({} as { Text?: string }).Text).toBeUndefined()
    const wide = parse('{"Size":1234567890123456789,"__proto__":{"Text":"a"}}')
    expect(wide).toEqual({ Size: 1234567890123456789n })
    expect(wide['Text']).toBeUndefined()
  })

  test('takes the last of several members of one name', () => {
    expect(parse('{"Text":"a","Text":"b"}')).toEqual({ Text: 'b' })
  })

  test('takes halves of surrogate pairs', () => {
    expect(parse('{"Text":"\\ud800"}')).toEqual({ Text: '\ud800' })
  })

  test.each([
    ['{"Count":"1"}', 'STRING_VALUE can not be converted to an Integer'],
    ['{"Count":true}', 'TRUE_VALUE can not be converted to an Integer'],
    ['{"Text":1}', 'NUMBER_VALUE can not be converted to a String'],
    ['{"Text":1.5}', 'DECIMAL_VALUE can not be converted to a String'],
    ['{"Text":[]}', 'Start of list found where not expected'],
    ['{"Text":{}}', 'Start of structure or map found where not expected.'],
    ['{"Flag":"true"}', 'STRING_VALUE can not be converted to a Boolean'],
    ['{"Tags":[]}', 'Start of list found where not expected'],
    ['{"Tags":"a"}', 'Unexpected field type'],
    ['{"Names":{}}', 'Start of structure or map found where not expected.'],
    ['{"Names":"a"}', 'Unexpected field type'],
    ['{"Names":[null]}', 'Unexpected field type'],
    ['{"Bytes":5}', 'only base-64-encoded strings are convertible to bytes'],
    ['{"Bytes":"AQI"}', 'Base64 encoded length is expected a multiple of 4 bytes but found: 3'],
    ['[]', 'Start of list found where not expected'],
    ['"a"', 'Unexpected field type'],
    ['null', 'Unexpected field type'],
  ])('of a wrong type, %s, is refused: %s', (body, message) => {
    expect(refusal(body)).toBe(message)
  })

  test.each([
    '{',
    '{"Text":"a"}x',
    "{'Text':1}",
    '{"Size":12345678901234567890,}',
    'NaN',
    '\ufeff{}',
  ])('that is no JSON, %s, is refused without a text', (body) => {
    expect(refusal(body)).toBe('')
  })

  test('that is not UTF-8 is refused without a text', () => {
    expect(refusal(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).toBe('')
  })

  test('that nests without end is refused, whatever stands at the bottom', () => {
    const nested = (depth: number, inner: string) =>
      '{"Tree":'.repeat(depth) + inner + '}'.repeat(depth)
    expect(parse(nested(100, '{"Text":"a"}'))).toHaveProperty('Tree')
    expect(refusal(nested(200, '{}'))).toBe('The body nests more than 128 levels deep')
    expect(refusal(nested(100_000, '{}'))).toBe('The body nests more than 128 levels deep')
    expect(refusal(nested(2000, '{"Size":12345678901234567890}'))).toBe('')
    expect(parse(`{"X":${'['.repeat(30_000)}${']'.repeat(30_000)}}`)).toEqual({})
  })

  test("cuts decimals off integers, as AWS's framework does", () => {
    expect(parse('{"Count":7.9}')).toEqual({ Count: 7 })
  })
})

describe("DynamoDB's older reader", () => {
  test.each([
    ['{"Count":"1"}', 'STRING_VALUE cannot be converted to Integer'],
    ['{"Text":1}', 'NUMBER_VALUE cannot be converted to String'],
    ['{"Text":[]}', 'Unrecognized collection type class java.lang.String'],
    ['{"Text":{}}', 'Start of structure or map found where not expected'],
    ['{"Flag":"maybe"}', 'Unexpected token received from parser'],
  ])('words %s its own way: %s', (body, message) => {
    expect(refusal(body, dynamodb)).toBe(message)
  })

  test('takes words for booleans', () => {
    expect(parse('{"Flag":"TRUE"}', dynamodb)).toEqual({ Flag: true })
    expect(parse('{"Flag":"no"}', dynamodb)).toEqual({ Flag: false })
  })
})

describe('A JSON answer', () => {
  const put = model.findOperation('Put')
  const touch = model.findOperation('Touch')
  if (!put || !touch) throw new Error('no operations')

  test('is written with its request id, and escaped', () => {
    const output = {
      Tags: { 'a"': '\u2028\n\ud800' },
      Size: 2n ** 62n,
      Ratio: Number.POSITIVE_INFINITY,
    }
    expect(awsJson10.serialise(output, put, about)).toEqual({
      status: 200,
      headers: { 'x-amzn-RequestId': 'request-1', 'Content-Type': 'application/x-amz-json-1.0' },
      body: '{"Tags":{"a\\"":"\u2028\\n\\ud800"},"Size":4611686018427387904,"Ratio":"Infinity"}',
    })
  })

  test('has prepared JSON as it stands', () => {
    const output = { Tags: preparedJson('{ "a": "b" }') }
    expect(awsJson10.serialise(output, put, about).body).toBe('{"Tags":{ "a": "b" }}')
    expect(awsJson10.serialise(preparedJson('{"Size":1}'), put, about).body).toBe('{"Size":1}')
  })

  test('leaves out what is absent', () => {
    expect(awsJson10.serialise({ Tags: undefined, Size: null }, put, about).body).toBe('{}')
  })

  test('of an operation without output has no body', () => {
    expect(awsJson10.serialise({}, touch, about)).not.toHaveProperty('body')
  })

  test('with a member that the model lacks is a bug', () => {
    expect(() => awsJson10.serialise({ Extra: 1 }, put, about)).toThrow(
      'PutOutput has no member Extra',
    )
  })

  test("carries DynamoDB's checksum of exactly its bytes", () => {
    const operation = dynamodb.findOperation('Put')
    if (!operation) throw new Error('no Put')
    const answer = awsJson10.serialise({ Tags: { é: '😀' } }, operation, about)
    expect(answer.headers['x-amz-crc32']).toBe(String(crc32(answer.body as string)))
  })
})

describe('A JSON error', () => {
  const gone = new AwsError({
    code: 'Gone',
    status: 404,
    shape: 'Gone',
    message: 'It is "gone".',
    members: { Id: '7' },
  })

  test('names its shape in the namespace of its service, and its code for clients of query', () => {
    expect(awsJson10.serialiseError(gone, model, about)).toEqual({
      status: 404,
      headers: {
        'x-amzn-RequestId': 'request-1',
        'Content-Type': 'application/x-amz-json-1.0',
        'x-amzn-query-error': 'Gone;Sender',
      },
      body: '{"__type":"com.amazonaws.tests#Gone","Message":"It is \\"gone\\".","Id":"7"}',
    })
  })

  test('over JSON 1.1 names its shape alone', () => {
    expect(awsJson11.serialiseError(gone, dynamodb, about).body).toBe(
      '{"__type":"Gone","Message":"It is \\"gone\\".","Id":"7"}',
    )
  })

  test('that the model lacks is typed as its table says, by its query code or its JSON name', () => {
    const type = '"__type":"com.amazon.coral.service#SerializationException"'
    for (const code of ['MalformedInput', 'SerializationException']) {
      const answer = awsJson10.serialiseError(unmodelledError(code, 400, 'No.'), model, about)
      expect(answer.headers['x-amzn-query-error']).toBe('MalformedInput;Sender')
      expect(answer.body).toContain(type)
    }
  })

  test('of the server says so', () => {
    const error = unmodelledError('InternalFailure', 500, '')
    const answer = awsJson10.serialiseError(error, model, about)
    expect(answer.headers['x-amzn-query-error']).toBe('InternalFailure;Receiver')
    expect(answer.body).toBe('{"__type":"InternalFailure"}')
  })
})
