/** Runs one protocol test vector: what it says a request means, or how an answer must be written. */
import { expect } from 'vitest'

import { AwsError } from '../../src/kernel/errors.ts'
import type { OperationModel, ServiceModel } from '../../src/model/model.ts'
import type { WireRequest, WireResponse } from '../../src/wire/message.ts'
import type { Answer, Labels, Protocol } from '../../src/wire/protocol.ts'
import { restRouter } from '../../src/wire/rest-router.ts'
import { bytesOf, expectSameBody } from './bodies.ts'
import type {
  ErrorCase,
  EventStreamCase,
  MalformedCase,
  RequestCase,
  ResponseCase,
  VectorCase,
  VectorSuite,
} from './cases.ts'
import { checkEventStream } from './event-stream-vectors.ts'
import { valueOfParams } from './params.ts'
import { raise } from './raised.ts'
import { settled } from './settled.ts'
import type { HttpMalformedRequestTest, HttpRequestTest, HttpResponseTest } from './smithy-ast.ts'

/** @throws AssertionError when the protocol reads or writes otherwise than the vector says. */
export async function checkVector(
  protocol: Protocol,
  { model }: VectorSuite,
  vector: VectorCase,
): Promise<void> {
  if (vector.kind === 'request') return checkRequest(protocol, vector)
  if (vector.kind === 'response') return checkResponse(protocol, vector)
  if (vector.kind === 'error') return checkError(protocol, model, vector)
  if (vector.kind === 'malformed') return checkMalformed(protocol, model, vector)
  return checkEventStream(protocol, model, vector satisfies EventStreamCase)
}

async function checkRequest(protocol: Protocol, { operation, test }: RequestCase): Promise<void> {
  const input = await settled(parseTest(protocol, operation, test))
  expect(input).toEqual(valueOfParams(operation.input, test.params))
}

async function checkResponse(protocol: Protocol, { operation, test }: ResponseCase): Promise<void> {
  const output = valueOfParams(operation.output, test.params)
  const about = { ...answerTo(test), operation: operation.name }
  await expectAnswer(protocol.serialise(output, operation, about), test)
}

async function checkError(
  protocol: Protocol,
  model: ServiceModel,
  { error, test }: ErrorCase,
): Promise<void> {
  const raised = raise(error, valueOfParams(error, test.params))
  await expectAnswer(protocol.serialiseError(raised, model, answerTo(test)), test)
}

async function checkMalformed(
  protocol: Protocol,
  model: ServiceModel,
  { operation, tests }: MalformedCase,
): Promise<void> {
  for (const test of tests) {
    const refusal = await refusalOf(() => parseTest(protocol, operation, test.request))
    const answer = protocol.serialiseError(refusal, model, { requestId: 'foo-id' })
    await expectRefusal(answer, test.response)
  }
}

async function expectRefusal(
  answer: WireResponse,
  expected: HttpMalformedRequestTest['response'],
): Promise<void> {
  expect(answer.status).toBe(expected.code)
  const type = headersOf(answer)['x-amzn-errortype'] ?? ''
  expect(type.split(':')[0]).toBe(expected.headers?.['x-amzn-errortype'])
  if (!expected.body) return
  const { mediaType, assertion } = expected.body
  const bytes = await bytesOf(answer.body)
  if (assertion.contents !== undefined) expectSameBody(bytes, assertion.contents, mediaType)
  else expect(Buffer.from(bytes).toString()).toMatch(new RegExp(assertion.messageRegex ?? ''))
}

/** The error that `attempt` ends in, also when it comes while a stream is read. */
export async function refusalOf(attempt: () => object): Promise<AwsError> {
  try {
    await settled(attempt())
  } catch (error) {
    if (error instanceof AwsError) return error
    throw error
  }
  throw new Error('The protocol accepted the malformed request.')
}

export function parseTest(
  protocol: Protocol,
  operation: OperationModel,
  test: HttpRequestTest,
  stream?: AsyncIterable<Uint8Array>,
): object {
  const request = requestOf(operation, test, stream)
  return protocol.parse(request, operation, labelsOf(operation, request))
}

function requestOf(
  operation: OperationModel,
  test: HttpRequestTest,
  stream?: AsyncIterable<Uint8Array>,
): WireRequest {
  const [path = '', constants] = pathStyle(test).split('?')
  const encoding = test.bodyMediaType === 'application/cbor' ? 'base64' : 'utf8'
  const body = Buffer.from(test.body ?? '', encoding)
  const streams = operation.input?.payload?.traits.streaming === true
  const headers = Object.entries(test.headers ?? {})
  return {
    method: test.method,
    path,
    query: [constants, ...(test.queryParams ?? [])].filter((part) => part !== undefined).join('&'),
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    body: streams ? new Uint8Array() : body,
    ...(streams && body.length > 0 && { stream: oneChunk(body) }),
    ...(stream && { stream }),
  }
}

async function* oneChunk(body: Uint8Array): AsyncGenerator<Uint8Array> {
  if (body.length > 0) yield body
}

/** S3's virtual hosts: the gateway puts the bucket that the host names before the path. */
function pathStyle({ uri, host, resolvedHost }: HttpRequestTest): string {
  const bucket = resolvedHost?.startsWith('s3') ? undefined : /^(\w+)\.s3/.exec(resolvedHost ?? '')
  return host?.startsWith('s3') && bucket ? `/${bucket[1]}${uri}` : uri
}

/** As the product's router finds them; RPC operations have none. */
function labelsOf(operation: OperationModel, request: WireRequest): Labels {
  const match = restRouter(operation.service).find(request)
  return match?.operation === operation ? match.labels : {}
}

function answerTo({ body = '', headers }: HttpResponseTest): Answer {
  const requestId = headers?.['X-Amzn-Requestid'] ?? /<requestId>([^<]*)</i.exec(body)?.[1]
  return { requestId: requestId ?? 'foo-id' }
}

export async function expectAnswer(answer: WireResponse, test: HttpResponseTest): Promise<void> {
  expect(answer.status).toBe(test.code)
  const headers = headersOf(answer)
  for (const [name, value] of Object.entries(test.headers ?? {})) {
    expect(headers[name.toLowerCase()], name).toBe(value)
  }
  for (const name of test.forbidHeaders ?? [])
    expect(headers).not.toHaveProperty(name.toLowerCase())
  if (test.body === undefined) return
  expectSameBody(await bytesOf(answer.body), test.body, test.bodyMediaType)
}

function headersOf(answer: WireResponse): Record<string, string> {
  const entries = Object.entries(answer.headers)
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]))
}
