import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { AwsError } from '../kernel/errors.ts'
import type { ModelJson } from '../model/model-json.ts'
import { ServiceModel } from '../model/model.ts'
import type { WireRequest } from './message.ts'
import { restJson } from './rest-json.ts'
import { restRouter } from './rest-router.ts'

function modelOf(service: string): ServiceModel {
  const text = readFileSync(new URL(`../../models/${service}.json`, import.meta.url), 'utf8')
  return new ServiceModel(JSON.parse(text) as ModelJson)
}

const lambda = modelOf('lambda')
const gateway = modelOf('api-gateway')
const about = { requestId: 'request-1' }

function parse(model: ServiceModel, given: Partial<WireRequest> & { text?: string }): unknown {
  const body = Buffer.from(given.text ?? '')
  const request = { method: 'GET', path: '/', query: '', headers: {}, body, ...given }
  const match = restRouter(model).find(request)
  if (!match) throw new Error('no route')
  try {
    return [match.operation.name, restJson.parse(request, match.operation, match.labels)]
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return [error.code, error.status, error.message]
  }
}

function serialise(model: ServiceModel, name: string, output: object) {
  const operation = model.findOperation(name)
  if (!operation) throw new Error(name)
  return restJson.serialise(output, operation, about)
}

describe('a request is read', () => {
  it('with labels decoded, numbers and booleans of its query string typed', () => {
    const path = '/2015-03-31/functions/arn%3Aaws%3Alambda%3Af/versions'
    expect(parse(lambda, { path, query: 'MaxItems=5&Marker=a%20b' })).toEqual([
      'ListVersionsByFunction',
      { FunctionName: 'arn:aws:lambda:f', MaxItems: 5, Marker: 'a b' },
    ])
  })

  it('with a payload of bytes and the headers beside it', () => {
    const request = {
      method: 'POST',
      path: '/2015-03-31/functions/f/invocations',
      query: 'Qualifier=PROD',
      headers: { 'x-amz-invocation-type': 'Event' },
      text: '{"not":"parsed"',
    }
    expect(parse(lambda, request)).toEqual([
      'Invoke',
      {
        FunctionName: 'f',
        Qualifier: 'PROD',
        InvocationType: 'Event',
        Payload: new Uint8Array(Buffer.from('{"not":"parsed"')),
      },
    ])
  })

  it('with a free map of all parameters but those of the signature', () => {
    const request = {
      method: 'PUT',
      path: '/restapis/id',
      query: 'mode=merge&failonwarnings=true&ignore=documentation&X-Amz-Date=x',
      text: '{}',
    }
    expect(parse(gateway, request)).toEqual([
      'PutRestApi',
      {
        restApiId: 'id',
        mode: 'merge',
        failOnWarnings: true,
        parameters: { mode: 'merge', failonwarnings: 'true', ignore: 'documentation' },
        body: new Uint8Array(Buffer.from('{}')),
      },
    ])
  })

  it('without a body as one with an empty object', () => {
    const path = '/2015-03-31/event-source-mappings'
    expect(parse(lambda, { method: 'POST', path })).toEqual(['CreateEventSourceMapping', {}])
    expect(parse(lambda, { method: 'POST', path, text: '{}' })).toEqual([
      'CreateEventSourceMapping',
      {},
    ])
  })
})

describe('a request is refused', () => {
  const serialization = (message: string) => ['SerializationException', 400, message]

  it.each([
    ['MaxItems=abc', 'STRING_VALUE can not be converted to an Integer'],
    ['MaxItems=99999999999', 'NUMBER_VALUE can not be converted to an Integer'],
    ['MaxItems=', 'STRING_VALUE can not be converted to an Integer'],
    ['Marker=%C3', 'The request URI is not percent-encoded UTF-8'],
  ])('for the query string %s', (query, message) => {
    expect(parse(lambda, { path: '/2015-03-31/functions', query })).toEqual(serialization(message))
  })

  it.each(['{', '[]', '"a"', 'null', '{"BatchSize":"x"}', '{"BatchSize":1.5}', '\xff'])(
    'for the body %s',
    (text) => {
      const path = '/2015-03-31/event-source-mappings'
      const body = Buffer.from(text, 'latin1')
      const [code, status] = parse(lambda, { method: 'POST', path, body }) as unknown[]
      expect([code, status]).toEqual(['SerializationException', 400])
    },
  )

  it('names like __proto__ are names', () => {
    const request = { method: 'PUT', path: '/restapis/id', query: '__proto__=x' }
    const [, input] = parse(gateway, request) as [string, { parameters: object }]
    expect(Object.keys(input.parameters)).toEqual(['__proto__'])
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })
})

describe('an answer', () => {
  it('has the operation’s status, and no body when that is 204', () => {
    expect(serialise(lambda, 'CreateFunction', { FunctionName: 'f' })).toEqual({
      status: 201,
      headers: { 'x-amzn-RequestId': 'request-1', 'Content-Type': 'application/json' },
      body: '{"FunctionName":"f"}',
    })
    expect(serialise(lambda, 'DeleteFunctionConcurrency', {})).toEqual({
      status: 204,
      headers: { 'x-amzn-RequestId': 'request-1' },
    })
  })

  it('takes its status from the member that carries it', () => {
    const payload = Buffer.from('{"a":1}')
    expect(serialise(lambda, 'Invoke', { StatusCode: 202, Payload: payload })).toMatchObject({
      status: 202,
      body: payload,
    })
  })

  it('with members that AWS lacks is a bug', () => {
    expect(() => serialise(lambda, 'CreateFunction', { Nonsense: 1 })).toThrow(
      'has no member Nonsense',
    )
  })

  it('that is an error names its type in a header, its text as its shape spells it', () => {
    const error = new AwsError({
      code: 'ResourceNotFoundException',
      shape: 'ResourceNotFoundException',
      status: 404,
      message: 'Function not found: arn',
      members: { Type: 'User' },
    })
    const { status, headers, body } = restJson.serialiseError(error, lambda, about)
    expect([status, headers['x-amzn-ErrorType']]).toEqual([404, 'ResourceNotFoundException'])
    expect(JSON.parse(String(body))).toEqual({ Message: 'Function not found: arn', Type: 'User' })
  })

  it('that is throttled says when to come again, in a header', () => {
    const error = new AwsError({
      code: 'TooManyRequestsException',
      shape: 'TooManyRequestsException',
      status: 429,
      message: 'Rate Exceeded.',
      members: {
        retryAfterSeconds: '1',
        Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      },
    })
    const { headers, body } = restJson.serialiseError(error, lambda, about)
    expect(headers['Retry-After']).toBe('1')
    expect(JSON.parse(String(body))).toEqual({
      message: 'Rate Exceeded.',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    })
  })
})
