/** AWS JSON 1.0 and 1.1: every call is a POST of one JSON object, named by `X-Amz-Target`. */
import { crc32 } from 'node:zlib'

import type { ServiceModel, StructureShape } from '../model/model.ts'
import { commonType, jsonError, queryCode, type WireError } from './errors-on-the-wire.ts'
import { eventStreamType, rpcEventStream } from './event-stream.ts'
import { jsonEvents } from './json-events.ts'
import { coralWording, dynamodbWording } from './json-faults.ts'
import { jsonNotation, parseJsonBody } from './json-notation.ts'
import { structureWriter, writeJsonString } from './json-writer.ts'
import type { ResponseBody, WireResponse } from './message.ts'
import type { Answer, Protocol } from './protocol.ts'
import { TreeReaders } from './tree-reader.ts'

export const awsJson10 = awsJson('json1.0', 'application/x-amz-json-1.0')
export const awsJson11 = awsJson('json1.1', 'application/x-amz-json-1.1')

/** The framework's own errors that spell their text's key with a capital, whatever the service. */
const capitalised: ReadonlySet<string> = new Set([
  'SerializationException',
  'AccessDeniedException',
])

const coralReaders = new TreeReaders(jsonNotation({ strict: false, wording: coralWording }))
const dynamodbReaders = new TreeReaders(
  jsonNotation({
    strict: false,
    wording: dynamodbWording,
    booleans: new Map(
      ['true', '1', 'yes', 'false', '0', 'no'].map((text, index) => [text, index < 3]),
    ),
  }),
)

function awsJson(name: 'json1.0' | 'json1.1', contentType: string): Protocol {
  return {
    name,

    parse(request, operation) {
      const { input } = operation
      if (request.body.length === 0) return {}
      const value = parseJsonBody(request.body, input)
      return input ? readInput(value, input, operation.service) : {}
    },

    serialise(output, { output: shape, service }, about) {
      const events = shape && rpcEventStream(shape, output, jsonEvents)
      if (events) return streamed(events, about)
      // AWS: operations without an output answer an empty body (KMS's and EventBridge's references).
      const body = shape ? structureWriter(shape)(output) : ''
      return answer(200, body, service, about)
    },

    serialiseError(error, service, about) {
      const wire = jsonError(error, service)
      const type = commonType(error, service) ?? typeOf(wire, service)
      const response = answer(wire.status, jsonErrorBody(type, wire), service, about)
      if (service.json.queryCompatible) {
        response.headers['x-amzn-query-error'] = `${queryCode(error, service)};${wire.fault}`
      }
      return response
    },
  }

  function answer(
    status: number,
    text: string,
    service: ServiceModel,
    about: Answer,
  ): WireResponse {
    // A long text is turned into bytes once, not anew for its checksum, its length and its way.
    const body = text.length > longTextMin ? Buffer.from(text) : text
    const headers: Record<string, string> = {
      'x-amzn-RequestId': about.requestId,
      'Content-Type': contentType,
    }
    if (service.json.jsonDialect === 'dynamodb') headers['x-amz-crc32'] = String(crc32(body))
    return body === '' ? { status, headers } : { status, headers, body }
  }

  /** AWS's JSON 1.1 services name the shape alone (Logs, KMS, ECS, SSM …), those of 1.0 its namespace too. */
  function typeOf(wire: WireError, service: ServiceModel): string {
    const qualified = name === 'json1.0' && wire.shape !== undefined
    return qualified ? `${service.json.namespace}#${wire.code}` : wire.code
  }
}

const longTextMin = 16_384

function streamed(body: ResponseBody, { requestId }: Answer): WireResponse {
  return {
    status: 200,
    headers: { 'x-amzn-RequestId': requestId, 'Content-Type': eventStreamType },
    body,
  }
}

/** `{"__type":…,"message":…}` with the error's further members; an empty text is left out. */
export function jsonErrorBody(type: string | undefined, wire: WireError): string {
  const head = type === undefined ? [] : [`"__type":${JSON.stringify(type)}`]
  const text = wire.message === '' ? [] : [`"${messageKey(wire)}":${writeJsonString(wire.message)}`]
  const members = wire.shape ? structureWriter(wire.shape)(wire.members).slice(1, -1) : ''
  return `{${[...head, ...text, ...(members === '' ? [] : [members])].join(',')}}`
}

/** As the error's shape spells it; AWS's services answer a text even where the shape has none. */
export function messageKey({ shape, code }: WireError): 'message' | 'Message' {
  if (shape) return shape.members.has('Message') ? 'Message' : 'message'
  return capitalised.has(code) ? 'Message' : 'message'
}

function readInput(value: unknown, input: StructureShape, service: ServiceModel): object {
  const dynamodb = service.json.jsonDialect === 'dynamodb'
  const readers = dynamodb ? dynamodbReaders : coralReaders
  return readers.structure(input)(value, 0) as object
}
