/** The account's secret, and what is sealed with it: nobody else can read or make it. */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'
import type { StsChange, StsReading } from './state.ts'

const name = 'sessions'
const secretBytes = 64
const version = 1
export const nonceBytes = 12
const tagBytes = 16
const algorithm = 'aes-256-gcm'

/** `undefined`: the account has issued nothing yet. */
export function findSecret({ state }: StsReading): string | undefined {
  return state.secrets.get(name)?.value
}

/** The account's secret, made when it is first needed. */
export function requireSecret(change: StsChange): string {
  const known = findSecret(change)
  if (known !== undefined) return known
  const value = Buffer.from(change.random.bytes(secretBytes)).toString('base64')
  change.state.secrets.put({ name, value })
  return value
}

export interface Sealing {
  readonly secret: string
  /** What it is sealed for: it opens for nothing else. */
  readonly purpose: string
}

/** `nonce`: 12 random bytes, never used again. */
export function seal(plain: Buffer, { secret, purpose }: Sealing, nonce: Uint8Array): Buffer {
  const cipher = createCipheriv(algorithm, halvesOf(secret).sealing, nonce)
  cipher.setAAD(Buffer.from(purpose))
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), sealed])
}

/** `undefined`: not sealed with this secret for this purpose, or altered. */
export function unseal(sealed: Buffer, { secret, purpose }: Sealing): Buffer | undefined {
  if (sealed[0] !== version || sealed.length < 1 + nonceBytes + tagBytes) return undefined
  const tagAt = 1 + nonceBytes
  const decipher = createDecipheriv(
    algorithm,
    halvesOf(secret).sealing,
    sealed.subarray(1, tagAt),
    { authTagLength: tagBytes },
  )
  decipher.setAAD(Buffer.from(purpose))
  decipher.setAuthTag(sealed.subarray(tagAt, tagAt + tagBytes))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(tagAt + tagBytes)), decipher.final()])
  } catch {
    return undefined
  }
}

/** The secret access key of a session: 40 characters, as AWS's. */
export function secretAccessKeyOf(accessKeyId: string, token: string, secret: string): string {
  const mac = createHmac('sha256', halvesOf(secret).signing).update(`${accessKeyId} ${token}`)
  return mac.digest().subarray(0, 30).toString('base64')
}

function halvesOf(secret: string) {
  const bytes = Buffer.from(secret, 'base64')
  return { sealing: bytes.subarray(0, 32), signing: bytes.subarray(32) }
}
