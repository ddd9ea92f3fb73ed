/** Proves that a request was signed with a secret: AWS Signature Version 4, header and presigned. */
import {
  type CanonicalForm,
  canonicalRequest,
  scopeText,
  sha256Hex,
  type SignedParts,
  stringToSign,
} from './sigv4-canonical.ts'
import { headerOf } from './message.ts'
import { isRegion } from './region.ts'
import { diagnose } from './sigv4-diagnosis.ts'
import type { AuthFamily, ScopeProblem, SignatureFault } from './sigv4-faults.ts'
import { sameSignature, signatureOf } from './sigv4-key.ts'
import type { Signature } from './sigv4-read.ts'
import { signatureRefusal } from './sigv4-refusals.ts'

export interface Verification {
  readonly family: AuthFamily
  /** The service that the request went to, by its signing name. */
  readonly service: string
  /** `undefined`: any region will do. */
  readonly region?: string
  /** Real time: clients sign by their own clocks, which nobody here can move. */
  readonly nowMs: number
  /** How long ago a presigned URL was signed, moves of the emulated clock included. */
  readonly presignedAgeMs?: number
  /** 15 by default; DynamoDB, Rekognition and Glacier say 5. */
  readonly toleranceMinutes?: number
  /** The operation's model lets clients leave the body unsigned; S3 always does. */
  readonly unsignedPayload?: boolean
  /** The body as it came over the wire; `undefined` when it is still to be read. */
  readonly body?: Uint8Array
}

/** What is needed to go on checking the chunks of a signed stream. */
export interface Verified {
  readonly canonicalRequest: string
}

/**
 * Checks freshness, scope and signature, in AWS's order.
 * @throws AwsError in the family's words, with canonical string and string to sign as the cause.
 */
export function verifySignature(
  request: SignedParts,
  signature: Signature,
  secret: string,
  about: Verification,
): Verified {
  const fault =
    findUnsigned(request, signature, about.family) ??
    findStale(signature, about) ??
    findOutOfScope(signature, about) ??
    findUnhashed(signature, about.family)
  if (fault) throw signatureRefusal(fault, about.family)
  return requireMatch(request, signature, secret, about)
}

function requireMatch(
  request: SignedParts,
  signature: Signature,
  secret: string,
  about: Verification,
): Verified {
  const form: CanonicalForm = {
    signedHeaders: signature.signedHeaders,
    payloadHash: payloadHashOf(signature, about),
    encoding: about.family === 's3' ? 'once' : 'twice',
  }
  const first = attempt(request, signature, secret, form)
  if (first.matches) return first
  // A header sent twice is signed as `a,b`, and joining has made it look like one that says `a, b`.
  if (signature.signedHeaders.some((name) => headerOf(request.headers, name)?.includes(', '))) {
    const second = attempt(request, signature, secret, { ...form, repeatedBy: ',' })
    if (second.matches) return second
  }
  const { canonicalRequest: canonical, stringToSign: text } = first
  const { accessKeyId, signature: provided } = signature
  const fault = {
    accessKeyId,
    signature: provided,
    canonicalRequest: canonical,
    stringToSign: text,
  }
  const diagnosis = diagnose({ request, signature, secret, form, body: about.body })
  throw signatureRefusal(
    { kind: 'mismatch', ...fault, ...(diagnosis && { diagnosis }) },
    about.family,
  )
}

function attempt(
  request: SignedParts,
  { scope, amzDate, signature }: Signature,
  secret: string,
  form: CanonicalForm,
) {
  const canonical = canonicalRequest(request, form)
  const text = stringToSign(amzDate, scopeText(scope), canonical)
  const matches = sameSignature(signatureOf(text, secret, scope), signature)
  return { canonicalRequest: canonical, stringToSign: text, matches }
}

/**
 * S3 signs what `x-amz-content-sha256` says, and compares the body with that as it reads it;
 * everyone else hashes the body, unless the operation may leave it unsigned or it is a stream.
 */
function payloadHashOf(signature: Signature, about: Verification): string {
  const { family, body, unsignedPayload } = about
  const claimed = signature.payloadHash ?? 'UNSIGNED-PAYLOAD'
  const unsigned = unsignedPayload === true && claimed === 'UNSIGNED-PAYLOAD'
  if (family === 's3' || body === undefined || unsigned) return claimed
  return body.length === 0 ? emptyHash : sha256Hex(body)
}

const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/**
 * Everyone wants `host` signed; S3 every `x-amz-` header too, else one could be slipped in. AWS's
 * documentation says so of all services: here elsewhere it's asked of what names the operation.
 */
function findUnsigned(
  request: SignedParts,
  { signedHeaders }: Signature,
  family: AuthFamily,
): SignatureFault | undefined {
  const headers: string[] = []
  if (!signedHeaders.includes('host') && !signedHeaders.includes(':authority')) headers.push('host')
  if (family !== 's3') {
    const target = request.headers['x-amz-target']
    if (target !== undefined && !signedHeaders.includes('x-amz-target'))
      headers.push('x-amz-target')
  } else {
    for (const name in request.headers) {
      if (name.startsWith('x-amz-') && !signedHeaders.includes(name)) headers.push(name)
    }
  }
  return headers.length > 0 ? { kind: 'unsigned-headers', headers } : undefined
}

/** S3's documentation asks for the header on every request that is signed in its headers. */
function findUnhashed(
  { presigned, payloadHash }: Signature,
  family: AuthFamily,
): SignatureFault | undefined {
  const missing = family === 's3' && !presigned && payloadHash === undefined
  return missing ? { kind: 'content-hash-missing' } : undefined
}

function findStale(signature: Signature, about: Verification): SignatureFault | undefined {
  const { amzDate, signedAtMs, expiresSeconds } = signature
  const { family, nowMs, presignedAgeMs, toleranceMinutes = 15 } = about
  const aheadMs = signedAtMs - nowMs
  const toleranceSeconds = toleranceMinutes * 60
  if (aheadMs > toleranceSeconds * 1000) {
    const kind = signature.presigned ? 'not-yet' : 'skew'
    const seconds = family === 's3' ? (expiresSeconds ?? toleranceSeconds) : toleranceSeconds
    return { kind, amzDate, signedAtMs, nowMs, toleranceSeconds: seconds }
  }
  const validSeconds = expiresSeconds ?? toleranceSeconds
  const ageMs = signature.presigned ? (presignedAgeMs ?? -aheadMs) : -aheadMs
  if (ageMs <= validSeconds * 1000) return undefined
  const kind = signature.presigned ? 'expired' : 'skew'
  return {
    kind,
    amzDate,
    signedAtMs,
    nowMs: signedAtMs + ageMs,
    toleranceSeconds: validSeconds,
  }
}

/**
 * For signatures that aren't proven: their region must at least look like one.
 * @throws AwsError in the family's words.
 */
export function requireRegion({ scope, amzDate, presigned }: Signature, family: AuthFamily): void {
  const { region: given } = scope
  if (isRegion(given)) return
  const problems = [{ part: 'region', given, wanted: usualRegion, amzDate }] as const
  throw signatureRefusal({ kind: 'scope', problems, presigned }, family)
}

const usualRegion = 'us-east-1'

function findOutOfScope(signature: Signature, about: Verification): SignatureFault | undefined {
  const { scope, amzDate, presigned } = signature
  const wanted = {
    region: about.region ?? (isRegion(scope.region) ? scope.region : usualRegion),
    service: about.service,
    terminator: 'aws4_request',
    date: amzDate.slice(0, 8),
  }
  if (
    scope.service === wanted.service &&
    scope.date === wanted.date &&
    scope.region === wanted.region &&
    scope.terminator === wanted.terminator
  ) {
    return undefined
  }
  const problems: ScopeProblem[] = []
  for (const part of ['region', 'service', 'terminator', 'date'] as const) {
    if (scope[part] === wanted[part]) continue
    problems.push({ part, given: scope[part], wanted: wanted[part], amzDate })
  }
  return { kind: 'scope', problems, presigned }
}
