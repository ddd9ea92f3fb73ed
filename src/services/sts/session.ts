/** A session, as it stands in its token. */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { newAccessKeyId } from '../../kernel/access-key.ts'
import type { Tagged } from '../../ports/identity-directory.ts'
import { sessionTokenBytesMax } from './limits.ts'
import type { ClaimContext } from './provider-claims.ts'
import { nonceBytes, requireSecret, seal, secretAccessKeyOf, unseal } from './sealing.ts'
import type { StsChange } from './state.ts'

export interface Session {
  /** `user` and `root`: of GetSessionToken, whose caller stays who he is. */
  readonly kind: 'role' | 'federated' | 'user' | 'root'
  /** A role's or a federated user's; empty for others. */
  readonly name: string
  /** The role; of others the user, or the account's root user, who asked. */
  readonly behindArn: string
  /** Decides: who is made anew under an old name is another. */
  readonly behindId: string
  readonly issuedAtMs: number
  readonly expiresAtMs: number
  readonly policy?: string
  readonly policyArns?: readonly string[]
  readonly tags?: readonly Tagged[]
  readonly transitiveTagKeys?: readonly string[]
  readonly sourceIdentity?: string
  /** When a code of an MFA device was shown. */
  readonly mfaAtMs?: number
  /** ARN of the identity provider whose token was shown. */
  readonly provider?: string
  /** What of that token's claims stays known, as condition keys. */
  readonly claims?: ClaimContext
}

interface Asked {
  /** The model's MinimumSessionTokenSize: the token is no shorter. */
  readonly tokenSizeMin?: number | undefined
}

/** Makes credentials for a session, as the members of an answer. */
export function issue(change: StsChange, session: Session, { tokenSizeMin = 0 }: Asked = {}) {
  const secret = requireSecret(change)
  const accessKeyId = newAccessKeyId('ASIA', change.place.account, change.random)
  const token = tokenOf(change, session, { accessKeyId, secret, tokenSizeMin })
  return {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKeyOf(accessKeyId, token, secret),
      SessionToken: token,
      Expiration: new Date(session.expiresAtMs),
    },
    SessionTokenSize: token.length,
    SessionTokenUtilization: Math.ceil((100 * token.length) / sessionTokenBytesMax),
  }
}

/** `undefined`: the token isn't this key's, not this account's, or altered. */
export function openToken(
  token: string,
  { accessKeyId, secret }: { accessKeyId: string; secret: string },
): Session | undefined {
  const sealed = Buffer.from(token, 'base64')
  // Decoding is lenient; a token has one form only.
  if (sealed.toString('base64') !== token) return undefined
  const plain = unseal(sealed, { secret, purpose: accessKeyId })
  if (!plain) return undefined
  const packedSize = plain.readUInt16BE()
  return JSON.parse(inflateRawSync(plain.subarray(2, 2 + packedSize)).toString()) as Session
}

function tokenOf(
  { random }: StsChange,
  session: Session,
  sealing: { accessKeyId: string; secret: string; tokenSizeMin: number },
): string {
  const { accessKeyId, secret, tokenSizeMin } = sealing
  const packed = deflateRawSync(JSON.stringify(session))
  const size = Buffer.alloc(2)
  size.writeUInt16BE(packed.length)
  const padding = Buffer.alloc(Math.max(0, Math.ceil((tokenSizeMin * 3) / 4) - packed.length))
  const plain = Buffer.concat([size, packed, padding])
  return seal(plain, { secret, purpose: accessKeyId }, random.bytes(nonceBytes)).toString('base64')
}
