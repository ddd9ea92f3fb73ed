/** AWS REST JSON 1: parameters in path, query string and headers; the rest a JSON body. */
import type { Member, OperationModel } from '../model/model.ts'
import { jsonErrorBody } from './aws-json.ts'
import { jsonError } from './errors-on-the-wire.ts'
import { eventStreamBody, eventStreamType, readEvents } from './event-stream.ts'
import { jsonEvents } from './json-events.ts'
import { coralWording } from './json-faults.ts'
import { jsonNotation, parseJsonBody } from './json-notation.ts'
import { memberWriter, structureWriter } from './json-writer.ts'
import type { ResponseBody, WireRequest } from './message.ts'
import type { Protocol } from './protocol.ts'
import { jsonFaults } from './rest-faults.ts'
import { readParameters } from './rest-input.ts'
import { writeOutside } from './rest-output.ts'
import { readRawPayload, writeRawPayload } from './rest-payload.ts'
import { restUri } from './rest-uri.ts'
import { TreeReaders } from './tree-reader.ts'

const readers = new TreeReaders(jsonNotation({ strict: true, wording: coralWording }))

export const restJson: Protocol = {
  name: 'restJson',

  parse(request, operation, labels = {}) {
    const { input } = operation
    if (!input) return {}
    const parameters = readParameters(operation, request, labels, jsonFaults)
    const { payload } = input
    if (payload) return withPayload(parameters, payload, request)
    if (request.body.length === 0) return parameters
    const members = readers.structure(input)(parseJsonBody(request.body, input), 0) as object
    return Object.assign(members, parameters)
  },

  serialise(output, operation, about) {
    const { output: shape } = operation
    const outside = shape ? writeOutside(shape, output) : { status: undefined, headers: {} }
    const content = contentOf(output, operation)
    const status = outside.status ?? restUri(operation)?.status ?? 200
    const headers: Record<string, string> = { 'x-amzn-RequestId': about.requestId }
    const bodiless = content === undefined || status === 204 || about.method === 'HEAD'
    if (content && !bodiless) headers['Content-Type'] = content.contentType
    Object.assign(headers, outside.headers)
    return bodiless ? { status, headers } : { status, headers, body: content.body }
  },

  serialiseError(error, service, about) {
    const wire = jsonError(error, service)
    const outside = wire.shape ? writeOutside(wire.shape, wire.members).headers : {}
    const headers = {
      'x-amzn-RequestId': about.requestId,
      'x-amzn-ErrorType': wire.code,
      'Content-Type': 'application/json',
      ...outside,
    }
    const { status } = wire
    return about.method === 'HEAD'
      ? { status, headers }
      : { status, headers, body: jsonErrorBody(undefined, wire) }
  },
}

function withPayload(
  parameters: Record<string, unknown>,
  payload: Member,
  request: WireRequest,
): object {
  const value = readPayload(payload, request)
  if (value !== undefined) parameters[payload.name] = value
  return parameters
}

function readPayload(payload: Member, request: WireRequest): unknown {
  const { shape } = payload
  if (shape.kind === 'structure' && shape.json.eventStream) {
    return request.stream && readEvents(shape, request.stream, jsonEvents)
  }
  const raw = readRawPayload(payload, request)
  if (raw !== undefined || request.body.length === 0) return raw
  if (shape.kind === 'scalar' && shape.type !== 'document') return undefined
  return readers.member(payload)(parseJsonBody(request.body, shape), 0)
}

interface Content {
  readonly body: ResponseBody
  readonly contentType: string
}

function contentOf(output: object, { output: shape }: OperationModel): Content | undefined {
  if (!shape) return undefined
  const { payload } = shape
  if (!payload) return { body: structureWriter(shape)(output), contentType: 'application/json' }
  const value = (output as Readonly<Record<string, unknown>>)[payload.name]
  if (value === undefined || value === null) return undefined
  if (payload.shape.kind === 'structure' && payload.shape.json.eventStream) {
    const events = value as AsyncIterable<object>
    return {
      body: eventStreamBody(payload.shape, events, jsonEvents),
      contentType: eventStreamType,
    }
  }
  return (
    writeRawPayload(payload, value) ?? {
      body: memberWriter(payload)(value as never),
      contentType: 'application/json',
    }
  )
}
