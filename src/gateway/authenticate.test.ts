import { describe, expect, test } from 'vitest'
import { type Asked, ask, signed } from '../../test/support/ask.ts'
import { gatewayOf } from '../../test/support/gateway.ts'
import { tinySns } from '../../test/support/tiny-services.ts'
import { testStartMs } from '../../test/support/world.ts'
import { newAccessKeyId } from '../kernel/access-key.ts'
import { seededRandom } from '../kernel/random.ts'
import { presignQuery } from '../wire/sigv4-sign.ts'

const key = { id: 'AKIDKNOWN', secret: 'wJalrXUtnFEMI', account: '123456789012' }
const credentials = { accessKeyId: key.id, secretAccessKey: key.secret }
const call: Asked = {
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'Action=CreateTopic&Version=2010-03-31&Name=t',
}

function setUp(access = {}, service: Partial<typeof tinySns> = {}) {
  const cloud = gatewayOf({ services: [{ ...tinySns, ...service }], accessKeys: [key], access })
  const codeOf = async (asked: Asked) => {
    const { status, text } = await ask(cloud.gateway, asked)
    return [status, /<Code>(\w+)</.exec(text)?.[1] ?? /<TopicArn>(.*?)</.exec(text)?.[1]]
  }
  return { ...cloud, codeOf }
}

const ofCaller = [200, 'arn:aws:sns:us-east-1:123456789012:t']
const ofDefault = [200, 'arn:aws:sns:us-east-1:000000000000:t']
const now = { service: 'sns', credentials, atMs: testStartMs }

describe('a known key', () => {
  test('is root of its account when the signature is right', async () => {
    const { codeOf } = setUp()
    expect(await codeOf(signed(call, now))).toEqual(ofCaller)
  })

  test('is refused with a wrong secret, and the incident has the canonical request', async () => {
    const { codeOf, kernel } = setUp()
    const wrong = { ...credentials, secretAccessKey: 'other' }
    expect(await codeOf(signed(call, { ...now, credentials: wrong }))).toEqual([
      403,
      'SignatureDoesNotMatch',
    ])
    expect(kernel.incidents.list()[0]?.why).toMatchObject({
      kind: 'signature',
      fault: 'mismatch',
      accessKeyId: 'AKIDKNOWN',
      canonicalRequest: expect.stringMatching(/^POST\n\/\n\ncontent-type:application/),
      stringToSign: expect.stringMatching(
        /^AWS4-HMAC-SHA256\n20260101T000000Z\n20260101\/us-east-1/,
      ),
    })
  })

  test('is refused when the body is not the one that was signed', async () => {
    const { codeOf } = setUp()
    const changed = { ...signed(call, now), body: `${String(call.body)}2` }
    expect(await codeOf(changed)).toEqual([403, 'SignatureDoesNotMatch'])
  })

  test('is refused when it was signed for another service', async () => {
    const { codeOf } = setUp()
    const asked = signed(call, { ...now, service: 'sqs' })
    const target = { ...asked, headers: { ...asked.headers, host: '127.0.0.1:4566' } }
    expect((await codeOf(target))[0]).not.toBe(200)
  })

  test('is refused a quarter of an hour later by real time, whatever emulated time it is', async () => {
    const { codeOf, real, kernel } = setUp()
    const asked = signed(call, now)
    await kernel.scheduler.moveTo(testStartMs + 365 * 86_400_000)
    expect(await codeOf(asked)).toEqual(ofCaller)
    real.pass(15 * 60_000)
    expect(await codeOf(asked)).toEqual(ofCaller)
    real.pass(1_000)
    expect(await codeOf(asked)).toEqual([403, 'SignatureDoesNotMatch'])
    expect(kernel.incidents.list().at(-1)?.message).toBe(
      'Signature expired: 20260101T000000Z is now earlier than 20260101T000001Z ' +
        '(20260101T001501Z - 15 min.)',
    )
  })
})

describe('a presigned URL', () => {
  const query = 'Action=CreateTopic&Version=2010-03-31&Name=t'
  const signing = { credentials, region: 'us-east-1', service: 'sns', atMs: testStartMs }
  const request = { method: 'GET', path: '/', query, headers: { host: '127.0.0.1:4566' } }
  const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  const presigned: Asked = {
    method: 'GET',
    query: presignQuery(request, 3_600, signing, emptyHash),
  }

  test('is good for as long as it says', async () => {
    const { codeOf, real } = setUp()
    real.pass(3_600_000)
    expect(await codeOf(presigned)).toEqual(ofCaller)
    real.pass(1_000)
    expect((await codeOf(presigned))[0]).toBe(403)
  })

  test('is as old as real time says, plus what the clock was moved since it was signed', async () => {
    const { codeOf, kernel, real } = setUp()
    await kernel.scheduler.moveTo(testStartMs + 86_400_000)
    real.pass(1_000)
    const later = presignQuery(request, 3_600, { ...signing, atMs: testStartMs + 1_000 }, emptyHash)
    expect(await codeOf({ method: 'GET', query: later })).toEqual(ofCaller)
    await kernel.scheduler.moveTo(testStartMs + 86_400_000 + 3_601_000)
    expect((await codeOf({ method: 'GET', query: later }))[0]).toBe(403)
  })
})

describe('an unknown key', () => {
  const anyone = (accessKeyId: string): Asked =>
    signed(call, { service: 'sns', credentials: { accessKeyId, secretAccessKey: 'x' } })

  test('is root of account 000000000000, or of the account that it is', async () => {
    const { codeOf } = setUp()
    expect(await codeOf(anyone('test'))).toEqual(ofDefault)
    expect(await codeOf(anyone('AKIAIOSFODNN7EXAMPLE'))).toEqual(ofDefault)
    expect(await codeOf(anyone('111122223333'))).toEqual([
      200,
      'arn:aws:sns:us-east-1:111122223333:t',
    ])
  })

  test.each(['', '__proto__', 'x'.repeat(2_000)])(
    'is refused in the region "%s", and no such region comes to be',
    async (region) => {
      const { codeOf, journal } = setUp()
      const asked = signed(call, { service: 'sns', region })
      expect(await codeOf(asked)).toEqual([403, 'SignatureDoesNotMatch'])
      expect(journal.list()[0]?.region).toBe('us-east-1')
    },
  )

  test('is refused where others can reach the port', async () => {
    const { codeOf } = setUp({ trustsAnyKey: false })
    expect(await codeOf(anyone('test'))).toEqual([403, 'InvalidClientTokenId'])
    expect(await codeOf(signed(call, now))).toEqual(ofCaller)
  })

  test('is refused when it has the form of a key that Kasane once made', async () => {
    const { codeOf } = setUp()
    const gone = newAccessKeyId('AKIA', '123456789012', seededRandom('gone'))
    expect(await codeOf(anyone(gone))).toEqual([403, 'InvalidClientTokenId'])
  })

  test('is refused in the same words when it is temporary and its token is missing, which the incident tells', async () => {
    const { codeOf, kernel } = setUp()
    const temporary = newAccessKeyId('ASIA', '123456789012', seededRandom('temporary'))
    const whyOf = async (asked: Asked) => {
      expect(await codeOf(asked)).toEqual([403, 'InvalidClientTokenId'])
      return kernel.incidents.list().at(-1)?.why
    }
    expect(await whyOf(anyone(temporary))).toMatchObject({ state: 'tokenless' })
    const withToken = { accessKeyId: temporary, secretAccessKey: 'x', sessionToken: 'of another' }
    expect(await whyOf(signed(call, { service: 'sns', credentials: withToken }))).toMatchObject({
      fault: 'token-invalid',
    })
    const gone = newAccessKeyId('AKIA', '123456789012', seededRandom('gone'))
    expect(await whyOf(anyone(gone))).toMatchObject({ state: 'revoked' })
  })
})

describe('a caller without credentials', () => {
  test('is refused where no policy of a resource could let it in', async () => {
    const { codeOf } = setUp()
    expect(await codeOf(call)).toEqual([403, 'MissingAuthenticationToken'])
  })

  test('is judged where policies of resources may let anybody in, and there alone', async () => {
    const resourcePolicy = () => undefined
    const { codeOf } = setUp({}, { resourcePolicy })
    expect(await codeOf(call)).toEqual([403, 'MissingAuthenticationToken'])
    const open = setUp({}, { resourcePolicy, isOpenToAnonymous: true })
    expect(await open.codeOf(call)).toEqual([403, 'AuthorizationError'])
  })

  test('is told what is wrong with an Authorization header that says nothing', async () => {
    const { codeOf } = setUp()
    const asked = { ...call, headers: { ...call.headers, authorization: 'Bearer x' } }
    expect((await codeOf(asked))[1]).toBe('IncompleteSignature')
  })
})
