import { describe, expect, it } from 'vitest'
import { findCredential, readSignature } from './sigv4-read.ts'
import { authFamily } from './sigv4-refusals.ts'
import { presignQuery, signRequest } from './sigv4-sign.ts'
import { verifySignature } from './sigv4.ts'
import {
  noBody,
  outcome,
  request,
  secret,
  suite,
  suiteHeaders,
  suiteMs,
  withAuthorization,
} from './testing/sigv4-suite.ts'

describe('a signature of AWS’s published test suite is accepted', () => {
  it.each([
    ['get-vanilla', {}, '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    [
      'get-vanilla-query-order-key-case',
      { query: 'Param2=value2&Param1=value1' },
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
    [
      'post-vanilla',
      { method: 'POST' },
      '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    ],
  ])('%s', (_, given, signature) => {
    const headers = { ...suiteHeaders, authorization: suite(signature) }
    expect(outcome(request({ ...given, headers }))).toBe('fine')
  })

  it('IAM’s ListUsers example', () => {
    const headers = {
      host: 'iam.amazonaws.com',
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'x-amz-date': '20150830T123600Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, ' +
        'SignedHeaders=content-type;host;x-amz-date, ' +
        'Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    }
    const given = request({ headers, query: 'Action=ListUsers&Version=2010-05-08' })
    expect(outcome(given, { family: 'query', service: 'iam' })).toBe('fine')
  })
})

describe('an example of S3’s documentation is accepted', () => {
  const s3Secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
  const about = {
    family: 's3',
    service: 's3',
    secret: s3Secret,
    nowMs: Date.parse('2013-05-24T00:00:00Z'),
  } as const
  const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  const authorization = (signedHeaders: string, signature: string) =>
    'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,' +
    `SignedHeaders=${signedHeaders},Signature=${signature}`

  it('GET Object', () => {
    const headers = {
      host: 'examplebucket.s3.amazonaws.com',
      range: 'bytes=0-9',
      'x-amz-content-sha256': emptyHash,
      'x-amz-date': '20130524T000000Z',
      authorization: authorization(
        'host;range;x-amz-content-sha256;x-amz-date',
        'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
      ),
    }
    expect(outcome(request({ path: '/test.txt', headers }), about)).toBe('fine')
  })

  it('PUT Object, whose key has a dollar sign and whose date is in the Date header', () => {
    const headers = {
      host: 'examplebucket.s3.amazonaws.com',
      date: 'Fri, 24 May 2013 00:00:00 GMT',
      'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
      'x-amz-date': '20130524T000000Z',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      authorization: authorization(
        'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
        '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
      ),
    }
    const given = request({ method: 'PUT', path: '/test$file.text', headers })
    expect(outcome(given, about)).toBe('fine')
    expect(outcome({ ...given, path: '/test%24file.text' }, about)).toBe('fine')
  })

  it('GET Bucket Lifecycle and List Objects, with and without values in the query', () => {
    const headers = {
      host: 'examplebucket.s3.amazonaws.com',
      'x-amz-content-sha256': emptyHash,
      'x-amz-date': '20130524T000000Z',
    }
    const names = 'host;x-amz-content-sha256;x-amz-date'
    const lifecycle = 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'
    const list = '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'
    const signed = (signature: string) => ({
      ...headers,
      authorization: authorization(names, signature),
    })
    expect(outcome(request({ query: 'lifecycle', headers: signed(lifecycle) }), about)).toBe('fine')
    const listed = request({ query: 'max-keys=2&prefix=J', headers: signed(list) })
    expect(outcome(listed, about)).toBe('fine')
  })

  const presigned =
    'X-Amz-Algorithm=AWS4-HMAC-SHA256' +
    '&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
    '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
    '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404'
  const url = request({
    path: '/test.txt',
    query: presigned,
    headers: { host: 'examplebucket.s3.amazonaws.com' },
  })

  it('a presigned URL, until it expires', () => {
    expect(outcome(url, about)).toBe('fine')
    expect(outcome(url, { ...about, presignedAgeMs: 86_400_000 })).toBe('fine')
    expect(outcome(url, { ...about, presignedAgeMs: 86_401_000 })).toEqual([
      'AccessDenied',
      403,
      'Request has expired',
    ])
  })

  it('a presigned URL without all its parameters is told which it takes', () => {
    const query = presigned.replace('&X-Amz-Expires=86400', '')
    expect(outcome({ ...url, query }, about)).toEqual([
      'AuthorizationQueryParametersError',
      400,
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, ' +
        'X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    ])
    const week = presigned.replace('=86400', '=604801')
    expect(outcome({ ...url, query: week }, about)).toEqual([
      'AuthorizationQueryParametersError',
      400,
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must ' +
        'be less than 604800 seconds',
    ])
  })

  it('a URL signed with version 2 is refused', () => {
    const query = 'AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1141889120&Signature=vjbyPxyb'
    expect(outcome({ ...url, query }, about)).toEqual([
      'InvalidRequest',
      400,
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    ])
  })

  it('an x-amz header that was slipped in unsigned is refused', () => {
    const headers = { ...url.headers, 'x-amz-acl': 'public-read' }
    expect(outcome({ ...url, headers }, about)).toEqual([
      'AccessDenied',
      403,
      'There were headers present in the request which were not signed',
    ])
  })

  it('a request signed in its headers must say the hash of its body', () => {
    const given = request({ headers: { host: 'h' } })
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: s3Secret }
    const signing = { credentials, region: 'us-east-1', service: 's3', atMs: about.nowMs }
    const headers = signRequest(given, noBody, signing)
    expect(outcome({ ...given, headers }, about)).toEqual([
      'InvalidRequest',
      400,
      'Missing required header for this request: x-amz-content-sha256',
    ])
  })

  it('a wrong signature is answered with what S3 calculated', () => {
    const query = presigned.replace('aeeed9', '000000')
    const signature = readSignature({ ...url, query }, 's3')
    if (!signature) throw new Error('unsigned')
    const attempt = () => verifySignature({ ...url, query }, signature, s3Secret, about)
    expect(attempt).toThrow(
      expect.objectContaining({
        code: 'SignatureDoesNotMatch',
        status: 403,
        message:
          'The request signature we calculated does not match the signature you provided. ' +
          'Check your key and signing method.',
        members: expect.objectContaining({
          AWSAccessKeyId: 'AKIAIOSFODNN7EXAMPLE',
          SignatureProvided: signature.signature,
          StringToSign:
            'AWS4-HMAC-SHA256\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n' +
            '3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04',
          StringToSignBytes: expect.stringMatching(/^41 57 53 34 2d/),
        }),
        why: expect.objectContaining({ kind: 'signature', fault: 'mismatch' }),
      }),
    )
  })
})

describe('refusals', () => {
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
  it('a changed body no longer matches', () => {
    const body = Buffer.from('{"a":1}')
    expect(outcome({ ...signed(), body }, { service: 'sqs' })).toEqual([
      'InvalidSignatureException',
      400,
      'The request signature we calculated does not match the signature you provided. Check your ' +
        'AWS Secret Access Key and signing method. Consult the service documentation for details.',
    ])
  })

  it('a body may go unsigned where the operation says so, and there alone', () => {
    const given = request({ headers: { host: 'h', 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } })
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: secret }
    const signing = { credentials, region: 'us-east-1', service: 'lambda', atMs: suiteMs }
    const headers = signRequest(given, 'UNSIGNED-PAYLOAD', signing)
    const unsigned = { ...given, headers, body: Buffer.from('any') }
    const about = { family: 'restJson', service: 'lambda' } as const
    expect(outcome(unsigned, { ...about, unsignedPayload: true })).toBe('fine')
    const [code] = outcome(unsigned, about) as [string]
    expect(code).toBe('InvalidSignatureException')
  })

  it('query services say what they expected', () => {
    const [code, status, message] = outcome(
      { ...signed(), body: noBody },
      { service: 'sqs', family: 'query' },
    ) as [string, number, string]
    expect([code, status]).toEqual(['SignatureDoesNotMatch', 403])
    expect(message).toMatch(
      /details\.\n\nThe Canonical String for this request should have been\n'POST\n\/\n\nhost:/,
    )
    expect(message).toMatch(/The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n[^']+'\n$/)
  })

  it('EC2 tells nothing', () => {
    expect(outcome({ ...signed(), body: noBody }, { service: 'sqs', family: 'ec2' })).toEqual([
      'AuthFailure',
      401,
      'AWS was not able to validate the provided access credentials',
    ])
  })

  it.each([
    [
      -900_001,
      'Signature expired: 20150830T122059Z is now earlier than 20150830T122100Z ' +
        '(20150830T123600Z - 15 min.)',
    ],
    [
      901_000,
      'Signature not yet current: 20150830T125101Z is still later than 20150830T125100Z ' +
        '(20150830T123600Z + 15 min.)',
    ],
  ])('a clock that is off by %d ms is told so', (offMs, message) => {
    expect(outcome(signed(suiteMs + offMs), { service: 'sqs' })).toEqual([
      'InvalidSignatureException',
      400,
      message,
    ])
  })

  it('S3 finds it too skewed, and says by how much it may be', () => {
    const given = request({ headers: { host: 'h' } })
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: secret }
    const signing = { credentials, region: 'us-east-1', service: 's3', encoding: 'once' } as const
    const headers = signRequest(given, noBody, { ...signing, atMs: suiteMs - 1_000_000 })
    const late = { ...given, headers }
    const signature = readSignature(late, 's3')
    if (!signature) throw new Error('unsigned')
    const about = { family: 's3', service: 's3', nowMs: suiteMs } as const
    expect(() => verifySignature(late, signature, secret, about)).toThrow(
      expect.objectContaining({
        code: 'RequestTimeTooSkewed',
        status: 403,
        message: 'The difference between the request time and the current time is too large.',
        members: {
          RequestTime: '20150830T121920Z',
          ServerTime: '2015-08-30T12:36:00Z',
          MaxAllowedSkewMilliseconds: '900000',
        },
      }),
    )
  })

  it('a scope that fits nowhere is told each way in which it does not', () => {
    const header =
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/foobar/wrong-region/wrong-service/aws5_request, ' +
      'Signature=ABCDEF, SignedHeaders=host;x-amz-date'
    expect(outcome(withAuthorization(header), { family: 'query', region: 'us-east-1' })).toEqual([
      'SignatureDoesNotMatch',
      403,
      "Credential should be scoped to a valid region, not 'wrong-region'. " +
        "Credential should be scoped to correct service: 'service'. Credential should be scoped " +
        "with a valid terminator: 'aws4_request', not 'aws5_request'. Date in Credential scope " +
        "does not match YYYYMMDD from ISO-8601 version of date from HTTP: 'foobar' != '20150830', " +
        "from '20150830T123600Z'.",
    ])
  })

  const hashOf = expect.stringMatching(
    /^Invalid key=value pair \(missing equal-sign\) in Authorization header \(hashed with SHA-256 and encoded with Base64\): '[\w+/]{43}='\.$/,
  )
  it.each([
    ['AWS5-HMAC-SHA256 a=b', "Unsupported AWS 'algorithm': 'AWS5-HMAC-SHA256'."],
    ['AWS4-HMAC-SHA256 FooBar, BazBurp', hashOf],
    ['Bearer eyJ0eXAi', hashOf],
    [
      'AWS4-HMAC-SHA256 Credential=A, Signature=B, SignedHeaders=host',
      'Credential must have exactly 5 slash-delimited elements, e.g. ' +
        "keyid/date/region/service/term, got 'A'",
    ],
    [
      'AWS4-HMAC-SHA256 Credential=A',
      expect.stringMatching(
        /^Authorization header requires 'Signature' parameter\. Authorization header requires 'SignedHeaders' parameter\. \(Hashed with SHA-256 and encoded with Base64\) Authorization=[\w+/]{43}=$/,
      ),
    ],
  ])('the header %s is incomplete', (header, message) => {
    expect(outcome(withAuthorization(header))).toEqual([
      'IncompleteSignatureException',
      400,
      message,
    ])
  })

  it.each([
    [
      'AWS4-HMAC-SHA256 FooBar',
      'The authorization header is malformed; the authorization component "FooBar" is malformed.',
    ],
    [
      'AWS4-HMAC-SHA256 Credential=A',
      'The authorization header is malformed; the authorization header requires three components: ' +
        'Credential, SignedHeaders, and Signature.',
    ],
    [
      'AWS4-HMAC-SHA256 Credential=A, Signature=B, SignedHeaders=host',
      'The authorization header is malformed; the Credential is mal-formed; expecting ' +
        '"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    ],
    [
      suite('0').replace('us-east-1', 'eu-west-1'),
      "The authorization header is malformed; the region 'eu-west-1' is wrong; expecting 'us-east-1'",
    ],
  ])('S3 calls %s malformed', (header, message) => {
    const about = { family: 's3', region: 'us-east-1' } as const
    expect(outcome(withAuthorization(header), about)).toEqual([
      'AuthorizationHeaderMalformed',
      400,
      message,
    ])
  })

  it('SigV4A is said not to be emulated', () => {
    expect(outcome(withAuthorization('AWS4-ECDSA-P256-SHA256 Credential=A'))).toEqual([
      'NotEmulated',
      501,
      'Kasane does not emulate SigV4A (asymmetric) signatures.',
    ])
  })

  it('host must be signed', () => {
    const given = withAuthorization(suite('0', 'x-amz-date'))
    expect(outcome(given)).toEqual([
      'InvalidSignatureException',
      400,
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    ])
  })

  it('header and query together are one way too many', () => {
    const given = { ...withAuthorization(suite('0')), query: 'X-Amz-Algorithm=AWS4-HMAC-SHA256' }
    expect(outcome(given)).toEqual([
      'InvalidSignatureException',
      400,
      "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
    ])
  })
})

it.each([
  ['restXml', { bareErrors: true }, 's3'],
  ['restXml', {}, 'query'],
  ['restJson', {}, 'restJson'],
  ['ec2', {}, 'ec2'],
  ['json1.0', {}, 'json'],
  ['json1.0', { queryCompatible: true }, 'query'],
  ['rpcv2Cbor', {}, 'json'],
] as const)('A service of %s with %o words its refusals as %s', (protocol, facts, family) => {
  expect(authFamily(protocol, facts)).toBe(family)
})

describe('signing', () => {
  const signing = {
    credentials: { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: secret, sessionToken: 'a+b/c=' },
    region: 'eu-central-1',
    service: 's3',
    atMs: suiteMs,
    encoding: 'once',
  } as const

  it('a presigned URL with a session token is accepted, and names its owner', () => {
    const given = request({ path: '/bucket/a%20key', headers: { host: '127.0.0.1:4566' } })
    const query = presignQuery(given, 60, signing)
    expect(outcome({ ...given, query }, { family: 's3', service: 's3' })).toBe('fine')
    expect(readSignature({ ...given, query }, 's3')).toMatchObject({
      accessKeyId: 'ASIAEXAMPLE',
      sessionToken: 'a+b/c=',
      presigned: true,
      expiresSeconds: 60,
    })
    expect(findCredential({ ...given, query })?.scope).toMatchObject({
      service: 's3',
      region: 'eu-central-1',
    })
  })

  it('a header that came twice is signed either way round', () => {
    const twice = request({ headers: { host: 'h', 'my-header': 'b,a' } })
    const headers = signRequest(twice, noBody, {
      ...signing,
      service: 'service',
      encoding: 'twice',
    })
    const arrived = { ...twice, headers: { ...headers, 'my-header': 'b, a' } }
    expect(outcome(arrived)).toBe('fine')
  })

  it('a request without credentials is anonymous', () => {
    expect(outcome(request({}))).toBe('anonymous')
  })
})
