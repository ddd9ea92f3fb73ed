/** Signing keys, derived once for a secret, day, region and service. */
import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto'

/** Deriving costs four HMACs; a process sees few secrets a day, a scanner many. */
const cachedKeysMax = 1000
const keys = new Map<string, KeyObject>()

export interface KeyScope {
  /** `20150830` */
  readonly date: string
  readonly region: string
  readonly service: string
}

/** Hex HMAC-SHA-256 of `text` under the signing key of `secret` in `scope`. */
export function signatureOf(text: string, secret: string, scope: KeyScope): string {
  return createHmac('sha256', signingKey(secret, scope)).update(text).digest('hex')
}

/** Takes the same time whichever character differs. */
export function sameSignature(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  return timingSafeEqual(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1'))
}

function signingKey(secret: string, { date, region, service }: KeyScope): KeyObject {
  const name = `${date}/${region}/${service}/${secret}`
  const known = keys.get(name)
  if (known) return known
  let key: Uint8Array = Buffer.from(`AWS4${secret}`)
  for (const part of [date, region, service, 'aws4_request']) {
    key = createHmac('sha256', key).update(part).digest()
  }
  if (keys.size >= cachedKeysMax) dropOldest()
  const made = createSecretKey(key)
  keys.set(name, made)
  return made
}

function dropOldest(): void {
  const oldest = keys.keys().next()
  if (!oldest.done) keys.delete(oldest.value)
}
