/** Makes of the body as sent the one that protocols read: decoded, whole or as a stream. */
import { gunzip, gunzipSync } from 'node:zlib'
import { unmodelledError } from '../kernel/errors.ts'
import type { Exchange } from './exchange.ts'

/** What a compressed body may grow to. */
const decodedBytesMax = 128 * 1024 * 1024

/** Smaller bodies are unpacked at once, which takes less than handing them to another thread. */
const bytesAtOnceMax = 64 * 1024

export function readBody(exchange: Exchange): void | Promise<void> {
  const { head, sent, stream } = exchange
  const { method, path, query, headers } = head
  exchange.request = { method, path, query, headers, body: sent, ...(stream && { stream }) }
  if (headers['content-encoding'] !== undefined && isCompressed(exchange)) return unpack(exchange)
}

/** Only where the operation says so: at S3 an object's encoding is a fact about the object. */
function isCompressed({ head, operation }: Exchange): boolean {
  const encodings = (head.headers['content-encoding'] ?? '').split(',').map((one) => one.trim())
  return encodings.includes('gzip') && operation?.json.compression?.includes('gzip') === true
}

function unpack(exchange: Exchange): void | Promise<void> {
  const { sent } = exchange
  const options = { maxOutputLength: decodedBytesMax }
  const take = (body: Uint8Array) => {
    exchange.request = { ...exchange.request, body }
  }
  if (sent.length <= bytesAtOnceMax) {
    try {
      return take(gunzipSync(sent, options))
    } catch (error) {
      throw undecodable(error)
    }
  }
  return new Promise((resolve, reject) => {
    gunzip(sent, options, (error, body) => {
      if (error) return reject(undecodable(error))
      take(body)
      resolve()
    })
  })
}

function undecodable(error: unknown) {
  const reason = error instanceof Error ? error.message : String(error)
  const text = 'The request body could not be decompressed.'
  return unmodelledError('InvalidContentEncoding', 400, text, { kind: 'validation', reason })
}
