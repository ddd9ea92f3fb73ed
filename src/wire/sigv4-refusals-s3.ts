/**
 * S3's words for a signature it can't take.
 *
 * Sources: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, and facts that
 * versity/versitygw (Apache-2.0) records of S3's answers: sentences, statuses, members.
 */
import { AwsError } from '../kernel/errors.ts'
import { isoSeconds } from '../kernel/iso-seconds.ts'
import type { Freshness, Mismatch, ScopeProblem, SignatureFault } from './sigv4-faults.ts'

type Members = Readonly<Record<string, string>>
type Refusal = readonly [code: string, status: number, message: string, members?: Members]

export function refusalOfS3(fault: SignatureFault): AwsError {
  const [code, status, message, members] = wording(fault)
  const { kind, ...facts } = fault
  const why = { ...facts, kind: 'signature', fault: kind } as const
  return new AwsError({ code, status, message, why, ...(members && { members }) })
}

function wording(fault: SignatureFault): Refusal {
  switch (fault.kind) {
    case 'missing':
      return ['AccessDenied', 403, 'Access Denied']
    case 'two-ways':
      return argument(
        'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature ' +
          'query string parameter or the Authorization header should be specified',
        fault.header,
      )
    case 'scheme':
      return argument('Unsupported Authorization Type', fault.header)
    case 'signature-v2':
      return [
        'InvalidRequest',
        400,
        'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
      ]
    case 'algorithm':
      return fault.presigned
        ? query('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"')
        : argument('Unsupported Authorization Type', fault.algorithm)
    case 'pair':
      return header(`the authorization component "${fault.pair}" is malformed.`)
    case 'repeated':
      return header(`the authorization header has more than one ${fault.name}.`)
    case 'components':
      return componentsWording(fault.missing)
    case 'parameters':
      return query(
        'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, ' +
          'X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
      )
    case 'date-format':
      return fault.presigned
        ? query(`X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`)
        : withoutDate
    case 'credential':
      return malformed(
        fault.presigned,
        'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
      )
    case 'scope':
      return scopeWording(fault.problems, fault.presigned)
    case 'expires':
      return query(expiresWording[fault.problem])
    default:
      return proofWording(fault)
  }
}

/** For signatures that could be read, and prove nothing. */
function proofWording(fault: SignatureFault): Refusal {
  switch (fault.kind) {
    case 'unsigned-headers':
      return [
        'AccessDenied',
        403,
        'There were headers present in the request which were not signed',
        { HeadersNotSigned: fault.headers.join(', ') },
      ]
    case 'content-hash-missing':
      return [
        'InvalidRequest',
        400,
        'Missing required header for this request: x-amz-content-sha256',
      ]
    case 'skew':
      return skewWording(fault)
    case 'not-yet':
    case 'expired':
      return presignedWording(fault)
    case 'unknown-key':
      return [
        'InvalidAccessKeyId',
        403,
        'The AWS Access Key Id you provided does not exist in our records.',
        { AWSAccessKeyId: fault.accessKeyId },
      ]
    case 'token-invalid':
      return [
        'InvalidToken',
        400,
        'The provided token is malformed or otherwise invalid.',
        { 'Token-0': fault.sessionToken },
      ]
    case 'token-expired':
      return [
        'ExpiredToken',
        400,
        'The provided token has expired.',
        { 'Token-0': fault.sessionToken },
      ]
    case 'mismatch':
      return [
        'SignatureDoesNotMatch',
        403,
        'The request signature we calculated does not match the signature you provided. ' +
          'Check your key and signing method.',
        mismatchMembers(fault),
      ]
    default:
      throw new Error(`no wording for ${fault.kind}`)
  }
}

const withoutDate: Refusal = [
  'AccessDenied',
  403,
  'AWS authentication requires a valid Date or x-amz-date header',
]

const expiresWording = {
  number: 'X-Amz-Expires should be a number',
  negative: 'X-Amz-Expires must be non-negative',
  week:
    'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be ' +
    'less than 604800 seconds',
}

function header(what: string): Refusal {
  return ['AuthorizationHeaderMalformed', 400, `The authorization header is malformed; ${what}`]
}

function query(message: string): Refusal {
  return ['AuthorizationQueryParametersError', 400, message]
}

function malformed(presigned: boolean, what: string, members?: Members): Refusal {
  const [code, status, message] = presigned
    ? query(`Error parsing the X-Amz-Credential parameter; ${what}`)
    : header(what)
  return [code, status, message, members]
}

function argument(message: string, value: string): Refusal {
  const members = { ArgumentName: 'Authorization', ArgumentValue: value }
  return ['InvalidArgument', 400, message, members]
}

function componentsWording(missing: readonly string[]): Refusal {
  const [first] = missing
  if (first === 'X-Amz-Date') return withoutDate
  if (missing.length === 1) return header(`missing ${first}.`)
  return header(
    'the authorization header requires three components: Credential, SignedHeaders, and Signature.',
  )
}

function scopeWording(problems: readonly ScopeProblem[], presigned: boolean): Refusal {
  const [problem] = problems
  if (!problem) throw new Error('a scope fault without a problem')
  const { part, given, wanted } = problem
  if (part === 'region') {
    return malformed(presigned, `the region '${given}' is wrong; expecting '${wanted}'`, {
      Region: wanted,
    })
  }
  if (part === 'service') {
    return malformed(
      presigned,
      `incorrect service "${given}". This endpoint belongs to "${wanted}".`,
    )
  }
  if (part === 'terminator') {
    return malformed(presigned, `incorrect terminal "${given}". This endpoint uses "${wanted}".`)
  }
  if (!/^\d{8}$/.test(given)) {
    return malformed(
      presigned,
      `incorrect date format "${given}". This date in the credential must be in the format "yyyyMMdd".`,
    )
  }
  return presigned
    ? query(
        `Invalid credential date "${given}". This date is not the same as X-Amz-Date: "${wanted}".`,
      )
    : header('Invalid credential date. Date is not the same as X-Amz-Date.')
}

function skewWording({ amzDate, nowMs, toleranceSeconds }: Freshness): Refusal {
  return [
    'RequestTimeTooSkewed',
    403,
    'The difference between the request time and the current time is too large.',
    {
      RequestTime: amzDate,
      ServerTime: isoSeconds(nowMs),
      MaxAllowedSkewMilliseconds: String(toleranceSeconds * 1000),
    },
  ]
}

function presignedWording(fault: Freshness & { kind: 'skew' | 'not-yet' | 'expired' }): Refusal {
  const { signedAtMs, nowMs, toleranceSeconds } = fault
  const Expires = isoSeconds(signedAtMs + toleranceSeconds * 1000)
  const ServerTime = isoSeconds(nowMs)
  if (fault.kind === 'expired') {
    const members = { 'X-Amz-Expires': String(toleranceSeconds), Expires, ServerTime }
    return ['AccessDenied', 403, 'Request has expired', members]
  }
  const members = { 'X-Amz-Date': String(signedAtMs), Expires, ServerTime }
  return ['AccessDenied', 403, 'Request is not yet valid', members]
}

function mismatchMembers(fault: Mismatch): Members {
  return {
    AWSAccessKeyId: fault.accessKeyId,
    StringToSign: fault.stringToSign,
    SignatureProvided: fault.signature,
    StringToSignBytes: spacedHex(fault.stringToSign),
    CanonicalRequest: fault.canonicalRequest,
    CanonicalRequestBytes: spacedHex(fault.canonicalRequest),
  }
}

function spacedHex(text: string): string {
  return Buffer.from(text)
    .toString('hex')
    .replace(/..(?=.)/g, '$& ')
}
