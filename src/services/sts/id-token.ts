/** Tokens of identity providers: JSON Web Tokens, RFC 7519, with keys of RFC 7517. */
import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto'

export interface IdToken {
  readonly issuer: string
  readonly subject: string
  readonly audiences: readonly string[]
  readonly issuedAtSeconds: number
  readonly goodFromSeconds: number | undefined
  readonly expiresAtSeconds: number
  readonly claims: Readonly<Record<string, unknown>>
  readonly algorithm: string
  readonly keyId: string | undefined
  readonly signed: Buffer
  readonly signature: Buffer
}

/** AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html */
const algorithms: Readonly<Record<string, { readonly hash: string; readonly curve?: string }>> = {
  RS256: { hash: 'sha256' },
  RS384: { hash: 'sha384' },
  RS512: { hash: 'sha512' },
  ES256: { hash: 'sha256', curve: 'P-256' },
  ES384: { hash: 'sha384', curve: 'P-384' },
  ES512: { hash: 'sha512', curve: 'P-521' },
}

/**
 * `undefined`: no JWT; the name of a claim: AWS needs it, and it isn't there. The signature is not
 * looked at.
 */
export function readIdToken(text: string): IdToken | string | undefined {
  const parts = text.split('.')
  const [head = '', body = '', signature = ''] = parts
  const header = jsonObject(head)
  const claims = jsonObject(body)
  if (parts.length !== 3 || !header || !claims) return undefined
  const { iss: issuer, sub: subject, exp, iat, nbf } = claims
  const { alg: algorithm, kid } = header
  if (typeof algorithm !== 'string' || !isBase64Url(signature)) return undefined
  if (!isText(issuer)) return 'iss'
  if (!isText(subject)) return 'sub'
  if (!isInstant(exp)) return 'exp'
  if (!isInstant(iat)) return 'iat'
  return {
    issuer,
    subject,
    audiences: audiencesOf(claims),
    issuedAtSeconds: iat,
    goodFromSeconds: isInstant(nbf) ? nbf : undefined,
    expiresAtSeconds: exp,
    claims,
    algorithm,
    keyId: typeof kid === 'string' ? kid : undefined,
    signed: Buffer.from(`${head}.${body}`),
    signature: Buffer.from(signature, 'base64url'),
  }
}

/** Whether one of the keys of a JSON Web Key Set has made the signature. */
export function isSignedBy(token: IdToken, keySet: string): boolean {
  const algorithm = Object.hasOwn(algorithms, token.algorithm)
    ? algorithms[token.algorithm]
    : undefined
  if (!algorithm) return false
  return keysOf(keySet)
    .filter(({ kid }) => token.keyId === undefined || kid === undefined || kid === token.keyId)
    .filter(({ kty, crv }) => (algorithm.curve ? crv === algorithm.curve : kty === 'RSA'))
    .some((jwk) => {
      const key = publicKey(jwk)
      return key !== undefined && verifies(token, key, algorithm.hash)
    })
}

/** The keys of a set; none when it is no such set. */
export function keysOf(keySet: string): readonly (JsonWebKey & { readonly kid?: string })[] {
  const set = parsed(keySet)
  const keys = isObject(set) ? set.keys : undefined
  return Array.isArray(keys) ? keys.filter(isObject) : []
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** Seconds that a clock can show. */
function isInstant(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < 1e12
}

/** Decoding is lenient; a token has one form only. */
function isBase64Url(part: string): boolean {
  return Buffer.from(part, 'base64url').toString('base64url') === part
}

/** A key too small for the hash, for example, verifies nothing. */
function verifies({ signed, signature }: IdToken, key: KeyObject, hash: string): boolean {
  try {
    return verify(hash, signed, { key, dsaEncoding: 'ieee-p1363' }, signature)
  } catch {
    return false
  }
}

function publicKey(jwk: JsonWebKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' })
  } catch {
    return undefined
  }
}

/** AWS: where there is an `azp`, it is the audience. */
function audiencesOf({ aud, azp }: Readonly<Record<string, unknown>>): readonly string[] {
  if (typeof azp === 'string') return [azp]
  const all: readonly unknown[] = Array.isArray(aud) ? aud : [aud]
  return all.filter((one) => typeof one === 'string')
}

function jsonObject(part: string): Readonly<Record<string, unknown>> | undefined {
  if (!isBase64Url(part)) return undefined
  const value = parsed(Buffer.from(part, 'base64url').toString())
  return isObject(value) ? value : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
