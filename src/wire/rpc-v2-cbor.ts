/** Smithy RPC v2 with CBOR bodies, named by the path `/service/<target>/operation/<name>`. */
import type { AwsError } from '../kernel/errors.ts'
import type { ServiceModel } from '../model/model.ts'
import { messageKey } from './aws-json.ts'
import { CborFault, decodeCbor } from './cbor-decode.ts'
import { CborBytes } from './cbor-encode.ts'
import { cborWriter, type Text, writeTexts } from './cbor-writer.ts'
import { commonType, jsonError, queryCode, type WireError } from './errors-on-the-wire.ts'
import { coralWording, serializationFault } from './json-faults.ts'
import type { WireResponse } from './message.ts'
import type { Answer, Protocol } from './protocol.ts'
import { TreeReaders } from './tree-reader.ts'

const readers = new TreeReaders({
  strict: false,
  wording: coralWording,
  blob: (value) => (value instanceof Uint8Array ? value : undefined),
  timestamp: (value) => (value instanceof Date ? value : undefined),
  specialFloat: () => undefined,
})

export const rpcV2Cbor: Protocol = {
  name: 'rpcv2Cbor',

  parse({ body }, { input }) {
    if (!input || body.length === 0) return {}
    return readers.structure(input)(treeOf(body), 0) as object
  },

  serialise(output, { output: shape }, about) {
    if (!shape) return answer(200, undefined, about)
    const bytes = new CborBytes()
    cborWriter(shape)(output, bytes)
    return answer(200, bytes, about)
  },

  serialiseError(error, service, about) {
    const wire = jsonError(error, service)
    const response = answer(wire.status, errorBody(error, wire, service), about)
    if (service.json.queryCompatible) {
      response.headers['x-amzn-query-error'] = `${queryCode(error, service)};${wire.fault}`
    }
    return response
  },
}

function treeOf(body: Uint8Array): unknown {
  try {
    return decodeCbor(body)
  } catch (error) {
    if (error instanceof CborFault)
      throw serializationFault(`The body is not CBOR: ${error.message}`)
    throw error
  }
}

/** An error's structure with its type as a member; an empty text is left out. */
function errorBody(error: AwsError, wire: WireError, service: ServiceModel): CborBytes {
  const own = wire.shape ? `${service.json.namespace}#${wire.code}` : wire.code
  const type: Text = ['__type', commonType(error, service) ?? own]
  const texts = wire.message === '' ? [type] : [type, [messageKey(wire), wire.message] as const]
  const bytes = new CborBytes()
  if (wire.shape) cborWriter(wire.shape)(wire.members, bytes, texts)
  else writeTexts(texts, bytes)
  return bytes
}

function answer(status: number, body: CborBytes | undefined, about: Answer): WireResponse {
  const headers: Record<string, string> = {
    'smithy-protocol': 'rpc-v2-cbor',
    'x-amzn-RequestId': about.requestId,
  }
  if (!body) return { status, headers }
  headers['Content-Type'] = 'application/cbor'
  return { status, headers, body: body.joined() }
}
