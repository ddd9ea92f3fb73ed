/** Bodies that are one member of the input or output, and not a document of its kind. */
import type { Member } from '../model/model.ts'
import { bytesStream } from './byte-stream.ts'
import type { ResponseBody, WireRequest } from './message.ts'

/** The payload as it stands, for blobs and strings; `undefined`: absent, or a document to parse. */
export function readRawPayload(member: Member, request: WireRequest): unknown {
  const { shape, traits } = member
  if (shape.kind !== 'scalar') return undefined
  const streams = traits.streaming === true
  if (streams)
    return request.stream ?? (request.body.length > 0 ? bytesStream(request.body) : undefined)
  if (request.body.length === 0) return undefined
  if (shape.type === 'blob') return plainBytes(request.body)
  return shape.type === 'string' ? Buffer.from(request.body).toString() : undefined
}

/** A blob is a `Uint8Array` to services, never one of Node's own kinds. */
function plainBytes({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

export interface RawPayload {
  readonly body: ResponseBody
  readonly contentType: string
}

/** `undefined`: the payload is a document, which the protocol writes. */
export function writeRawPayload({ shape }: Member, value: unknown): RawPayload | undefined {
  if (shape.kind !== 'scalar' || shape.type === 'document') return undefined
  if (shape.type === 'blob') {
    return { body: value as ResponseBody, contentType: 'application/octet-stream' }
  }
  return { body: String(value), contentType: 'text/plain' }
}
