/** HTTP as the commands speak it. Node's own client, since `fetch` gives up on a quiet stream. */
import { once } from 'node:events'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** A request, as a command makes it. */
export interface Question {
  readonly method: string
  readonly url: URL
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | AsyncIterable<Uint8Array>
  /** Until the answer's headers are there; without one, for ever. */
  readonly timeoutMs?: number
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Throws where the connection ends before the answer does. */
  readonly body: AsyncIterable<Uint8Array>
}

/** @throws Error with a `code` such as `ECONNREFUSED` when there is no answer. */
export type Ask = (question: Question) => Promise<Answer>

export const askOverHttp: Ask = async ({ method, url, headers, body, timeoutMs }) => {
  const begin = url.protocol === 'https:' ? requestHttps : requestHttp
  const sent = begin(url, {
    method,
    headers: { ...headers },
    // A process that asks two or three times has no use for kept connections.
    agent: false,
    // On this machine the certificate is Kasane's own.
    rejectUnauthorized: !isLoopback(url.hostname),
  })
  const timer = timeoutMs && setTimeout(() => sent.destroy(timedOut()), timeoutMs)
  const received = once(sent, 'response') as Promise<[IncomingMessage]>
  // An answer may come before the body is sent whole, and then says why.
  const sending = pipeline(typeof body === 'object' ? body : Readable.from([body ?? '']), sent)
  sending.catch(() => undefined)
  try {
    const [answer] = await received
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: answer }
  } finally {
    if (timer) clearTimeout(timer)
  }
}

/** All of an answer. */
export async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** That it is this machine: nobody can be between. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}

function timedOut(): Error {
  return Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })
}
