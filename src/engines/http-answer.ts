/** Writes an answer: texts and bytes at once, streams as fast as the client reads. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream'
import type { HttpAnswer, HttpBody } from '../ports/listeners.ts'

export function send(answer: HttpAnswer, request: IncomingMessage, response: ServerResponse): void {
  const { status, headers, body } = answer
  if (response.destroyed) return abandon(body)
  if (!request.complete && request.headers.expect !== undefined && !request.readableFlowing) {
    response.shouldKeepAlive = false
  }
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
    if (mayHaveLength(status, request)) headers['content-length'] ??= String(lengthOf(body))
    return sendTogether({
      response,
      status,
      headers,
      body: request.method === 'HEAD' ? undefined : body,
    })
  }
  response.writeHead(status, headers)
  if (request.method === 'HEAD') {
    abandon(body)
    response.end()
    return
  }
  response.flushHeaders()
  // A stream that breaks breaks the connection: the client must not take it for whole.
  pipeline(Readable.from(body, { objectMode: false }), response, () => undefined)
}

interface Ready {
  readonly response: ServerResponse
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string | Uint8Array | undefined
}

let ready: Ready[] = []

/**
 * Answers that were made in one turn of the event loop leave together at its end: a write wakes the
 * client that sleeps, which costs more than the call itself, and one that is awake already doesn't.
 */
function sendTogether(answer: Ready): void {
  if (ready.push(answer) === 1) setImmediate(sendReady)
}

function sendReady(): void {
  const answers = ready
  ready = []
  for (const { response, status, headers, body } of answers) {
    if (response.destroyed) continue
    response.writeHead(status, headers)
    response.end(body)
  }
}

/** These never have a body, and saying how long it is would be an error. */
function mayHaveLength(status: number, { method }: IncomingMessage): boolean {
  return status !== 204 && status !== 304 && status >= 200 && method !== 'HEAD'
}

function lengthOf(body: string | Uint8Array | undefined): number {
  if (body === undefined) return 0
  return typeof body === 'string' ? Buffer.byteLength(body) : body.length
}

function abandon(body: HttpBody | undefined): void {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) return
  void body[Symbol.asyncIterator]().return?.()
}
