/**
 * Calls without a socket: a request handler for clients of the AWS SDK for JavaScript v3, whose
 * requests go through the whole chain, signature included, in this process.
 */
import { Readable } from 'node:stream'
import type { Gateway } from '../gateway/gateway.ts'
import type { RequestHead } from '../gateway/exchange.ts'
import type { HttpAnswer } from '../ports/listeners.ts'

/** What the SDK hands a request handler, as `@smithy/types` has it. */
export interface SdkRequest {
  readonly method: string
  readonly protocol?: string
  readonly hostname: string
  readonly port?: number | undefined
  readonly path: string
  readonly query?: Readonly<Record<string, string | readonly string[] | null>> | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface SdkResponse {
  readonly statusCode: number
  readonly headers: Record<string, string>
  /** Whole, or a Readable where the operation's output streams. */
  readonly body?: unknown
}

export interface SdkRequestHandler {
  readonly metadata: { readonly handlerProtocol: 'http/1.1' }
  handle(
    request: SdkRequest,
    options?: { readonly abortSignal?: unknown },
  ): Promise<{ response: SdkResponse }>
  destroy(): void
  updateHttpClientConfig(): void
  httpHandlerConfigs(): object
}

export function sdkRequestHandler(gateway: Gateway): SdkRequestHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: (request, options) => handle(gateway, request, options?.abortSignal),
    destroy() {},
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  }
}

async function handle(gateway: Gateway, request: SdkRequest, signal: unknown) {
  const abortSignal = signal as AbortSignal | undefined
  if (abortSignal?.aborted) throw aborted()
  const head = headOf(request, abortSignal)
  const opened = gateway.open(head)
  const reception = opened instanceof Promise ? await opened : opened
  const given =
    reception.wants === 'stream'
      ? reception.receiveStream(streamOf(request.body))
      : reception.receive(await bytesOf(request.body))
  const answer = given instanceof Promise ? await given : given
  if (abortSignal?.aborted) throw aborted()
  return { response: responseOf(answer, reception.answersStream) }
}

function headOf(request: SdkRequest, abortSignal: AbortSignal | undefined): RequestHead {
  const { method, path, body } = request
  const headers: Record<string, string> = {}
  for (const name in request.headers) headers[name.toLowerCase()] = request.headers[name] ?? ''
  const host = request.port === undefined ? request.hostname : `${request.hostname}:${request.port}`
  headers['host'] ??= host
  return {
    method,
    path: path === '' ? '/' : path,
    query: queryOf(request.query),
    headers,
    isEncrypted: request.protocol === 'https:',
    address: '127.0.0.1',
    isLoopback: true,
    hasBody: body !== undefined && body !== null && body !== '',
    onGone(listener) {
      abortSignal?.addEventListener('abort', listener, { once: true })
      return () => abortSignal?.removeEventListener('abort', listener)
    },
  }
}

function queryOf(query: SdkRequest['query']): string {
  const pairs: string[] = []
  for (const [name, value] of Object.entries(query ?? {})) {
    const key = encode(name)
    if (value === null) pairs.push(key)
    else if (typeof value === 'string') pairs.push(`${key}=${encode(value)}`)
    else for (const item of value) pairs.push(`${key}=${encode(item)}`)
  }
  return pairs.join('&')
}

/** RFC 3986, as AWS's clients encode. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function bytesOf(body: unknown): Uint8Array | Promise<Uint8Array> {
  if (typeof body === 'string') return Buffer.from(body)
  if (body instanceof Uint8Array) return body
  if (body === undefined || body === null) return Buffer.alloc(0)
  return collected(streamOf(body))
}

async function collected(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function streamOf(body: unknown): AsyncIterable<Uint8Array> {
  if (body instanceof Blob) return body.stream() as unknown as AsyncIterable<Uint8Array>
  if (typeof body === 'object' && body !== null && Symbol.asyncIterator in body) {
    return body as AsyncIterable<Uint8Array>
  }
  const bytes = bytesOf(body)
  return (async function* once() {
    yield await bytes
  })()
}

function responseOf({ status, headers, body }: HttpAnswer, asStream: boolean): SdkResponse {
  const lower: Record<string, string> = {}
  for (const name in headers) lower[name.toLowerCase()] = headers[name] ?? ''
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  if (bytes instanceof Uint8Array && bytes.length > 0)
    lower['content-length'] ??= String(bytes.length)
  const answered =
    bytes instanceof Uint8Array ? (asStream ? Readable.from([bytes]) : bytes) : readable(bytes)
  return { statusCode: status, headers: lower, ...(answered !== undefined && { body: answered }) }
}

function readable(body: AsyncIterable<Uint8Array> | undefined): Readable | undefined {
  return body && Readable.from(body, { objectMode: false })
}

function aborted(): Error {
  return Object.assign(new Error('Request aborted'), { name: 'AbortError' })
}
