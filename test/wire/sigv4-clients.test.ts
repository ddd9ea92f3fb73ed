/** What the SDK's signer signs is accepted, and refused once anything of it is changed. */
import { createHash, createHmac } from 'node:crypto'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'

import { AwsError } from '../../src/kernel/errors.ts'
import type { WireRequest } from '../../src/wire/message.ts'
import { readSignature } from '../../src/wire/sigv4-read.ts'
import { verifySignature } from '../../src/wire/sigv4.ts'
import { Seeded } from './seeded.ts'

interface SdkRequest {
  method: string
  protocol: string
  hostname: string
  path: string
  query: Record<string, string>
  headers: Record<string, string>
  body?: string
}

interface Signer {
  sign(request: SdkRequest, options: object): Promise<SdkRequest>
  presign(request: SdkRequest, options: object): Promise<SdkRequest>
}

const fromClients = createRequire(new URL('../clients/resolve.ts', import.meta.url))
const { SignatureV4 } = fromClients('@smithy/signature-v4') as {
  SignatureV4: new (options: object) => Signer
}

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 's3cr+t/', sessionToken: 't+/=' }
const nowMs = Date.parse('2026-01-02T03:04:05Z')

/** What the SDK wants of a hash: Node's, with its key if it has one. */
class Sha256 {
  readonly #hash

  constructor(secret?: Uint8Array | string) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret)
  }

  update(data: Uint8Array | string): void {
    this.#hash.update(data)
  }

  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.#hash.digest())
  }
}

const parts = ['a', 'b c', 'é', '+', '~', '!', "'", '(', '*', '%', '$', '&', '=', ':', '日本', '..']

/** As the SDK's clients encode labels: all that RFC 3986 reserves. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function randomRequest(random: Seeded): SdkRequest {
  const text = () => random.pick(parts) + random.pick(parts)
  const segments = Array.from({ length: random.integer(0, 4) }, () => encoded(text()))
  const query = Array.from({ length: random.integer(0, 3) }, () => [text(), text()])
  return {
    method: random.pick(['GET', 'PUT', 'POST']),
    protocol: 'http:',
    hostname: '127.0.0.1',
    path: `/${segments.join('/')}`,
    query: Object.fromEntries(query) as Record<string, string>,
    headers: {
      host: '127.0.0.1:4566',
      'x-amz-meta-note': random.pick([' a  b ', 'a,b', 'a, b', '']),
    },
    ...(random.chance(0.5) && { body: random.pick(['', '{}', 'é']) }),
  }
}

/** As it arrives: query encoded, whatever way, header names in lower case. */
function arrived({ method, path, query, headers, body }: SdkRequest): WireRequest {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  )
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value.trim()])
  const bytes = Buffer.from(body ?? '')
  const all = { method, path, query: pairs.join('&'), body: bytes }
  return { ...all, headers: Object.fromEntries(lower) as Record<string, string> }
}

function verdict(request: WireRequest, service: 's3' | 'lambda'): string {
  const family = service === 's3' ? 's3' : 'restJson'
  try {
    const signature = readSignature(request, family)
    if (!signature) return 'anonymous'
    const about = { family, service, nowMs, body: request.body } as const
    verifySignature(request, signature, credentials.secretAccessKey, about)
    return 'accepted'
  } catch (error) {
    if (error instanceof AwsError) return error.code
    throw error
  }
}

describe.each(['s3', 'lambda'] as const)('%s', (service) => {
  const s3 = service === 's3'
  const signer = new SignatureV4({
    credentials,
    region: 'eu-west-1',
    service,
    sha256: Sha256,
    uriEscapePath: !s3,
  })
  const signingDate = new Date(nowMs)

  test('200 signed requests are accepted, and not with another method', async () => {
    const random = new Seeded(`signed ${service}`)
    for (let count = 0; count < 200; count++) {
      const signed = arrived(await signer.sign(randomRequest(random), { signingDate }))
      expect([signed.path, signed.query, verdict(signed, service)]).toEqual([
        signed.path,
        signed.query,
        'accepted',
      ])
      const mismatch = s3 ? 'SignatureDoesNotMatch' : 'InvalidSignatureException'
      expect(verdict({ ...signed, method: 'DELETE' }, service)).toBe(mismatch)
    }
  })

  test('200 presigned URLs are accepted', async () => {
    const random = new Seeded(`presigned ${service}`)
    for (let count = 0; count < 200; count++) {
      const { body: _, ...request } = randomRequest(random)
      request.headers = { host: request.headers['host'] ?? '' }
      if (s3) request.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD'
      const options = { signingDate, expiresIn: 60, unhoistableHeaders: new Set<string>() }
      const presigned = arrived(await signer.presign(request, options))
      expect([presigned.path, presigned.query, verdict(presigned, service)]).toEqual([
        presigned.path,
        presigned.query,
        'accepted',
      ])
    }
  })
})
