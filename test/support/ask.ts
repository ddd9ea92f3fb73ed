/** Requests of one's own making through the gateway, signed or not, without a socket. */
import type { RequestHead } from '../../src/gateway/exchange.ts'
import type { HttpAnswer, HttpHandler } from '../../src/ports/listeners.ts'
import { type Credentials, signRequest } from '../../src/wire/sigv4-sign.ts'

export interface Asked {
  readonly method?: string
  readonly path?: string
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly address?: string
  readonly isLoopback?: boolean
}

export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export async function ask(gateway: HttpHandler, asked: Asked): Promise<Answered> {
  const body = typeof asked.body === 'string' ? Buffer.from(asked.body) : asked.body
  const head: RequestHead = {
    method: asked.method ?? 'POST',
    path: asked.path ?? '/',
    query: asked.query ?? '',
    headers: { host: '127.0.0.1:4566', ...asked.headers },
    isEncrypted: false,
    address: asked.address ?? '127.0.0.1',
    isLoopback: asked.isLoopback ?? true,
    hasBody: body !== undefined,
  }
  const reception = await gateway.open(head)
  const bytes = body ?? new Uint8Array(0)
  const answer = await (reception.wants === 'stream'
    ? reception.receiveStream(inOne(bytes))
    : reception.receive(bytes))
  return { status: answer.status, headers: answer.headers, text: await textOf(answer.body) }
}

/** Signs as clients do; `atMs` is the client's clock. */
export function signed(
  asked: Asked,
  signing: {
    readonly service: string
    readonly credentials?: Credentials
    readonly region?: string
    readonly atMs?: number
  },
): Asked {
  const { method = 'POST', path = '/', query = '', headers = {}, body = '' } = asked
  const request = { method, path, query, headers: { host: '127.0.0.1:4566', ...headers } }
  const {
    credentials = { accessKeyId: 'test', secretAccessKey: 'test' },
    region = 'us-east-1',
    atMs = Date.now(),
    service,
  } = signing
  const payload = typeof body === 'string' ? Buffer.from(body) : body
  return {
    ...asked,
    headers: signRequest(request, payload, { credentials, region, service, atMs }),
  }
}

/** A call of SQS over JSON. */
export function sqsCall(action: string, input: object): Asked {
  return {
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AmazonSQS.${action}`,
    },
    body: JSON.stringify(input),
  }
}

async function textOf(body: HttpAnswer['body']): Promise<string> {
  if (body === undefined) return ''
  if (typeof body === 'string') return body
  if (body instanceof Uint8Array) return Buffer.from(body).toString()
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

async function* inOne(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
