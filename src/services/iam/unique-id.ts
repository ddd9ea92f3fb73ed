import type { Random } from '../../kernel/random.ts'

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const randomLetters = 17

/**
 * The kinds of things that have unique ids of their own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export type IdPrefix = 'AIDA' | 'AROA' | 'AGPA' | 'ANPA' | 'AIPA' | 'ASCA' | 'APKA' | 'ACCA'

/** 21 characters, as AWS's. */
export function newUniqueId(prefix: IdPrefix, random: Random): string {
  return uniqueIdOf(prefix, random.bytes(randomLetters))
}

/** An id of given chance: at least 17 bytes. */
export function uniqueIdOf(prefix: IdPrefix, bytes: Uint8Array): string {
  const letters = [...bytes.subarray(0, randomLetters)].map((byte) => base32[byte & 31])
  return prefix + letters.join('')
}
