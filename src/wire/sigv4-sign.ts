/** Signs requests and URLs: what a service hands out presigned, and what tests send. */
import {
  canonicalRequest,
  scopeText,
  sha256Hex,
  stringToSign,
  type SignedParts,
} from './sigv4-canonical.ts'
import { signatureOf } from './sigv4-key.ts'
import type { CredentialScope } from './sigv4-read.ts'
import { amzDateOf } from './sigv4-refusals.ts'

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

export interface Signing {
  readonly credentials: Credentials
  readonly region: string
  readonly service: string
  readonly atMs: number
  /** S3 signs paths encoded once. */
  readonly encoding?: 'once' | 'twice'
}

/**
 * The headers to send, with `x-amz-date`, `authorization` and, for sessions, the token added.
 * @param payload the body, or the name that `x-amz-content-sha256` gives in its place.
 */
export function signRequest(
  request: SignedParts,
  payload: Uint8Array | string,
  signing: Signing,
): Record<string, string> {
  const { credentials, atMs, encoding = 'twice' } = signing
  const amzDate = amzDateOf(atMs)
  const payloadHash = typeof payload === 'string' ? payload : sha256Hex(payload)
  const headers: Record<string, string> = { ...defined(request.headers), 'x-amz-date': amzDate }
  if (credentials.sessionToken) headers['x-amz-security-token'] = credentials.sessionToken
  if (encoding === 'once') headers['x-amz-content-sha256'] = payloadHash
  const signedHeaders = Object.keys(headers).sort()
  const canonical = canonicalRequest(
    { ...request, headers },
    { signedHeaders, payloadHash, encoding },
  )
  const scope = scopeText(scopeOf(amzDate, signing))
  const signature = signText(stringToSign(amzDate, scope, canonical), amzDate, signing)
  headers['authorization'] =
    `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, ` +
    `SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`
  return headers
}

/** The query of a presigned URL; the request's headers become those that the caller must send. */
export function presignQuery(
  request: SignedParts,
  expiresSeconds: number,
  signing: Signing,
  payloadHash = 'UNSIGNED-PAYLOAD',
): string {
  const { credentials, atMs, encoding = 'twice' } = signing
  const amzDate = amzDateOf(atMs)
  const scope = scopeText(scopeOf(amzDate, signing))
  const signedHeaders = Object.keys(defined(request.headers)).sort()
  const parameters = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${credentials.accessKeyId}/${scope}`,
    'X-Amz-Date': amzDate,
    'X-Amz-Expires': String(expiresSeconds),
    'X-Amz-SignedHeaders': signedHeaders.join(';'),
  })
  if (credentials.sessionToken) parameters.set('X-Amz-Security-Token', credentials.sessionToken)
  const query = [request.query, parameters.toString()].filter((part) => part !== '').join('&')
  const canonical = canonicalRequest(
    { ...request, query },
    { signedHeaders, payloadHash, encoding },
  )
  const signature = signText(stringToSign(amzDate, scope, canonical), amzDate, signing)
  return `${query}&X-Amz-Signature=${signature}`
}

function scopeOf(amzDate: string, { region, service }: Signing): CredentialScope {
  return { date: amzDate.slice(0, 8), region, service, terminator: 'aws4_request' }
}

function signText(text: string, amzDate: string, signing: Signing): string {
  return signatureOf(text, signing.credentials.secretAccessKey, scopeOf(amzDate, signing))
}

function defined(headers: SignedParts['headers']): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) kept[name] = value
  return kept
}
