/** Bodies of requests: collected, handed on as they come, or thrown away. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SlowClients } from './slow-clients.ts'

/** A body that nobody wants is read to its end up to here, so that the connection lives on. */
const discardedBytesMax = 64 * 1024

/** Calls `done` once: with the body, or with nothing when it is too long. An aborted body is dropped. */
export function collect(
  request: IncomingMessage,
  bytesMax: number,
  slow: SlowClients,
  done: (body: Uint8Array | undefined) => void,
): void {
  let first: Buffer | undefined
  let rest: Buffer[] | undefined
  let size = 0
  const onData = (chunk: Buffer) => {
    size += chunk.length
    if (size > bytesMax) return end(undefined)
    if (!first) first = chunk
    else (rest ??= [first]).push(chunk)
  }
  const end = (body: Uint8Array | undefined) => {
    slow.forget(request)
    request.off('data', onData)
    request.off('end', onEnd)
    done(body)
  }
  const onEnd = () => end(rest ? Buffer.concat(rest, size) : (first ?? Buffer.alloc(0)))
  slow.watch(request)
  request.on('data', onData)
  request.on('end', onEnd)
  request.on('error', () => slow.forget(request))
}

/** The body chunk by chunk, no faster than it is read. */
export function streamOf(request: IncomingMessage, slow: SlowClients): AsyncIterable<Uint8Array> {
  slow.watch(request)
  request.on('close', () => slow.forget(request))
  return request
}

/** Lets what is left of the body come and go; closes the connection where that is too much. */
export function discard(request: IncomingMessage, response: ServerResponse): void {
  const length = Number(request.headers['content-length'] ?? Infinity)
  if (length > discardedBytesMax || request.headers.expect !== undefined) {
    response.shouldKeepAlive = false
  }
  request.resume()
}
