import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { signatureOf } from './sigv4-key.ts'
import { signRequest } from './sigv4-sign.ts'
import {
  outcome,
  request,
  secret,
  suite,
  suiteMs,
  withAuthorization,
} from './testing/sigv4-suite.ts'

describe('a signature is taken strictly:', () => {
  const signed = (atMs = suiteMs, extra: Record<string, string> = {}) => {
    const headers = { host: 'sqs.us-east-1.amazonaws.com', ...extra }
    const given = request({ method: 'POST', headers, body: Buffer.from('{}') })
    const signing = {
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: secret },
      region: 'us-east-1',
      service: 'sqs',
      atMs,
    }
    return { ...given, headers: signRequest(given, given.body, signing) }
  }
  const target = (signedTarget: boolean) => {
    const named = { 'x-amz-target': 'AmazonSQS.ListQueues' }
    const given = signed(suiteMs, signedTarget ? named : {})
    return { ...given, headers: { ...given.headers, ...named } }
  }
  it('the header that names the operation must be signed', () => {
    const about = { service: 'sqs', family: 'query' } as const
    expect(outcome(target(true), about)).toBe('fine')
    expect(outcome(target(false), about)).toEqual([
      'SignatureDoesNotMatch',
      403,
      "'X-Amz-Target' must be a 'SignedHeader' in the AWS Authorization.",
    ])
  })

  it.each(['constructor', '__proto__', 'toString'])(
    'a signed header %s that is not there is empty, whatever objects inherit',
    (name) => {
      expect((outcome(withAuthorization(suite('0', `host;${name}`))) as string[])[0]).toBe(
        'InvalidSignatureException',
      )
    },
  )

  it.each(['us', '', '__proto__', 'x'.repeat(2_000), 'US-EAST-1'])(
    'the region "%s" is none, with whatever secret',
    (region) => {
      expect(outcome(withAuthorization(suite('0').replace('us-east-1', region)))).toEqual([
        'InvalidSignatureException',
        400,
        `Credential should be scoped to a valid region, not '${region}'.`,
      ])
    },
  )

  it.each(['20260230T000000Z', '20151301T000000Z', '20150830T240000Z', '20150830T123600'])(
    'the date %s is none',
    (date) => {
      const given = withAuthorization(suite('0'))
      const headers = { ...given.headers, 'x-amz-date': date }
      expect(outcome({ ...given, headers })).toEqual([
        'IncompleteSignatureException',
        400,
        `Date must be in ISO-8601 'basic format'. Got '${date}'. ` +
          'See http://en.wikipedia.org/wiki/ISO_8601',
      ])
    },
  )

  it.each(['Bearer', 'aws4-hmac-sha256', 'Basic'])(
    'the scheme %s is none, whatever follows',
    (scheme) => {
      const header = suite('0').replace('AWS4-HMAC-SHA256', scheme)
      expect(outcome(withAuthorization(header))).toEqual([
        'IncompleteSignatureException',
        400,
        `Unsupported AWS 'algorithm': '${scheme}'.`,
      ])
    },
  )

  it('a component that is there twice is refused', () => {
    const header = `${suite('0')}, Credential=test/20150830/us-east-1/service/aws4_request`
    expect(outcome(withAuthorization(header))).toEqual([
      'IncompleteSignatureException',
      400,
      "Authorization header must have a single 'Credential' parameter.",
    ])
    expect(outcome(withAuthorization(header), { family: 's3' })).toEqual([
      'AuthorizationHeaderMalformed',
      400,
      'The authorization header is malformed; the authorization header has more than one Credential.',
    ])
  })

  it('the octets of UTF-8 are no blanks, and blanks are none of them', () => {
    const value = Buffer.from('voilà').toString('latin1')
    const given = request({ headers: { host: 'h', 'my-header': value } })
    const canonical =
      `GET\n/\n\nhost:h\nmy-header:voilà\nx-amz-date:20150830T123600Z\n\n` +
      'host;my-header;x-amz-date\n' +
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    const scope = { date: '20150830', region: 'us-east-1', service: 'service' }
    const digest = createHash('sha256').update(canonical).digest('hex')
    const text = `AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/service/aws4_request\n${digest}`
    const headers = {
      ...given.headers,
      'x-amz-date': '20150830T123600Z',
      authorization: suite(signatureOf(text, secret, scope), 'host;my-header;x-amz-date'),
    }
    expect(outcome({ ...given, headers })).toBe('fine')
    const altered = { ...headers, 'my-header': `${value}\u00a0` }
    expect((outcome({ ...given, headers: altered }) as string[])[0]).toBe(
      'InvalidSignatureException',
    )
    expect(outcome({ ...given, headers: { ...headers, 'my-header': ` \t${value} ` } })).toBe('fine')
  })
})
