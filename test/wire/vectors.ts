/** Runs one protocol test vector: what it says a request means, or how an answer must be written. */
import { expect } from 'vitest'

import type { ServiceModel } from '../../src/model/model.ts'
import type { WireResponse } from '../../src/wire/message.ts'
import type { Answer, Protocol } from '../../src/wire/protocol.ts'
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
import type { HttpMalformedRequestTest, HttpResponseTest } from './smithy-ast.ts'
import { expectAnswer, headersOf } from './vector-answers.ts'
import { parseTest, refusalOf } from './vector-requests.ts'

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

function answerTo({ body = '', headers }: HttpResponseTest): Answer {
  const requestId = headers?.['X-Amzn-Requestid'] ?? /<requestId>([^<]*)</i.exec(body)?.[1]
  return { requestId: requestId ?? 'foo-id' }
}
