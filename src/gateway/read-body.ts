/** Makes of the body as sent the one that protocols read: decoded, whole or as a stream. */
import { decodeBody } from '../wire/body-decoding.ts'
import type { Exchange } from './exchange.ts'

/** What a compressed body may grow to. */
const bytesMax = 128 * 1024 * 1024

export function readBody(exchange: Exchange): void | Promise<void> {
  const { head, operation, sent, stream } = exchange
  const { method, path, query, headers } = head
  exchange.request = { method, path, query, headers, body: sent, ...(stream && { stream }) }
  const take = (body: Uint8Array) => {
    if (body !== sent) exchange.request = { ...exchange.request, body }
  }
  const decoded = decodeBody(sent, { headers, operation, bytesMax })
  return decoded instanceof Promise ? decoded.then(take) : take(decoded)
}
