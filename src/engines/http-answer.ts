/** Writes an answer: texts and bytes at once, streams as fast as the client reads. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import type { HttpAnswer, HttpBody } from '../ports/listeners.ts'
import { discard, whenDrained } from './http-body.ts'
import { answerInTurn } from './turns.ts'

export function send(answer: HttpAnswer, request: IncomingMessage, response: ServerResponse): void {
  const { status, headers, body } = answer
  if (response.destroyed) return abandon(body)
  if (!request.complete) discard(request, response)
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
    if (mayHaveLength(status, request)) headers['content-length'] ??= String(lengthOf(body))
    const bytes = request.method === 'HEAD' ? undefined : body
    return answerInTurn(() => {
      if (response.destroyed) return
      writeHead(response, status, headers)
      if (request.complete || isWaited(request)) return void response.end(bytes)
      if (bytes !== undefined && bytes.length > 0) response.write(bytes)
      else response.flushHeaders()
      whenDrained(request, () => response.end())
    })
  }
  writeHead(response, status, headers)
  if (request.method === 'HEAD') {
    abandon(body)
    response.end()
    return
  }
  response.flushHeaders()
  // A stream that breaks breaks the connection: the client must not take it for whole.
  pipeline(Readable.from(body, { objectMode: false }), response, () => undefined)
}

/** The client sends its body when it is told to, and it wasn't. */
function isWaited({ headers, readableDidRead }: IncomingMessage): boolean {
  return headers.expect !== undefined && !readableDidRead
}

/** What a request said may come back in a header, where HTTP takes no line breaks and no Unicode. */
function writeHead(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
): void {
  try {
    response.writeHead(status, headers)
  } catch {
    for (const name in headers) {
      headers[name] = (headers[name] ?? '').replace(/[^\t\x20-\x7e\x80-\xff]/gu, '?')
    }
    response.writeHead(status, headers)
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
