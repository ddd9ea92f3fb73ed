/** EC2's query: like AWS query, with names in capitals, flat lists and its own envelopes. */
import type { Member } from '../model/model.ts'
import { formOf, serviceNamespace } from './aws-query.ts'
import { queryError } from './errors-on-the-wire.ts'
import type { WireResponse } from './message.ts'
import type { Answer, Protocol } from './protocol.ts'
import { FormReaders } from './query-reader.ts'
import { escapeXml } from './escape-xml.ts'
import { element, XmlWriters } from './xml-writer.ts'

const readers = new FormReaders({ flat: true, member: formName })
const writers = new XmlWriters(({ wireName }) => wireName)

export const ec2Query: Protocol = {
  name: 'ec2',

  parse(request, { input }) {
    return input ? (readers.structure(input)(formOf(request)) as object) : {}
  },

  /** AWS answers operations without an output with `<return>true</return>`. */
  serialise(output, operation, about) {
    const { name, output: shape, service } = operation
    const result = shape ? writers.content(shape, output) : element('return', '', 'true')
    const content = element('requestId', '', about.requestId) + result
    const namespace = serviceNamespace(service.json.xmlNamespace)
    return xmlAnswer(200, element(`${name}Response`, namespace, content), about)
  },

  serialiseError(error, service, about) {
    const wire = queryError(error, service)
    const content =
      element('Code', '', escapeXml(wire.code)) +
      (wire.message === '' ? '' : element('Message', '', escapeXml(wire.message))) +
      (wire.shape ? writers.content(wire.shape, wire.members) : '')
    const errors = element('Errors', '', element('Error', '', content))
    const body = errors + element('RequestID', '', about.requestId)
    return xmlAnswer(wire.status, element('Response', '', body), about)
  },
}

function xmlAnswer(status: number, document: string, about: Answer): WireResponse {
  return {
    status,
    headers: { 'x-amzn-RequestId': about.requestId, 'Content-Type': 'text/xml;charset=UTF-8' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${document}`,
  }
}

function formName({ traits, wireName }: Member): string {
  return traits.queryName ?? wireName.charAt(0).toUpperCase() + wireName.slice(1)
}
