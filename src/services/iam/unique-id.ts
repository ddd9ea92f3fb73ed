import { base32Of, bitsOf } from '../../kernel/access-key.ts'
import type { Random } from '../../kernel/random.ts'

/**
 * The kinds of things that have unique ids of their own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export type IdPrefix = 'AIDA' | 'AROA' | 'AGPA' | 'ANPA' | 'AIPA' | 'ASCA' | 'APKA' | 'ACCA'

const letters = 17
const chanceBits = 44n

/**
 * 21 characters, as AWS's; the first of them tell the account, as in its access key ids, so that
 * whoever meets an id in a policy can look up whose it is.
 */
export function newUniqueId(prefix: IdPrefix, account: string, random: Random): string {
  const chance = BigInt(`0x${Buffer.from(random.bytes(6)).toString('hex')}`) & chanceMask
  const facts = (1n << 40n) | BigInt(account)
  return prefix + base32Of((facts << chanceBits) | chance, letters)
}

const chanceMask = (1n << chanceBits) - 1n

/** `undefined` for what is no such id, or one that AWS has made in another way. */
export function accountOfUniqueId(id: string): string | undefined {
  if (!/^A[A-Z]{3}[A-Z2-7]{17}$/.test(id)) return undefined
  const account = (bitsOf(id.slice(4)) >> chanceBits) & 0xffffffffffn
  return account < 10n ** 12n ? account.toString().padStart(12, '0') : undefined
}

/** An id of given chance, for what belongs to no account: at least 17 bytes. */
export function uniqueIdOf(prefix: IdPrefix, bytes: Uint8Array): string {
  const bits = BigInt(`0x${Buffer.from(bytes.subarray(0, letters)).toString('hex')}`)
  return prefix + base32Of(bits, letters)
}
