/** Makes of the body as sent the one that protocols read: decoded and checked, whole or as a stream. */
import type { OperationModel } from '../model/model.ts'
import { decodeBody } from '../wire/body-decoding.ts'
import { requireFewParameters } from '../wire/form.ts'
import { bytesStream } from '../wire/byte-stream.ts'
import { contentEncodingOf, Payload, type PayloadPlan, planPayload } from '../wire/payload.ts'
import type { Headers } from '../wire/message.ts'
import { usualBodyBytesMax } from './catalogue.ts'
import type { Exchange } from './exchange.ts'

/** A form says in its body what it wants, which has to be unpacked to be read. */
export function readForm(exchange: Exchange): void | Promise<void> {
  if (exchange.style !== 'form') return
  const pending = readBody(exchange)
  if (pending) return pending.then(() => requireFewParameters(exchange.request.body))
  requireFewParameters(exchange.request.body)
}

/** What a form was unpacked to is kept, unless it turned out to be none. */
export function readBody(exchange: Exchange): void | Promise<void> {
  const { head, operation, sent, stream, facts } = exchange
  if (exchange.style === 'form' && exchange.request.method !== '') return
  const { method, path, query, headers } = head
  exchange.request = { method, path, query, headers, body: sent, stream }
  const take = (body: Uint8Array) => {
    if (body !== sent) exchange.request = { ...exchange.request, body }
  }
  const bytesMax = facts?.bodyBytesMax ?? usualBodyBytesMax
  const decoded = decodeBody(sent, { headers, operation, bytesMax })
  return decoded instanceof Promise ? decoded.then(take) : take(decoded)
}

/**
 * S3 frames bodies in chunks, and hashes and checksums them: they are checked as they are read, so
 * the signature has to be proven before.
 */
export function readPayload(exchange: Exchange): void | Promise<void> {
  const { head, model, operation, stream, sent, proof } = exchange
  if (!model?.json.bareErrors) return readBody(exchange)
  const { method, path, query } = head
  const plan = planPayload(head.headers, hasChecksum(operation))
  const headers = headersWithin(head.headers, plan)
  exchange.request = { method, path, query, headers, body: sent }
  if (stream) {
    exchange.request = { ...exchange.request, stream: new Payload(stream, plan, proof) }
  } else if (isChecked(plan)) {
    return whole(new Payload(bytesStream(sent), plan, proof)).then((body) => {
      exchange.request = { ...exchange.request, body }
    })
  }
}

function hasChecksum(operation: OperationModel | undefined): boolean {
  return operation?.json.checksum !== undefined
}

function isChecked({ chunked, contentHash, md5, checksum, trailer }: PayloadPlan): boolean {
  return (chunked ?? contentHash ?? md5 ?? checksum ?? trailer) !== undefined
}

/** The headers as the operation means them: of the object, not of its framing. */
function headersWithin(headers: Headers, { chunked }: PayloadPlan): Headers {
  if (!chunked) return headers
  return {
    ...headers,
    'content-encoding': contentEncodingOf(headers),
    'content-length': String(chunked.decodedBytes),
  }
}

async function whole(payload: Payload): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of payload) chunks.push(chunk)
  return Buffer.concat(chunks)
}
