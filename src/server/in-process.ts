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

export interface InProcess {
  readonly handler: SdkRequestHandler
  /** Refuses calls from now on, and lets long polls go; `false` where it had ended before. */
  end(): boolean
  /** @throws Error once it has ended. */
  requireOpen(): void
}

export function inProcess(gateway: Gateway): InProcess {
  const polls = new Set<() => void>()
  let hasEnded = false
  const requireOpen = () => {
    if (hasEnded) throw ended()
  }
  return {
    requireOpen,
    handler: {
      metadata: { handlerProtocol: 'http/1.1' },
      handle: (request, options) =>
        hasEnded
          ? Promise.reject(ended())
          : handle(gateway, request, departureOf(options?.abortSignal, polls)),
      destroy() {},
      updateHttpClientConfig() {},
      httpHandlerConfigs: () => ({}),
    },
    end() {
      if (hasEnded) return false
      hasEnded = true
      for (const letGo of polls) letGo()
      return true
    },
  }
}

/** How a call may come to nothing: its client gives it up, or the cloud ends while it waits. */
interface Departure {
  onGone: NonNullable<RequestHead['onGone']>
  /** @throws Error where it has. */
  requireThere(): void
  /** The call is over. */
  forget(): void
}

function departureOf(signal: unknown, polls: Set<() => void>): Departure {
  const abortSignal = signal as AbortSignal | undefined
  let isLetGo = false
  let forget = () => {}
  return {
    onGone(listener) {
      const letGo = () => {
        isLetGo = true
        listener()
      }
      polls.add(letGo)
      abortSignal?.addEventListener('abort', listener, { once: true })
      forget = () => {
        polls.delete(letGo)
        abortSignal?.removeEventListener('abort', listener)
      }
      return forget
    },
    requireThere() {
      if (abortSignal?.aborted) throw aborted()
      if (isLetGo) throw ended()
    },
    forget: () => forget(),
  }
}

async function handle(gateway: Gateway, request: SdkRequest, departure: Departure) {
  departure.requireThere()
  try {
    const opened = gateway.open(headOf(request, departure))
    const reception = opened instanceof Promise ? await opened : opened
    const given =
      reception.wants === 'stream'
        ? reception.receiveStream(streamOf(request.body))
        : reception.receive(await bytesOf(request.body))
    const answer = given instanceof Promise ? await given : given
    departure.requireThere()
    return { response: responseOf(answer, reception.answersStream) }
  } finally {
    departure.forget()
  }
}

function headOf(request: SdkRequest, { onGone }: Departure): RequestHead {
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
    onGone,
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

function ended(): Error {
  return new Error('This Kasane has ended: stop() was called. startKasane() starts another.')
}
