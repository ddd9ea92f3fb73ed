/** Bodies of requests: collected, handed on as they come, or thrown away. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { BrokenBody } from '../ports/listeners.ts'

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

/** The body as it comes, no faster than it is read. @throws BrokenBody when its client goes. */
export function streamOf(request: IncomingMessage): AsyncIterable<Uint8Array> {
  return {
    async *[Symbol.asyncIterator]() {
      try {
        // Whoever reads no further still owes the client an answer on this connection.
        const chunks = request.iterator({ destroyOnReturn: false })
        for await (const chunk of chunks) yield chunk as Uint8Array
      } catch (error) {
        throw new BrokenBody('the client went before its body was whole', { cause: error })
      }
    },
  }
}

/** Lets what is left of the body come and go; closes the connection where that is too much. */
export function discard(request: IncomingMessage, response: ServerResponse): void {
  const length = Number(request.headers['content-length'] ?? Infinity)
  if (length > discardedBytesMax || request.headers.expect !== undefined) {
    response.shouldKeepAlive = false
  }
  request.resume()
}

/**
 * How long a connection that will be closed goes on being read: closed before, what is still on its
 * way resets it, and a client that sends first and then reads never sees its answer.
 */
const lingerMs = 1_000

/** Calls `done` once: when the body has come to its end, its client has gone, or has taken too long. */
export function whenDrained(request: IncomingMessage, done: () => void): void {
  if (request.complete) return done()
  const finish = () => {
    clearTimeout(timer)
    request.off('end', finish).off('close', finish)
    done()
  }
  const timer = setTimeout(finish, lingerMs)
  request.on('end', finish).on('close', finish)
}
