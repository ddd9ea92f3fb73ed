import { describe, expect, test } from 'vitest'

import { AwsError, unmodelledError } from '../kernel/errors.ts'
import { ServiceModel } from '../model/model.ts'
import { awsQuery } from './aws-query.ts'
import { ec2Query } from './ec2-query.ts'

const model = new ServiceModel({
  service: 'tests',
  serviceId: 'Tests',
  apiVersion: '2020-01-01',
  signingName: 'tests',
  endpointPrefix: 'tests',
  namespace: 'com.amazonaws.tests',
  xmlNamespace: 'http://tests.amazonaws.com/doc/2020-01-01/',
  protocols: ['query', 'ec2'],
  operations: { Put: { input: 'PutInput', output: 'PutInput' }, Touch: {} },
  shapes: {
    PutInput: {
      type: 'structure',
      members: {
        Text: 'string',
        Count: 'integer',
        Size: 'long',
        Flag: 'boolean',
        At: 'timestamp',
        Bytes: 'blob',
        Names: 'Names',
        Flat: { shape: 'Names', flattened: true, queryName: 'Name' },
        Tags: 'Tags',
        Tree: 'PutInput',
      },
    },
    Names: { type: 'list', member: 'string' },
    Tags: { type: 'map', key: 'string', value: 'string' },
    Gone: {
      type: 'structure',
      members: { message: 'string' },
      error: { status: 404, queryCode: 'Tests.Gone', queryMessages: { 'Gone.': 'Gone for good.' } },
    },
  },
})

function operation(name: string) {
  const found = model.findOperation(name)
  if (!found) throw new Error(name)
  return found
}

function parse(body: string, query = ''): Record<string, unknown> {
  const request = { method: 'POST', path: '/', query, headers: {}, body: Buffer.from(body) }
  return awsQuery.parse(request, operation('Put')) as Record<string, unknown>
}

function refusal(body: string): [code: string, message: string] {
  try {
    parse(body)
  } catch (error) {
    if (error instanceof AwsError) return [error.code, error.message]
    throw error
  }
  throw new Error('accepted')
}

describe('A query form', () => {
  test('is read with its dots and indexes; unknown names are ignored', () => {
    const body =
      'Action=Put&Version=1&Text=a+b%26%C3%A9&Count=-7&Size=9223372036854775807&Flag=TRUE' +
      '&At=2020-01-02T03:04:05.678Z&Bytes=AQI%3D&Names.member.1=x&Names.member.2=y&Name.1=z' +
      '&Tags.entry.1.key=k&Tags.entry.1.value=v&Tree.Tree.Text=deep&Other.1.2=3'
    expect(parse(body)).toEqual({
      Text: 'a b&é',
      Count: -7,
      Size: 9223372036854775807n,
      Flag: true,
      At: new Date('2020-01-02T03:04:05.678Z'),
      Bytes: new Uint8Array([1, 2]),
      Names: ['x', 'y'],
      Flat: ['z'],
      Tags: { k: 'v' },
      Tree: { Tree: { Text: 'deep' } },
    })
  })

  test('may stand in the query string, in the body, or in both', () => {
    expect(parse('Text=a', 'Count=1&Text=b')).toEqual({ Text: 'a', Count: 1 })
  })

  test('has its list elements in the order of their indexes, gaps closed', () => {
    expect(parse('Names.member.10=c&Names.member.2=b&Names.member.1=a')).toEqual({
      Names: ['a', 'b', 'c'],
    })
    expect(parse('Names.member.2147483647=a')).toEqual({ Names: ['a'] })
  })

  test('keeps an entry of a map that lacks its name or its value, for the service to refuse', () => {
    expect(parse('Tags.entry.1.key=k')).toEqual({ Tags: { k: '' } })
    expect(parse('Tags.entry.1.value=v')).toEqual({ Tags: { '': 'v' } })
  })

  test('says an empty list or map by its bare name', () => {
    expect(parse('Names=&Tags=')).toEqual({ Names: [], Tags: {} })
  })

  test.each([
    ['Names.member.0=a', '0 is not a valid index'],
    ['Names.member.x=a', 'x is not a valid index'],
    ['Names.member.99999999999=a', '99999999999 is not a valid index'],
    ['Name.-1=a', '-1 is not a valid index'],
    ['Name=a', 'Top level element may not be treated as a list'],
    ['Names=a', 'Top level element may not be treated as a list'],
    ['Tags=a', 'Top level element may not be treated as a list'],
    ['Count=x', "'x' can not be converted to Integer"],
    ['Count=2147483648', "'2147483648' can not be converted to Integer"],
    ['Flag=1', "'1' can not be converted to Boolean"],
    ['At=1577934245', 'timestamp must follow ISO8601'],
    ['Bytes=A', "'A' can not be converted to Blob"],
    [`${'Tree.'.repeat(200)}Text=a`, 'A key nests more than 128 levels deep'],
  ])('with a fault, %s, is MalformedInput: %s', (body, message) => {
    expect(refusal(body)).toEqual(['MalformedInput', message])
  })

  test('of more different parts of keys than any call has is MalformedInput', () => {
    const deep = (count: number) =>
      Array.from({ length: count }, (_, at) => `${at}${'.a'.repeat(99)}`).join('&')
    expect(parse(deep(2_000))).toEqual({})
    expect(refusal(deep(2_001))).toEqual([
      'MalformedInput',
      'The keys of the request have more than 200000 different parts',
    ])
  })

  test('that is not percent-encoded UTF-8 is refused', () => {
    const fault = ['MalformedQueryString', 'The query string contains a syntax error.']
    expect(refusal('Text=%ff')).toEqual(fault)
    expect(refusal('Te%zzxt=a')).toEqual(fault)
  })

  test('has blanks for pluses in texts of any length, and characters of any alphabet', () => {
    const text = 'grüße+an+alle+'.repeat(1_000)
    expect(parse(`Text=${text}`)).toEqual({ Text: text.replaceAll('+', ' ') })
  })

  test('takes keys of the prototype as keys like any other', () => {
    expect(parse('__proto__.Text=a&constructor.prototype.Text=b')).toEqual({})
    const { Tags } = parse('Tags.entry.1.key=__proto__&Tags.entry.1.value=v')
    expect(Object.entries(Tags as object)).toEqual([['__proto__', 'v']])
  })
})

describe('A query answer', () => {
  const about = { requestId: 'request-1' }

  test('stands in its result and response elements, escaped', () => {
    const output = { Text: '<a&"\r\u0007>', Names: ['x'], Flat: ['y', 'z'], Tags: { k: 'v' } }
    expect(awsQuery.serialise(output, operation('Put'), about)).toEqual({
      status: 200,
      headers: { 'x-amzn-RequestId': 'request-1', 'Content-Type': 'text/xml' },
      body:
        '<?xml version="1.0"?>\n' +
        '<PutResponse xmlns="http://tests.amazonaws.com/doc/2020-01-01/"><PutResult>' +
        '<Text>&lt;a&amp;&quot;&#xD;&#x7;&gt;</Text><Names><member>x</member></Names>' +
        '<Name>y</Name><Name>z</Name>' +
        '<Tags><entry><key>k</key><value>v</value></entry></Tags></PutResult>' +
        '<ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata></PutResponse>',
    })
  })

  test('of an operation without output has metadata alone', () => {
    expect(awsQuery.serialise({}, operation('Touch'), about).body).toBe(
      '<?xml version="1.0"?>\n<TouchResponse xmlns="http://tests.amazonaws.com/doc/2020-01-01/">' +
        '<ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata></TouchResponse>',
    )
    expect(ec2Query.serialise({}, operation('Touch'), about).body).toContain(
      '<requestId>request-1</requestId><return>true</return>',
    )
  })

  test('with a member that the model lacks is a bug', () => {
    const write = () => awsQuery.serialise({ Extra: 1 }, operation('Put'), about)
    expect(write).toThrow('PutInput has no member Extra')
  })

  test("gives an error query's own code and words", () => {
    const gone = new AwsError({ code: 'Gone', status: 404, shape: 'Gone', message: 'Gone.' })
    expect(awsQuery.serialiseError(gone, model, about)).toEqual({
      status: 404,
      headers: { 'x-amzn-RequestId': 'request-1', 'Content-Type': 'text/xml' },
      body:
        '<?xml version="1.0"?>\n' +
        '<ErrorResponse xmlns="http://tests.amazonaws.com/doc/2020-01-01/"><Error>' +
        '<Type>Sender</Type><Code>Tests.Gone</Code><Message>Gone for good.</Message></Error>' +
        '<RequestId>request-1</RequestId></ErrorResponse>',
    })
  })

  test('gives an error that the model lacks as it was raised; EC2 in its own envelope', () => {
    const error = unmodelledError('InternalFailure', 500, 'Why?')
    expect(awsQuery.serialiseError(error, model, about).body).toContain(
      '<Type>Receiver</Type><Code>InternalFailure</Code><Message>Why?</Message>',
    )
    expect(ec2Query.serialiseError(error, model, about)).toEqual({
      status: 500,
      headers: { 'x-amzn-RequestId': 'request-1', 'Content-Type': 'text/xml;charset=UTF-8' },
      body:
        '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error>' +
        '<Code>InternalFailure</Code><Message>Why?</Message></Error></Errors>' +
        '<RequestID>request-1</RequestID></Response>',
    })
  })
})
