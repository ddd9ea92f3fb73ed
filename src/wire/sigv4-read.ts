/** Who claims to have signed a request: the Authorization header or a presigned query, read. */
import type { WireRequest } from './message.ts'
import type { AuthFamily, SignatureFault } from './sigv4-faults.ts'
import { amzDateOf, signatureRefusal } from './sigv4-refusals.ts'

export interface CredentialScope {
  /** `20150830` */
  readonly date: string
  readonly region: string
  readonly service: string
  /** `aws4_request`, when all is well. */
  readonly terminator: string
}

/** What a signed request says of itself; nothing in it is proven until `verifySignature`. */
export interface Signature {
  readonly accessKeyId: string
  readonly scope: CredentialScope
  /** Lower case, in the order given. */
  readonly signedHeaders: readonly string[]
  /** Hex. */
  readonly signature: string
  /** As signed: `20150830T123600Z`. */
  readonly amzDate: string
  readonly signedAtMs: number
  readonly sessionToken: string | undefined
  /** What the client says of the body: a hash, `UNSIGNED-PAYLOAD`, `STREAMING-…`. */
  readonly payloadHash: string | undefined
  /** In the query instead of the header. */
  readonly presigned: boolean
  /** Presigned only. */
  readonly expiresSeconds: number | undefined
}

type Signed = Pick<WireRequest, 'headers' | 'query'>

/** Who is named, without judging the rest: enough to find service and account by. */
export function findCredential(
  request: Signed,
): { accessKeyId: string; scope: CredentialScope } | undefined {
  const header = request.headers['authorization']
  const text = header
    ? credentialIn(header)
    : request.query.includes('X-Amz-Credential=')
      ? queryParameters(request.query).get('X-Amz-Credential')
      : undefined
  return text === undefined ? undefined : findScope(text)
}

/** As every SDK begins, and all that is written otherwise. */
function credentialIn(header: string): string | undefined {
  const begin = usualBeginning.length
  const end = header.startsWith(usualBeginning) ? header.indexOf(', ', begin) : -1
  if (end > begin && header.indexOf(' ', begin) > end) return header.slice(begin, end)
  return /^AWS4-[A-Z0-9-]+\s.*?Credential=([^\s,]+)/.exec(header)?.[1]
}

const usualBeginning = 'AWS4-HMAC-SHA256 Credential='

/**
 * Reads a request's signature. `undefined`: the request carries none (an anonymous caller).
 * @throws AwsError in the family's words when there is one that can't be read.
 */
export function readSignature(request: Signed, family: AuthFamily): Signature | undefined {
  const refuse = (fault: SignatureFault): never => {
    throw signatureRefusal(fault, family)
  }
  const header = request.headers['authorization']
  const inQuery = /(?:^|&)X-Amz-(?:Algorithm|Credential|Signature)=/.test(request.query)
  if (header !== undefined && inQuery) return refuse({ kind: 'two-ways', header })
  if (header !== undefined) return fromHeader(header, request, refuse)
  if (inQuery) return fromQuery(request, family, refuse)
  if (/(?:^|&)AWSAccessKeyId=/.test(request.query) && /(?:^|&)Signature=/.test(request.query)) {
    return refuse({ kind: 'signature-v2' })
  }
  return undefined
}

type Refuse = (fault: SignatureFault) => never

/** What header and query are brought to before they are understood. */
interface Parts {
  readonly credential: string
  readonly signedHeaders: string
  readonly signature: string
  readonly date: string
  readonly sessionToken: string | undefined
  readonly payloadHash: string | undefined
  readonly presigned: boolean
  readonly expires: string | undefined
}

function fromHeader(header: string, request: Signed, refuse: Refuse): Signature {
  const { headers } = request
  const date = headers['x-amz-date'] ?? headers['date']
  const usual = usualHeader.exec(header)
  const fields = usual && date ? undefined : fieldsOf(header, date, refuse)
  const parts: Parts = {
    credential: usual?.[1] ?? fields?.get('Credential') ?? '',
    signedHeaders: usual?.[2] ?? fields?.get('SignedHeaders') ?? '',
    signature: usual?.[3] ?? fields?.get('Signature') ?? '',
    date: date ?? '',
    sessionToken: headers['x-amz-security-token'],
    payloadHash: headers['x-amz-content-sha256'],
    presigned: false,
    expires: undefined,
  }
  return understand(parts, refuse)
}

/** How every SDK writes it; whatever is written otherwise is taken apart field by field. */
const usualHeader =
  /^AWS4-HMAC-SHA256 +Credential=([^\s,]+), *SignedHeaders=([^\s,]+), *Signature=([0-9a-f]+)$/

function fieldsOf(
  header: string,
  date: string | undefined,
  refuse: Refuse,
): ReadonlyMap<string, string> {
  const [scheme = '', ...pairs] = header.replace(/^[ \t]+/, '').split(/[ \t,]+/)
  if (scheme === 'AWS') refuse({ kind: 'signature-v2' })
  if (scheme === 'AWS4-ECDSA-P256-SHA256') refuse({ kind: 'signature-v4a' })
  if (/^AWS\d/.test(scheme) && scheme !== algorithm) {
    refuse({ kind: 'algorithm', algorithm: scheme, presigned: false })
  }
  const fields = new Map<string, string>()
  for (const pair of pairs.filter((text) => text !== '')) {
    const at = pair.indexOf('=')
    if (at <= 0) refuse({ kind: 'pair', pair, header })
    const name = pair.slice(0, at)
    if (fields.has(name)) refuse({ kind: 'repeated', name, header })
    fields.set(name, pair.slice(at + 1))
  }
  if (scheme !== algorithm && fields.size === 0) refuse({ kind: 'scheme', header })
  if (scheme !== algorithm) refuse({ kind: 'algorithm', algorithm: scheme, presigned: false })
  const missing = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !fields.get(name))
  if (date === undefined) missing.push('X-Amz-Date')
  if (missing.length > 0) refuse({ kind: 'components', missing, header })
  return fields
}

function fromQuery(request: Signed, family: AuthFamily, refuse: Refuse): Signature {
  const parameters = queryParameters(request.query)
  const given = parameters.get('X-Amz-Algorithm')
  if (given === 'AWS4-ECDSA-P256-SHA256') refuse({ kind: 'signature-v4a' })
  if (given !== undefined && given !== algorithm) {
    refuse({ kind: 'algorithm', algorithm: given, presigned: true })
  }
  const missing = presignedParameters.filter((name) => !parameters.get(name))
  if (family === 's3' && !parameters.has('X-Amz-Expires')) missing.push('X-Amz-Expires')
  if (missing.length > 0) refuse({ kind: 'parameters', missing })
  const { headers } = request
  const parts: Parts = {
    credential: parameters.get('X-Amz-Credential') ?? '',
    signedHeaders: parameters.get('X-Amz-SignedHeaders') ?? '',
    signature: parameters.get('X-Amz-Signature') ?? '',
    date: parameters.get('X-Amz-Date') ?? '',
    sessionToken: parameters.get('X-Amz-Security-Token') ?? headers['x-amz-security-token'],
    payloadHash: headers['x-amz-content-sha256'] ?? parameters.get('X-Amz-Content-Sha256'),
    presigned: true,
    expires: parameters.get('X-Amz-Expires'),
  }
  return understand(parts, refuse)
}

function understand(parts: Parts, refuse: Refuse): Signature {
  const { presigned, credential, date } = parts
  const found = findScope(credential) ?? refuse({ kind: 'credential', credential, presigned })
  const signedAtMs = instantOf(date, presigned)
  if (Number.isNaN(signedAtMs)) refuse({ kind: 'date-format', date, presigned })
  return {
    accessKeyId: found.accessKeyId,
    scope: found.scope,
    signedHeaders: kept(signedLists, parts.signedHeaders, readList) ?? [],
    signature: parts.signature,
    amzDate: date.length === 16 ? date : amzDateOf(signedAtMs),
    signedAtMs,
    sessionToken: parts.sessionToken,
    payloadHash: parts.payloadHash,
    presigned,
    expiresSeconds: expiresOf(parts.expires, refuse),
  }
}

function readList(text: string): readonly string[] {
  return text.toLowerCase().split(';')
}

const algorithm = 'AWS4-HMAC-SHA256'

/** At S3 `X-Amz-Expires` too; elsewhere the header's fifteen minutes stand in for it. */
const presignedParameters = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Signature',
  'X-Amz-SignedHeaders',
  'X-Amz-Date',
]

const weekSeconds = 604_800

function expiresOf(text: string | undefined, refuse: Refuse): number | undefined {
  if (text === undefined) return undefined
  if (!/^-?\d{1,18}$/.test(text)) refuse({ kind: 'expires', problem: 'number' })
  const seconds = Number(text)
  if (seconds < 0) refuse({ kind: 'expires', problem: 'negative' })
  if (seconds > weekSeconds) refuse({ kind: 'expires', problem: 'week' })
  return seconds
}

type Scoped = Pick<Signature, 'accessKeyId' | 'scope'>

/** A client says the same with all calls of a day, so what was read is kept; strangers fill no memory. */
const scopes = new Map<string, Scoped>()
const signedLists = new Map<string, readonly string[]>()
const keptMax = 1_000

function kept<Value extends object>(
  values: Map<string, Value>,
  text: string,
  read: (text: string) => Value | undefined,
): Value | undefined {
  const known = values.get(text)
  if (known) return known
  const value = read(text)
  if (!value) return undefined
  if (values.size >= keptMax) values.clear()
  values.set(text, value)
  return value
}

function findScope(text: string): Scoped | undefined {
  return kept(scopes, text, readScope)
}

/** `keyid/date/region/service/term`, all five. */
function readScope(text: string): Scoped | undefined {
  const parts = text.split('/')
  if (parts.length !== 5) return undefined
  const [accessKeyId = '', date = '', region = '', service = '', terminator = ''] = parts
  if (accessKeyId === '') return undefined
  return { accessKeyId, scope: { date, region, service, terminator } }
}

/** `20150830T123600Z`; the `Date` header may also say it in HTTP's own way. NaN: neither. */
function instantOf(text: string, presigned: boolean): number {
  if (text === latest.text) return latest.ms
  const basic = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  if (!basic) return presigned || !text.endsWith('GMT') ? Number.NaN : Date.parse(text)
  const [, year, month, day, hour, minute, second] = basic
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  // JavaScript takes the 30th of February for the 2nd of March.
  if (Number.isNaN(ms) || amzDateOf(ms) !== text) return Number.NaN
  latest = { text, ms }
  return ms
}

/** Thousands of calls come within one second, and a signature tells no less. */
let latest = { text: '', ms: Number.NaN }

function queryParameters(query: string): ReadonlyMap<string, string> {
  return new Map(new URLSearchParams(query))
}
