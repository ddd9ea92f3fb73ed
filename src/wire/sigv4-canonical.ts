/**
 * What a SigV4 signature signs, rebuilt from the request as it arrived.
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import { hash } from 'node:crypto'
import { headerOf, type Headers } from './message.ts'
import type { CredentialScope } from './sigv4-read.ts'

/** The parts of a request that a signature covers, undecoded. */
export interface SignedParts {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly headers: Headers
}

export interface CanonicalForm {
  /** In the order they were signed, lower case. */
  readonly signedHeaders: readonly string[]
  /** Hex SHA-256 of the body as sent, or what `x-amz-content-sha256` says in its place. */
  readonly payloadHash: string
  /** S3 signs the path as it travels; everyone else normalises it and encodes it once more. */
  readonly encoding: 'once' | 'twice'
  /** What joins the values of a header that came more than once. */
  readonly repeatedBy?: ',' | ', '
}

export function canonicalRequest(request: SignedParts, form: CanonicalForm): string {
  const path =
    form.encoding === 'once' ? canonicalS3Path(request.path) : canonicalPath(request.path)
  let headers = ''
  for (const name of form.signedHeaders) {
    headers += `${name}:${canonicalValue(headerOf(request.headers, name) ?? '', form.repeatedBy)}\n`
  }
  const names = form.signedHeaders.join(';')
  const query = canonicalQuery(request.query)
  return `${request.method}\n${path}\n${query}\n${headers}\n${names}\n${form.payloadHash}`
}

export function stringToSign(amzDate: string, scope: string, canonical: string): string {
  return `AWS4-HMAC-SHA256\n${amzDate}\n${scope}\n${sha256Hex(bytesOf(canonical))}`
}

/** The credential scope as it is signed: `20150830/us-east-1/iam/aws4_request`. */
export function scopeText({ date, region, service, terminator }: CredentialScope): string {
  return `${date}/${region}/${service}/${terminator}`
}

export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex')
}

/** Sorted by name, then value, each encoded once, whatever way the client encoded it. */
function canonicalQuery(query: string): string {
  if (query === '') return ''
  return query
    .split('&')
    .filter((pair) => pair !== '' && !pair.startsWith('X-Amz-Signature='))
    .map(canonicalPair)
    .sort(([a, av], [b, bv]) => (a === b ? order(av, bv) : order(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

function canonicalPair(pair: string): [name: string, value: string] {
  const at = pair.indexOf('=')
  if (at < 0) return [reencode(pair, true), '']
  return [reencode(pair.slice(0, at), true), reencode(pair.slice(at + 1), true)]
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function canonicalPath(path: string): string {
  if (path === '/') return path
  const normal = path.includes('//') || path.includes('/.') ? withoutDots(path) : path
  return normal.replace(/[^A-Za-z0-9\-._~/]/gu, percent)
}

function canonicalS3Path(path: string): string {
  return plainPath.test(path) ? path : reencode(path, false)
}

const plainPath = /^[A-Za-z0-9\-._~/]*$/

function withoutDots(path: string): string {
  const kept: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop()
    else if (segment !== '' && segment !== '.') kept.push(segment)
  }
  const tail = kept.length > 0 && path.endsWith('/') ? '/' : ''
  return `/${kept.join('/')}${tail}`
}

/** Leaves each octet encoded exactly when RFC 3986 reserves it; a query's `+` means a blank. */
function reencode(text: string, inQuery: boolean): string {
  if (/^[A-Za-z0-9\-._~]*$/.test(text)) return text
  return text.replace(/%([0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~]/gu, (whole, hex?: string) => {
    if (hex === undefined) {
      if (whole === '/' && !inQuery) return whole
      return whole === '+' && inQuery ? '%20' : percent(whole)
    }
    const char = String.fromCharCode(Number.parseInt(hex, 16))
    return /[A-Za-z0-9\-._~]/.test(char) ? char : whole.toUpperCase()
  })
}

/** HTTP hands octets over as Latin-1 characters; what lies beyond came from a caller in-process. */
function percent(char: string): string {
  const code = char.charCodeAt(0)
  if (code > 0xff) return encodeURIComponent(char)
  return `%${code.toString(16).toUpperCase().padStart(2, '0')}`
}

/** HTTP's blanks alone: the octets of UTF-8 may look like Latin-1's no-break space. */
function canonicalValue(value: string, repeatedBy: ',' | ', ' = ', '): string {
  // Runs first: looking for those at the end takes a second where a long one stands in the middle.
  const trimmed = /^ | $|  |\t/.test(value)
    ? value.replace(/[ \t]+/g, ' ').replace(/^ | $/g, '')
    : value
  return repeatedBy === ',' ? trimmed.replaceAll(', ', ',') : trimmed
}

/** A header's octets arrive as Latin-1: hashing must see the octets that the client signed. */
function bytesOf(text: string): string | Uint8Array {
  if (!/[^\x00-\x7f]/.test(text)) return text
  return /[^\x00-\xff]/.test(text) ? text : Buffer.from(text, 'latin1')
}
