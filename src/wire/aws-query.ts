/** AWS query: a form that names its action, answered in XML. */
import type { OperationModel, ServiceModel } from '../model/model.ts'
import { queryError, type WireError } from './errors-on-the-wire.ts'
import { readForm } from './form.ts'
import type { WireRequest, WireResponse } from './message.ts'
import type { Answer, Protocol } from './protocol.ts'
import { FormReaders } from './query-reader.ts'
import { asBuffer } from './utf8.ts'
import { escapeXml } from './escape-xml.ts'
import { element, namespaceOf, XmlWriters } from './xml-writer.ts'

const readers = new FormReaders({
  flat: false,
  member: ({ traits, wireName }) => traits.queryName ?? wireName,
})
const writers = new XmlWriters(({ traits, wireName }) => traits.queryName ?? wireName)

export const awsQuery: Protocol = {
  name: 'query',

  parse(request, { input }) {
    return input ? (readers.structure(input)(formOf(request)) as object) : {}
  },

  serialise(output, operation, about) {
    const { requestId } = about
    const metadata = element('ResponseMetadata', '', element('RequestId', '', requestId))
    const content = resultOf(output, operation) + metadata
    const namespace = serviceNamespace(operation.service.json.xmlNamespace)
    return xmlAnswer(200, element(`${operation.name}Response`, namespace, content), about)
  },

  serialiseError(error, service, about) {
    const wire = queryError(error, service)
    const body =
      element('Error', '', errorContent(wire, service)) + element('RequestId', '', about.requestId)
    const namespace = serviceNamespace(service.json.xmlNamespace)
    return xmlAnswer(wire.status, element('ErrorResponse', namespace, body), about)
  },
}

/** Parameters may stand in the body, in the query string, or in both. */
export function formOf({ body, query }: WireRequest) {
  return readForm(asBuffer(body).toString(), query)
}

function xmlAnswer(status: number, document: string, about: Answer): WireResponse {
  return {
    status,
    headers: { 'x-amzn-RequestId': about.requestId, 'Content-Type': 'text/xml' },
    body: `<?xml version="1.0"?>\n${document}`,
  }
}

export function serviceNamespace(uri: string | undefined): string {
  return uri === undefined ? '' : namespaceOf({ xmlNamespace: { uri } })
}

function resultOf(output: object, { name, json, output: shape }: OperationModel): string {
  if (!shape) return ''
  return element(json.resultWrapper ?? `${name}Result`, '', writers.content(shape, output))
}

function errorContent(wire: WireError, { json }: ServiceModel): string {
  return (
    element('Type', '', wire.fault) +
    element('Code', '', escapeXml(wire.code)) +
    (wire.message === '' ? '' : element('Message', '', escapeXml(wire.message))) +
    (wire.shape ? writers.content(wire.shape, wire.members) : '') +
    (json.queryErrorDetail ? element('Detail', '', '') : '')
  )
}
