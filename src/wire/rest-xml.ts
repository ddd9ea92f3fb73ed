/** AWS REST XML: parameters in path, query string and headers; the rest an XML body. */
import { createHash } from 'node:crypto'
import type { Member, OperationModel, ServiceModel, StructureShape } from '../model/model.ts'
import { queryError, type WireError } from './errors-on-the-wire.ts'
import { type EventCodec, eventStreamBody, eventStreamType, readEvents } from './event-stream.ts'
import { withHoistedHeaders } from './hoisted-headers.ts'
import type { ResponseBody, WireRequest } from './message.ts'
import type { Answer, Protocol } from './protocol.ts'
import { type RestFaults, s3Faults, xmlFaults } from './rest-faults.ts'
import { readParameters } from './rest-input.ts'
import { writeOutside } from './rest-output.ts'
import { readRawPayload, writeRawPayload } from './rest-payload.ts'
import { restUri } from './rest-uri.ts'
import { readXml, type XmlElement, XmlFault } from './xml-reader.ts'
import { readXmlStructure } from './xml-values.ts'
import { escapeXml } from './escape-xml.ts'
import { element, namespaceOf, XmlWriters } from './xml-writer.ts'

const writers = new XmlWriters(({ wireName }) => wireName)

const prolog = '<?xml version="1.0" encoding="UTF-8"?>\n'

export const restXml: Protocol = {
  name: 'restXml',

  parse(request, operation, labels = {}) {
    const { input, service } = operation
    if (!input) return {}
    const s3 = service.json.bareErrors
    const faults = s3 ? s3Faults : xmlFaults
    const headers = s3 ? withHoistedHeaders(request.headers, request.query) : request.headers
    const parameters = readParameters(operation, { ...request, headers }, labels, faults)
    const { payload } = input
    if (payload) return withPayload(parameters, payload, request, faults)
    if (request.body.length === 0) return parameters
    const root = readBody(request.body, faults)
    return Object.assign(
      parameters,
      inDocument(() => readXmlStructure(input, root), faults),
    )
  },

  serialise(output, operation, about) {
    const { output: shape, service } = operation
    const outside = shape ? writeOutside(shape, output) : { status: undefined, headers: {} }
    const status = outside.status ?? restUri(operation)?.status ?? 200
    const content = contentOf(output, operation)
    const headers = requestHeaders(service, about)
    const bodiless = content === undefined || status === 204 || about.method === 'HEAD'
    if (content && !bodiless) headers['Content-Type'] = content.contentType
    Object.assign(headers, outside.headers)
    return bodiless ? { status, headers } : { status, headers, body: content.body }
  },

  serialiseError(error, service, about) {
    const wire = queryError(error, service)
    const { status } = wire
    const headers = requestHeaders(service, about)
    if (wire.shape) Object.assign(headers, writeOutside(wire.shape, wire.members).headers)
    if (about.method === 'HEAD' || status === 304) return { status, headers }
    headers['Content-Type'] = 'application/xml'
    const document = service.json.bareErrors
      ? bareError(wire, about)
      : wrappedError(wire, service, about)
    return { status, headers, body: prolog + document }
  },
}

/**
 * S3's second id of a request. AWS: it tells the host that answered, in 76 characters; ours is made
 * of the request's first id.
 */
export function hostIdOf(requestId: string): string {
  return createHash('sha512').update(requestId).digest().subarray(0, 56).toString('base64')
}

function requestHeaders(service: ServiceModel, { requestId }: Answer): Record<string, string> {
  return service.json.bareErrors
    ? { 'x-amz-request-id': requestId, 'x-amz-id-2': hostIdOf(requestId) }
    : { 'x-amzn-RequestId': requestId }
}

function withPayload(
  parameters: Record<string, unknown>,
  payload: Member,
  request: WireRequest,
  faults: RestFaults,
): object {
  const value = readPayload(payload, request, faults)
  if (value !== undefined) parameters[payload.name] = value
  return parameters
}

function readPayload(payload: Member, request: WireRequest, faults: RestFaults): unknown {
  const { shape } = payload
  if (shape.kind !== 'structure') return readRawPayload(payload, request)
  if (shape.json.eventStream) return request.stream && readEvents(shape, request.stream, xmlEvents)
  if (request.body.length === 0) return undefined
  const root = readBody(request.body, faults)
  return inDocument(() => readXmlStructure(shape, root), faults)
}

function readBody(body: Uint8Array, faults: RestFaults): XmlElement {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString()
  return inDocument(() => readXml(text), faults)
}

function inDocument<T>(read: () => T, faults: RestFaults): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof XmlFault) throw faults.document(error.message)
    throw error
  }
}

interface Content {
  readonly body: ResponseBody
  readonly contentType: string
}

function contentOf(output: object, operation: OperationModel): Content | undefined {
  const { output: shape, service, json } = operation
  if (!shape) return undefined
  const values = output as Readonly<Record<string, unknown>>
  const { payload } = shape
  if (payload) return payloadContent(payload, values[payload.name], service)
  if (![...shape.members.values()].some(({ traits }) => !traits.location)) return undefined
  const name = shape.json.locationName ?? shape.name
  const open = namespaceFor(shape, service)
  const document = json.unwrappedOutput
    ? element(name, open, unwrapped(shape, values))
    : writers.element(name, shape, output, open)
  return xml(document)
}

function payloadContent(
  payload: Member,
  value: unknown,
  service: ServiceModel,
): Content | undefined {
  if (value === undefined || value === null) return undefined
  const { shape, traits } = payload
  if (shape.kind !== 'structure') return writeRawPayload(payload, value)
  if (shape.json.eventStream) {
    const events = value as AsyncIterable<object>
    return { body: eventStreamBody(shape, events, xmlEvents), contentType: eventStreamType }
  }
  const name = traits.locationName ?? shape.json.locationName ?? shape.name
  const open = traits.xmlNamespace ? namespaceOf(traits) : namespaceFor(shape, service)
  return xml(writers.element(name, shape, value, open))
}

function xml(document: string): Content {
  return { body: prolog + document, contentType: 'application/xml' }
}

/** S3's GetBucketLocation: the only member's text stands in the root element itself. */
function unwrapped(shape: StructureShape, values: Readonly<Record<string, unknown>>): string {
  const [member] = shape.members.values()
  const value = member && values[member.name]
  return value === undefined || value === null ? '' : escapeXml(String(value))
}

function namespaceFor(shape: StructureShape, service: ServiceModel): string {
  if (shape.json.xmlNamespace) return namespaceOf(shape.json)
  const { xmlNamespace: uri } = service.json
  return uri === undefined ? '' : namespaceOf({ xmlNamespace: { uri } })
}

function wrappedError(wire: WireError, service: ServiceModel, { requestId }: Answer): string {
  const { xmlNamespace: uri } = service.json
  const open = uri === undefined ? '' : namespaceOf({ xmlNamespace: { uri } })
  const content = element('Type', '', wire.fault) + errorContent(wire)
  const body = element('Error', '', content) + element('RequestId', '', escapeXml(requestId))
  return element('ErrorResponse', open, body)
}

function bareError(wire: WireError, { requestId }: Answer): string {
  const ids =
    element('RequestId', '', escapeXml(requestId)) + element('HostId', '', hostIdOf(requestId))
  return element('Error', '', errorContent(wire) + ids)
}

/** Members that the shape lacks are plain text: S3 adds `Key`, `BucketName` and more to its errors. */
function errorContent({ code, message, shape, members }: WireError): string {
  let content = element('Code', '', escapeXml(code))
  if (message !== '') content += element('Message', '', escapeXml(message))
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined || value === null) continue
    content += shape?.members.has(name)
      ? writers.content(shape, { [name]: value })
      : element(name, '', escapeXml(String(value)))
  }
  return content
}

/** How the structures inside events are written: S3's SelectObjectContent. */
const xmlEvents: EventCodec = {
  contentType: 'text/xml',
  read: (shape, payload) => readXmlStructure(shape, readXml(Buffer.from(payload).toString())),
  write: (shape, value, name) => Buffer.from(writers.element(name, shape, value)),
}
