/** Time-based one-time passwords of RFC 6238, as virtual MFA devices show them: SHA-1, six digits. */
import { createHmac } from 'node:crypto'
import type { Random } from '../../kernel/random.ts'

/** A code is shown for thirty seconds. */
const stepMs = 30_000
/** Codes of the steps around the present one are taken, for clocks that differ (judgement). */
const driftSteps = 1
const seedBytes = 40
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** AWS: 64 characters of base32. */
export function newSeed(random: Random): string {
  return encode(random.bytes(seedBytes))
}

export function codeOf(seed: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', decode(seed)).update(counter).digest()
  const offset = mac.readUInt8(mac.length - 1) & 0xf
  const number = (mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000
  return String(number).padStart(6, '0')
}

export function stepAt(nowMs: number): number {
  return Math.floor(nowMs / stepMs)
}

/** The step that a code belongs to, near an instant; `undefined`: it is no code of these times. */
export function stepOfCode(seed: string, code: string, nowMs: number): number | undefined {
  const present = stepAt(nowMs)
  for (let step = present - driftSteps; step <= present + driftSteps; step++) {
    if (step >= 0 && codeOf(seed, step) === code) return step
  }
  return undefined
}

/** The step of two codes in a row, which tell a device whose clock is far off too. */
export function stepOfPair(
  seed: string,
  [first, second]: readonly [string, string],
  nowMs: number,
): number | undefined {
  const present = stepAt(nowMs)
  for (let step = Math.max(0, present - pairSteps); step <= present + pairSteps; step++) {
    if (codeOf(seed, step) === first && codeOf(seed, step + 1) === second) return step + 1
  }
  return undefined
}

/** Half an hour to either side (judgement). */
const pairSteps = 60

function encode(bytes: Uint8Array): string {
  let bits = 0n
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte)
  let text = ''
  for (let shift = BigInt(bytes.length * 8 - 5); shift >= 0n; shift -= 5n) {
    text += alphabet[Number((bits >> shift) & 31n)]
  }
  return text
}

function decode(text: string): Buffer {
  let bits = 0n
  for (const character of text) bits = (bits << 5n) | BigInt(alphabet.indexOf(character))
  const size = Math.floor((text.length * 5) / 8)
  const spare = BigInt(text.length * 5 - size * 8)
  return Buffer.from((bits >> spare).toString(16).padStart(size * 2, '0'), 'hex')
}
