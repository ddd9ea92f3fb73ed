import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../kernel/random.ts'
import { codeOf, newSeed, stepAt, stepOfCode, stepOfPair } from './totp.ts'

/** `12345678901234567890`, the seed of RFC 6238's test vectors, in base32. */
const rfcSeed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

describe('one-time passwords', () => {
  it('are those of RFC 6238, appendix B', () => {
    const vectors: readonly (readonly [number, string])[] = [
      [59, '287082'],
      [1_111_111_109, '081804'],
      [1_111_111_111, '050471'],
      [1_234_567_890, '005924'],
      [2_000_000_000, '279037'],
      [20_000_000_000, '353130'],
    ]
    for (const [seconds, code] of vectors) {
      expect(codeOf(rfcSeed, stepAt(seconds * 1_000))).toBe(code)
    }
  })

  it('are taken a step early and a step late, and no further', () => {
    const now = 1_234_567_890_000
    const step = stepAt(now)
    for (const near of [step - 1, step, step + 1]) {
      expect(stepOfCode(rfcSeed, codeOf(rfcSeed, near), now)).toBe(near)
    }
    for (const far of [step - 2, step + 2]) {
      expect(stepOfCode(rfcSeed, codeOf(rfcSeed, far), now)).toBeUndefined()
    }
  })

  it('two in a row tell a device’s clock, in their order alone', () => {
    const now = 1_234_567_890_000
    const [first, second] = [codeOf(rfcSeed, stepAt(now)), codeOf(rfcSeed, stepAt(now) + 1)]
    expect(stepOfPair(rfcSeed, [first, second], now)).toBe(stepAt(now) + 1)
    expect(stepOfPair(rfcSeed, [second, first], now)).toBeUndefined()
    expect(stepOfPair(rfcSeed, [first, first], now)).toBeUndefined()
  })

  it('seeds are 64 characters of base32', () => {
    expect(newSeed(seededRandom('seed'))).toMatch(/^[A-Z2-7]{64}$/)
  })
})
