/** Signed calls without a client's own cost. */
import { signRequest } from '../../src/wire/sigv4-sign.ts'
import type { LoadRequest } from './load.ts'

export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export function jsonRequest(
  endpoint: string,
  credentials: Keys,
  { service, target, input }: { service: string; target: string; input: object },
): LoadRequest {
  const type = 'application/x-amz-json-1.0'
  return signed(endpoint, credentials, service, JSON.stringify(input), {
    'content-type': type,
    'x-amz-target': target,
  })
}

export function formRequest(
  endpoint: string,
  credentials: Keys,
  service: string,
  form: Readonly<Record<string, string>>,
): LoadRequest {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return signed(endpoint, credentials, service, new URLSearchParams(form).toString(), headers)
}

/** @throws Error with the answer's text when it is no success. */
export async function answerOf(endpoint: string, request: LoadRequest): Promise<string> {
  const { method, headers, body } = request
  const response = await fetch(endpoint, { method, headers, body })
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${text}`)
  return text
}

function signed(
  endpoint: string,
  credentials: Keys,
  service: string,
  body: string,
  own: Readonly<Record<string, string>>,
): LoadRequest {
  const { host } = new URL(endpoint)
  const request = { method: 'POST', path: '/', query: '', headers: { host, ...own } }
  const signing = { credentials, region: 'us-east-1', service, atMs: Date.now() }
  const { host: _, ...headers } = signRequest(request, Buffer.from(body), signing)
  return { method: 'POST', path: '/', headers, body }
}
