/** Vectors of event streams: frames read from a request, frames written in an answer. */
import { expect } from 'vitest'

import type { OperationModel, ServiceModel, StructureShape } from '../../src/model/model.ts'
import type { Protocol } from '../../src/wire/protocol.ts'
import { bytesOf } from './bodies.ts'
import type { EventStreamCase } from './cases.ts'
import { readFrames } from './frames.ts'
import { valueOfParams } from './params.ts'
import { raise } from './raised.ts'
import { settled } from './settled.ts'
import type { EventStreamTest, HttpRequestTest, StreamedEvent } from './smithy-ast.ts'
import { expectAnswer } from './vector-answers.ts'
import { parseTest, refusalOf } from './vector-requests.ts'

export async function checkEventStream(
  protocol: Protocol,
  model: ServiceModel,
  vector: EventStreamCase,
): Promise<void> {
  const { operation, test } = vector
  const [first] = test.events ?? []
  if (first?.type === 'request' || test.initialRequest) await checkIncoming(protocol, vector)
  else if (test.expectation?.failure) await checkFailedAnswer(protocol, model, test)
  else await checkOutgoing(protocol, operation, test)
}

/** The input of a request that opens a stream, its events still to be read. */
export function initialInput(protocol: Protocol, { operation, test }: EventStreamCase): object {
  const request = test.initialRequest ?? plainRequest(operation)
  return parseTest(protocol, operation, request, framesOf(test.events ?? []))
}

async function checkIncoming(protocol: Protocol, vector: EventStreamCase): Promise<void> {
  const { operation, test } = vector
  const attempt = () => initialInput(protocol, vector)
  if (test.expectation?.failure) {
    await refusalOf(attempt)
    return
  }
  const { [streamName(operation.input)]: events, ...initial } = (await settled(
    attempt(),
  )) as Record<string, unknown>
  expect(initial).toEqual(valueOfParams(operation.input, test.initialRequestParams))
  expect(events).toEqual(eventValues(operation.input, test.events ?? []))
}

async function checkOutgoing(
  protocol: Protocol,
  operation: OperationModel,
  test: EventStreamTest,
): Promise<void> {
  const events = test.events ?? []
  const values = eventValues(operation.output, events)
  const output = {
    ...valueOfParams(operation.output, test.initialResponseParams),
    [streamName(operation.output)]: each(values),
  }
  const answer = protocol.serialise(output, operation, { requestId: 'foo-id' })
  if (test.initialResponse) await expectAnswer(answer, test.initialResponse)
  const bytes = await bytesOf(answer.body)
  const wanted = events.map((event) => Buffer.from(event.bytes, 'base64'))
  expect(readFrames(bytes)).toEqual(readFrames(Buffer.concat(wanted)))
}

async function checkFailedAnswer(
  protocol: Protocol,
  model: ServiceModel,
  test: EventStreamTest,
): Promise<void> {
  const id = test.expectation?.failure?.errorId
  if (!test.initialResponse || id === undefined) expect.unreachable('only clients can be asked')
  const shape = model.structure(id.slice(id.indexOf('#') + 1))
  const members = JSON.parse(test.initialResponse.body ?? '{}') as object
  const answer = protocol.serialiseError(raise(shape, members), model, { requestId: 'foo-id' })
  await expectAnswer(answer, test.initialResponse)
}

function plainRequest(operation: OperationModel): HttpRequestTest {
  const [method = 'POST', uri = '/'] = operation.json.http ?? []
  const headers = { 'Content-Type': 'application/vnd.amazon.eventstream' }
  return { id: operation.name, method, uri, headers }
}

function streamName(shape: StructureShape | undefined): string {
  const members = [...(shape?.members.values() ?? [])]
  const found = members.find(
    ({ shape: target }) => target.kind === 'structure' && target.json.eventStream,
  )
  if (!found) throw new Error(`${shape?.name} has no event stream`)
  return found.name
}

function eventValues(
  shape: StructureShape | undefined,
  events: readonly StreamedEvent[],
): readonly object[] {
  const union = shape?.members.get(streamName(shape))?.shape as StructureShape
  return events.map(({ params }) => valueOfParams(union, params))
}

async function* framesOf(events: readonly StreamedEvent[]): AsyncGenerator<Uint8Array> {
  for (const event of events) yield Buffer.from(event.bytes, 'base64')
}

async function* each<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values
}
