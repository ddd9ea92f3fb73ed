/**
 * Access key ids that Kasane makes: `AKIA` or `ASIA`, then 16 base32 characters that hold one bit,
 * the account (40 bits, where AWS has it), 27 random bits and 12 check bits, so that an id of its
 * own is told from those of other clouds.
 */
import { hash } from 'node:crypto'
import type { Random } from './random.ts'

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const idForm = /^A[KS]IA[A-Z2-7]{16}$/

/** `AKIA`: a user's long-lived key; `ASIA`: one of a session. */
export type AccessKeyPrefix = 'AKIA' | 'ASIA'

export function newAccessKeyId(prefix: AccessKeyPrefix, account: string, random: Random): string {
  const chance = BigInt(Math.floor(random.fraction() * 2 ** 27))
  // AWS sets the first bit in every id it has made since 2019.
  const facts = (1n << 67n) | (BigInt(account) << 27n) | chance
  return prefix + base32Of((facts << 12n) | checkBitsOf(facts), 16)
}

/** An id that Kasane has made, in this run or an earlier one. */
export function isOwnAccessKeyId(id: string): boolean {
  if (!idForm.test(id)) return false
  const bits = bitsOf(id.slice(4))
  return checkBitsOf(bits >> 12n) === (bits & 0xfffn)
}

/** The account in an id, AWS's ids included; `undefined` for what is no access key id. */
export function accountOfAccessKeyId(id: string): string | undefined {
  if (!idForm.test(id)) return undefined
  // All but the first of eight letters' forty bits, and the first of the ninth: each call asks, and
  // big integers cost ten times as much.
  let account = base32.indexOf(id[4] ?? '') & 15
  for (let at = 5; at < 12; at++) account = account * 32 + base32.indexOf(id[at] ?? '')
  account = account * 2 + (base32.indexOf(id[12] ?? '') >> 4)
  return account < 10 ** 12 ? String(account).padStart(12, '0') : undefined
}

function checkBitsOf(facts: bigint): bigint {
  return BigInt(`0x${hash('sha256', `kasane access key ${facts}`, 'hex').slice(0, 3)}`)
}

/** The last bits, five a letter. */
export function base32Of(bits: bigint, letters: number): string {
  let text = ''
  for (let at = letters - 1; at >= 0; at--) text += base32[Number((bits >> BigInt(at * 5)) & 31n)]
  return text
}

export function bitsOf(text: string): bigint {
  let bits = 0n
  for (const char of text) bits = (bits << 5n) | BigInt(base32.indexOf(char))
  return bits
}
