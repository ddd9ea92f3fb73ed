import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { AwsError } from '../kernel/errors.ts'
import type { ChunkSigning } from './aws-chunked.ts'
import type { Headers } from './message.ts'
import { contentEncodingOf, Payload, planPayload } from './payload.ts'
import { signatureOf } from './sigv4-key.ts'

/** The body in pieces of `size` bytes, as a socket might cut it. */
async function* pieces(body: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < body.length; at += size) yield body.subarray(at, at + size)
}

async function read(
  headers: Headers,
  body: string | Uint8Array,
  options: { signing?: ChunkSigning; size?: number } = {},
): Promise<unknown> {
  try {
    const bytes = Buffer.from(body as Uint8Array)
    const plan = planPayload(headers, true)
    const payload = new Payload(pieces(bytes, options.size), plan, options.signing)
    const parts: Uint8Array[] = []
    for await (const part of payload) parts.push(part)
    return Buffer.concat(parts).toString()
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return [error.code, error.status, error.message, error.members]
  }
}

const unsigned = {
  'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'x-amz-decoded-content-length': '11',
  'x-amz-trailer': 'x-amz-checksum-crc32',
}
const framed = 'b\r\nhello world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n'

describe('an unsigned body with a trailing checksum', () => {
  it.each([1, 2, 3, 7, 1000])('is read when it comes %d bytes at a time', async (size) => {
    expect(await read(unsigned, framed, { size })).toBe('hello world')
  })

  it.each([
    ['crc32', 'DUoRhQ=='],
    ['crc32c', 'yZRlqg=='],
    ['crc64nvme', 'jSnVw/bqjr4='],
    ['sha1', 'Kq5sNclPz7QV2+lfQIuc6R7oRu0='],
    ['sha256', 'uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek='],
    ['md5', 'XrY7u+Ae7tCTyyK7j1rNww=='],
  ])('is checked by %s', async (name, value) => {
    const trailer = `x-amz-checksum-${name}`
    const headers = { ...unsigned, 'x-amz-trailer': trailer }
    const body = (text: string) => `b\r\n${text}\r\n0\r\n${trailer}:${value}\r\n\r\n`
    expect(await read(headers, body('hello world'))).toBe('hello world')
    expect(await read(headers, body('hello w0rld'))).toEqual([
      'BadDigest',
      400,
      `The ${name.toUpperCase()} you specified did not match the calculated checksum.`,
      {},
    ])
  })

  const incomplete = ['IncompleteBody', 400, 'The request body terminated unexpectedly', {}]
  const malformed = [
    'MalformedTrailerError',
    400,
    'The request contained trailing data that was not well-formed or did not conform to our ' +
      'published schema.',
    {},
  ]
  it.each([
    ['ends within a chunk', framed.slice(0, 8), incomplete],
    ['ends after its data', framed.slice(0, 16), incomplete],
    ['has a size that is no number', framed.replace('b\r', 'x\r'), incomplete],
    ['has a chunk that goes on', framed.replace('world', 'world!'), incomplete],
    ['has bare newlines', framed.replaceAll('\r', ''), incomplete],
    ['goes on after its end', `${framed}more`, incomplete],
    ['has a header of 10 MB', 'b'.repeat(10_000_000), incomplete],
    ['has no trailer', framed.replace(/x-amz.*\r\n/, ''), malformed],
    ['has another trailer', framed.replace('crc32', 'sha1'), malformed],
    ['has a trailer twice', framed.replace(/(x-amz.*\r\n)/, '$1$1'), malformed],
    ['has a trailer without a colon', framed.replace(':', ' '), malformed],
    [
      'has a trailer that is no checksum',
      framed.replace('==', ''),
      ['InvalidRequest', 400, 'Value for x-amz-checksum-crc32 trailing header is invalid.', {}],
    ],
    [
      'is longer than it said',
      framed.replace('b\r\nhello world', 'c\r\nhello world!'),
      [
        'IncompleteBody',
        400,
        'You did not provide the number of bytes specified by the Content-Length HTTP header',
        { NumberBytesExpected: '11', NumberBytesProvided: '12' },
      ],
    ],
    [
      'has small chunks before the last',
      '5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n',
      [
        'InvalidChunkSizeError',
        403,
        'Only the last chunk is allowed to have a size less than 8192 bytes',
        { Chunk: '2', BadChunkSize: '5' },
      ],
    ],
  ])('is refused when it %s', async (_, body, refusal) => {
    expect(await read(unsigned, body)).toEqual(refusal)
  })

  it('must tell its length and a trailer that is known', async () => {
    const { 'x-amz-decoded-content-length': _, ...without } = unsigned
    expect(await read(without, framed)).toEqual([
      'MissingContentLength',
      411,
      'You must provide the Content-Length HTTP header.',
      {},
    ])
    expect(await read({ ...unsigned, 'x-amz-trailer': 'expires' }, framed)).toEqual([
      'InvalidRequest',
      400,
      'The value specified in the x-amz-trailer header is not supported',
      {},
    ])
  })
})

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html, its example. */
describe('a body with signed chunks', () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
  const signing: ChunkSigning = {
    secret,
    canonicalRequest: 'the canonical request',
    signature: {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      scope: { date: '20130524', region: 'us-east-1', service: 's3', terminator: 'aws4_request' },
      signedHeaders: [],
      signature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
      amzDate: '20130524T000000Z',
      signedAtMs: Date.parse('2013-05-24T00:00:00Z'),
      sessionToken: undefined,
      payloadHash: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      presigned: false,
      expiresSeconds: undefined,
    },
  }
  const headers = {
    'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    'x-amz-decoded-content-length': '66560',
  }
  const last = 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9'
  const body = [
    '10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
    'a'.repeat(65536),
    '400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
    'a'.repeat(1024),
    `0;chunk-signature=${last}`,
    '',
    '',
  ].join('\r\n')

  it('is read, and each chunk’s signature verified', async () => {
    expect(await read(headers, body, { signing })).toBe('a'.repeat(66560))
  })

  it('is refused at the first chunk that was changed', async () => {
    const changed = `${body.slice(0, 100)}b${body.slice(101)}`
    expect(await read(headers, changed, { signing })).toEqual([
      'SignatureDoesNotMatch',
      403,
      'The request signature we calculated does not match the signature you provided. Check your ' +
        'key and signing method.',
      expect.objectContaining({
        CanonicalRequest: 'the canonical request',
        SignatureProvided: 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
        StringToSign: expect.stringMatching(
          /^AWS4-HMAC-SHA256-PAYLOAD\n20130524T000000Z\n20130524\/us-east-1\/s3\/aws4_request\n4f23/,
        ),
      }),
    ])
    expect(await read(headers, changed)).toContain('aba')
  })

  it('must be signed to its end', async () => {
    const unsignedEnd = body.replace(`0;chunk-signature=${last}`, '0')
    expect(await read(headers, unsignedEnd, { signing })).toEqual([
      'IncompleteBody',
      400,
      'The request body terminated unexpectedly',
      {},
    ])
  })

  it('may have signed trailers', async () => {
    const scope = '20130524T000000Z\n20130524/us-east-1/s3/aws4_request'
    const trailer = 'x-amz-checksum-crc32:DUoRhQ=='
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
    const link = (kind: string, previous: string, hashes: string) =>
      signatureOf(`AWS4-HMAC-SHA256-${kind}\n${scope}\n${previous}\n${hashes}`, secret, {
        date: '20130524',
        region: 'us-east-1',
        service: 's3',
      })
    const chunk = (previous: string, data: string) =>
      link('PAYLOAD', previous, `${sha256('')}\n${sha256(data)}`)
    const first = chunk(signing.signature.signature, 'hello world')
    const second = chunk(first, '')
    const third = link('TRAILER', second, sha256(`${trailer}\n`))
    const trailing = {
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '11',
      'x-amz-trailer': 'x-amz-checksum-crc32',
    }
    const text = (signature: string) =>
      `b;chunk-signature=${first}\r\nhello world\r\n0;chunk-signature=${second}\r\n` +
      `${trailer}\r\nx-amz-trailer-signature:${signature}\r\n\r\n`
    expect(await read(trailing, text(third), { signing })).toBe('hello world')
    const refused = (await read(trailing, text(second), { signing })) as unknown[]
    expect(refused.slice(0, 2)).toEqual(['SignatureDoesNotMatch', 403])
  })
})

describe('a plain body', () => {
  const text = 'hello world'
  const sha256 = createHash('sha256').update(text).digest('hex')

  it.each([
    [{}],
    [{ 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }],
    [{ 'x-amz-content-sha256': sha256 }],
    [{ 'content-md5': 'XrY7u+Ae7tCTyyK7j1rNww==' }],
    [{ 'x-amz-checksum-crc64nvme': 'jSnVw/bqjr4=', 'x-amz-checksum-type': 'FULL_OBJECT' }],
  ])('is read with %o', async (headers: Headers) => {
    expect(await read(headers, text)).toBe(text)
  })

  it.each([
    [
      { 'x-amz-content-sha256': 'x' },
      'InvalidArgument',
      expect.stringMatching(/^x-amz-content-sha256 must be UNSIGNED-PAYLOAD, /),
    ],
    [
      { 'x-amz-content-sha256': '0'.repeat(64) },
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    ],
    [{ 'content-md5': 'x' }, 'InvalidDigest', 'The Content-MD5 you specified was invalid.'],
    [
      { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' },
      'BadDigest',
      'The Content-MD5 you specified did not match what we received.',
    ],
    [
      { 'x-amz-checksum-crc32': 'AAAA' },
      'InvalidRequest',
      'Value for x-amz-checksum-crc32 header is invalid.',
    ],
    [
      { 'x-amz-checksum-crc32': 'AAAAAA==' },
      'BadDigest',
      'The CRC32 you specified did not match the calculated checksum.',
    ],
    [
      { 'x-amz-checksum-crc32': 'DUoRhQ==', 'x-amz-checksum-sha1': 'x' },
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    ],
    [
      { 'x-amz-sdk-checksum-algorithm': 'CRC32' },
      'InvalidRequest',
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or ' +
        'x-amz-trailer headers were found.',
    ],
  ])('is refused with %o', async (headers: Headers, code, message) => {
    const [givenCode, status, givenMessage] = (await read(headers, text)) as unknown[]
    expect([givenCode, status, givenMessage]).toEqual([code, 400, message])
  })

  it('a checksum that Kasane can’t compute is said not to be emulated', async () => {
    const answer = (await read({ 'x-amz-checksum-xxhash3': 'x' }, text)) as unknown[]
    expect(answer.slice(0, 3)).toEqual([
      'NotEmulated',
      501,
      'Kasane does not emulate the checksum of x-amz-checksum-xxhash3.',
    ])
  })

  it('a checksum about something else than the body is let be', () => {
    const headers = { 'x-amz-checksum-crc32': 'AAAAAA==' }
    expect(planPayload(headers, false).checksum).toBeUndefined()
  })
})

it('The framing is no encoding of the object', () => {
  expect(contentEncodingOf({ 'content-encoding': 'aws-chunked' })).toBeUndefined()
  expect(contentEncodingOf({ 'content-encoding': 'gzip,aws-chunked' })).toBe('gzip')
})
