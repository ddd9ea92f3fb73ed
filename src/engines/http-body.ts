/** Bodies of requests: collected, handed on as they come, or thrown away. */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** A body that nobody wants is read to its end up to here, so that the connection lives on. */
const discardedBytesMax = 64 * 1024

/** Calls `done` once: with the body, or with nothing when it is too long. An aborted body is dropped. */
export function collect(
  request: IncomingMessage,
  bytesMax: number,
  done: (body: Uint8Array | undefined) => void,
): void {
  let first: Buffer = noBytes
  let rest: Buffer[] | undefined
  let size = 0
  request.on('data', (chunk: Buffer) => {
    if (size > bytesMax) return
    size += chunk.length
    if (size > bytesMax) done(undefined)
    else if (first === noBytes) first = chunk
    else (rest ??= [first]).push(chunk)
  })
  request.on('end', () => {
    if (size <= bytesMax) done(rest ? Buffer.concat(rest, size) : first)
  })
}

const noBytes = Buffer.alloc(0)

/** Lets what is left of the body come and go; closes the connection where that is too much. */
export function discard(request: IncomingMessage, response: ServerResponse): void {
  const length = Number(request.headers['content-length'] ?? Infinity)
  if (length > discardedBytesMax || request.headers.expect !== undefined) {
    response.shouldKeepAlive = false
  }
  request.resume()
}
