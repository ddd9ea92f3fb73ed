import { describe, expect, test } from 'vitest'
import { AwsError } from '../kernel/errors.ts'
import type { WireRequest } from './message.ts'
import type { AuthFamily } from './sigv4-faults.ts'
import { readSignature } from './sigv4-read.ts'
import { signRequest } from './sigv4-sign.ts'
import { verifySignature } from './sigv4.ts'

const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const atMs = Date.parse('2026-01-01T00:00:00Z')

interface Signed {
  readonly request?: Partial<WireRequest>
  readonly secret?: string
  readonly encoding?: 'once' | 'twice'
  readonly payload?: string
}

const sent: WireRequest = {
  method: 'POST',
  path: '/000000000000/jobs',
  query: 'Action=ListQueues&MaxResults=5',
  headers: {
    host: '127.0.0.1:4566',
    'content-type': 'application/x-amz-json-1.0',
    'accept-encoding': 'gzip, br',
  },
  body: Buffer.from('{"a":1}'),
}

/** Signs one request, sends another, and answers what the refusal has found out. */
function diagnosisOf(
  signed: Signed,
  changed: Partial<WireRequest> = {},
  family: AuthFamily = 'json',
) {
  const wanted = { ...sent, ...signed.request }
  const signing = {
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: signed.secret ?? secret },
    region: 'us-east-1',
    service: 'sqs',
    atMs,
    encoding: signed.encoding ?? (family === 's3' ? 'once' : 'twice'),
  } as const
  const headers = signRequest(wanted, signed.payload ?? wanted.body, signing)
  const arrived = { ...wanted, headers, ...changed }
  const given = { ...arrived, headers: { ...headers, ...changed.headers } }
  const signature = readSignature(given, family)
  if (!signature) throw new Error('not signed')
  try {
    const about = { family, service: 'sqs', nowMs: atMs, body: given.body }
    verifySignature(given, signature, secret, about)
    return 'fine'
  } catch (error) {
    return error instanceof AwsError ? error.why?.['diagnosis'] : error
  }
}

describe('a signature that does not match', () => {
  test.each([
    ['localhost:4566', '127.0.0.1:4566'],
    ['localhost', 'localhost:4566'],
    ['sqs.us-east-1.amazonaws.com', 'localhost:4566'],
  ])('is that of %s, when that was signed and %s came', (host, received) => {
    const request = { headers: { ...sent.headers, host } }
    expect(diagnosisOf({ request }, { headers: { host: received } })).toEqual({
      part: 'host',
      signed: host,
      received,
    })
  })

  test('is of a path encoded the other way', () => {
    const request = { path: '/a%20b' }
    expect(diagnosisOf({ request, encoding: 'once' })).toEqual({
      part: 'path',
      signed: '/a%20b encoded once',
      received: '/a%20b encoded twice',
    })
    const s3 = diagnosisOf({ request: { ...request, headers: { host: 'b' } } }, {}, 's3')
    expect(s3).toBe('fine')
  })

  test('is of the path without the slash that was added', () => {
    expect(diagnosisOf({}, { path: '/000000000000/jobs/' })).toEqual({
      part: 'path',
      signed: '/000000000000/jobs',
      received: '/000000000000/jobs/',
    })
  })

  test('is of a query without the parameter that was added', () => {
    expect(diagnosisOf({}, { query: `${sent.query}&utm=1` })).toEqual({
      part: 'query',
      signed: sent.query,
      received: `${sent.query}&utm=1`,
    })
  })

  test('is of a header that a proxy has changed', () => {
    expect(diagnosisOf({}, { headers: { 'accept-encoding': 'identity' } })).toEqual({
      part: 'header',
      name: 'accept-encoding',
      signed: 'gzip, br',
      received: 'identity',
    })
  })

  test('is of another method', () => {
    expect(diagnosisOf({}, { method: 'GET' })).toEqual({
      part: 'method',
      signed: 'POST',
      received: 'GET',
    })
  })

  test('is of the body before a line break was added', () => {
    expect(diagnosisOf({}, { body: Buffer.from('{"a":1}\n') })).toMatchObject({ part: 'body' })
    expect(diagnosisOf({ payload: 'UNSIGNED-PAYLOAD' })).toMatchObject({
      part: 'payload-hash',
      signed: 'UNSIGNED-PAYLOAD',
    })
  })

  test('is of the key with a wrong secret, which is not told', () => {
    expect(diagnosisOf({ secret: 'test' })).toEqual({
      part: 'secret',
      signed: 'the secret "test"',
      received: 'the secret of the key',
    })
    expect(diagnosisOf({ secret: `${secret}\n` })).toMatchObject({
      signed: 'the secret with a line break behind it',
    })
  })

  test('has no diagnosis when nothing usual explains it', () => {
    expect(diagnosisOf({ secret: 'something else' })).toBeUndefined()
  })
})
