/**
 * How AWS words each way in which a request can fail to prove who sent it. Services answer in five
 * families; S3 has its own file.
 *
 * Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html,
 * and answers of AWS that users pasted into aws/aws-sdk-js#168 (canonical string), aws/aws-cli#6676
 * (skew), iann0036/cloud9-sync#10 (pairs), FoxxMD/laravel-elasticbeanstalk-cron#15 (EC2).
 */
import { createHash } from 'node:crypto'
import { AwsError, NotEmulated } from '../kernel/errors.ts'
import type { ModelJson, ProtocolName } from '../model/model-json.ts'
import type {
  AuthFamily,
  Freshness,
  Mismatch,
  ScopeProblem,
  SignatureFault,
} from './sigv4-faults.ts'
import { refusalOfS3 } from './sigv4-refusals-s3.ts'

/**
 * S3 by its bare errors. Services that once spoke query keep its codes over JSON: SQS says
 * InvalidClientTokenId (celery/kombu#1615), in `x-amzn-query-error` too.
 */
export function authFamily(
  protocol: ProtocolName,
  { bareErrors, queryCompatible }: Pick<ModelJson, 'bareErrors' | 'queryCompatible'>,
): AuthFamily {
  if (protocol === 'restXml') return bareErrors ? 's3' : 'query'
  if (protocol === 'ec2' || protocol === 'query' || protocol === 'restJson') return protocol
  return queryCompatible ? 'query' : 'json'
}

/** The error that a service of this family gives for the fault, with the fault as its cause. */
export function signatureRefusal(fault: SignatureFault, family: AuthFamily): AwsError {
  if (fault.kind === 'signature-v4a') return new NotEmulated('SigV4A (asymmetric) signatures')
  if (family === 's3') return refusalOfS3(fault)
  const [code, status] = codes[family][codeOf(fault)]
  const message = family === 'ec2' ? ec2Message(fault) : messageOf(fault, family)
  const { kind, ...facts } = fault
  return new AwsError({ code, status, message, why: { ...facts, kind: 'signature', fault: kind } })
}

/** `20150830T123600Z` */
export function amzDateOf(atMs: number): string {
  return new Date(atMs).toISOString().replace(/[-:]|\.\d+/g, '')
}

type Code = 'missing' | 'incomplete' | 'mismatch' | 'unknownKey' | 'expiredToken'
type General = Exclude<AuthFamily, 's3'>

const codes: Readonly<Record<General, Readonly<Record<Code, readonly [string, number]>>>> = {
  query: {
    missing: ['MissingAuthenticationToken', 403],
    incomplete: ['IncompleteSignature', 400],
    mismatch: ['SignatureDoesNotMatch', 403],
    unknownKey: ['InvalidClientTokenId', 403],
    expiredToken: ['ExpiredToken', 403],
  },
  json: {
    missing: ['MissingAuthenticationTokenException', 400],
    incomplete: ['IncompleteSignatureException', 400],
    mismatch: ['InvalidSignatureException', 400],
    unknownKey: ['UnrecognizedClientException', 400],
    expiredToken: ['ExpiredTokenException', 400],
  },
  restJson: {
    missing: ['MissingAuthenticationTokenException', 403],
    incomplete: ['IncompleteSignatureException', 403],
    mismatch: ['InvalidSignatureException', 403],
    unknownKey: ['UnrecognizedClientException', 403],
    expiredToken: ['ExpiredTokenException', 403],
  },
  ec2: {
    missing: ['AuthFailure', 401],
    incomplete: ['AuthFailure', 401],
    mismatch: ['AuthFailure', 401],
    unknownKey: ['AuthFailure', 401],
    expiredToken: ['RequestExpired', 400],
  },
}

const faultCodes: Readonly<Partial<Record<SignatureFault['kind'], Code>>> = {
  missing: 'missing',
  scheme: 'incomplete',
  'signature-v2': 'incomplete',
  algorithm: 'incomplete',
  pair: 'incomplete',
  repeated: 'incomplete',
  components: 'incomplete',
  parameters: 'incomplete',
  'date-format': 'incomplete',
  credential: 'incomplete',
  expires: 'incomplete',
  'unknown-key': 'unknownKey',
  'token-invalid': 'unknownKey',
  'token-expired': 'expiredToken',
}

function codeOf(fault: SignatureFault): Code {
  return faultCodes[fault.kind] ?? 'mismatch'
}

function ec2Message(fault: SignatureFault): string {
  if (fault.kind === 'token-expired') return 'Request has expired.'
  return 'AWS was not able to validate the provided access credentials'
}

function messageOf(fault: SignatureFault, family: General): string {
  switch (fault.kind) {
    case 'missing':
      return 'Request is missing Authentication Token'
    case 'two-ways':
      return "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header."
    case 'scheme':
    case 'components':
      return componentsMessage(fault.kind === 'scheme' ? all : fault.missing, fault.header)
    case 'signature-v2':
      return 'AWS Signature Version 2 is not supported.'
    case 'algorithm':
      return `Unsupported AWS 'algorithm': '${fault.algorithm}'.`
    case 'pair':
      return (
        'Invalid key=value pair (missing equal-sign) in Authorization header ' +
        `(hashed with SHA-256 and encoded with Base64): '${hashed(fault.header)}'.`
      )
    case 'repeated':
      // That AWS refuses it is a judgement, and so are the words.
      return `Authorization header must have a single '${fault.name}' parameter.`
    case 'parameters':
      return (
        fault.missing
          .map((name) => `AWS query-string parameters must include '${name}'. `)
          .join('') + 'Re-examine the query-string parameters.'
      )
    case 'date-format':
      return (
        `Date must be in ISO-8601 'basic format'. Got '${fault.date}'. ` +
        'See http://en.wikipedia.org/wiki/ISO_8601'
      )
    case 'credential':
      return (
        'Credential must have exactly 5 slash-delimited elements, ' +
        `e.g. keyid/date/region/service/term, got '${fault.credential}'`
      )
    case 'scope':
      return fault.problems.map(scopeMessage).join(' ')
    case 'expires':
      return 'X-Amz-Expires must be a number of seconds between 1 and 604800'
    case 'unsigned-headers':
      return unsignedMessage(fault.headers)
    case 'skew':
    case 'expired':
    case 'not-yet':
      return freshnessMessage(fault)
    case 'unknown-key':
    case 'token-invalid':
      return 'The security token included in the request is invalid.'
    case 'token-expired':
      return 'The security token included in the request is expired'
    case 'mismatch':
      return mismatch + (family === 'json' ? '' : expectation(fault))
    default:
      throw new Error(`no wording for ${fault.kind}`)
  }
}

const all = ['Credential', 'Signature', 'SignedHeaders', 'X-Amz-Date']

const mismatch =
  'The request signature we calculated does not match the signature you provided. ' +
  'Check your AWS Secret Access Key and signing method. ' +
  'Consult the service documentation for details.'

function expectation({ canonicalRequest, stringToSign }: Mismatch): string {
  return (
    `\n\nThe Canonical String for this request should have been\n'${canonicalRequest}'` +
    `\n\nThe String-to-Sign should have been\n'${stringToSign}'\n`
  )
}

function componentsMessage(missing: readonly string[], header: string): string {
  const sentences = missing.map((name) =>
    name === 'X-Amz-Date'
      ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
      : `Authorization header requires '${name}' parameter. `,
  )
  const tail = `(Hashed with SHA-256 and encoded with Base64) Authorization=${hashed(header)}`
  return sentences.join('') + tail
}

/** AWS keeps credentials out of its messages by hashing what it was sent. */
function hashed(header: string): string {
  return createHash('sha256').update(header).digest('base64')
}

const signedNames: Readonly<Record<string, string>> = {
  host: "'Host' or ':authority'",
  'x-amz-target': "'X-Amz-Target'",
}

function unsignedMessage(headers: readonly string[]): string {
  const names = headers.map((name) => signedNames[name] ?? `'${name}'`)
  return `${names.join(', ')} must be a 'SignedHeader' in the AWS Authorization.`
}

function scopeMessage({ part, given, wanted, amzDate }: ScopeProblem): string {
  if (part === 'region') return `Credential should be scoped to a valid region, not '${given}'.`
  if (part === 'service') return `Credential should be scoped to correct service: '${wanted}'.`
  if (part === 'terminator') {
    return `Credential should be scoped with a valid terminator: '${wanted}', not '${given}'.`
  }
  return (
    'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
    `'${given}' != '${wanted}', from '${amzDate}'.`
  )
}

function freshnessMessage(fault: Freshness & { kind: 'skew' | 'not-yet' | 'expired' }): string {
  const { amzDate, nowMs, toleranceSeconds: seconds } = fault
  const span = seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} sec`
  const now = amzDateOf(nowMs)
  if (fault.signedAtMs > nowMs) {
    const latest = amzDateOf(nowMs + seconds * 1000)
    return `Signature not yet current: ${amzDate} is still later than ${latest} (${now} + ${span}.)`
  }
  const earliest = amzDateOf(nowMs - seconds * 1000)
  return `Signature expired: ${amzDate} is now earlier than ${earliest} (${now} - ${span}.)`
}
