import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { afterPrefix, isKey, type Key, keyOf, type KeyPart, leadingTexts, partsOf } from './key.ts'

const texts = [
  '',
  'a',
  'aa',
  'a\u0000',
  'a\u0000\u00ff',
  '\u0001',
  'b',
  'é',
  '\ud800',
  '\udfff',
  '\u{10000}',
  '\uffff',
]
const numbers = [
  -Infinity,
  -1e9,
  -1.5,
  -1,
  -Number.MIN_VALUE,
  0,
  1e-9,
  1,
  255,
  256,
  2 ** 53,
  Infinity,
]
const bytes = [[], [0], [0, 255], [0, 0], [1], [255], [255, 255]].map((list) =>
  Uint8Array.from(list),
)

describe('a key', () => {
  it('orders its parts: bytes, then text, then numbers, each kind in its own order', () => {
    const random = seededRandom('keys')
    const pick = <T>(list: readonly T[]): T =>
      list[Math.floor(random.fraction() * list.length)] as T
    const part = (): KeyPart =>
      pick<() => KeyPart>([() => pick(texts), () => pick(numbers), () => pick(bytes)])()
    for (let round = 0; round < 5_000; round++) {
      const [a, b] = [0, 1].map(() => Array.from({ length: 1 + (round % 3) }, part)) as [
        KeyPart[],
        KeyPart[],
      ]
      const expected = compareParts(a, b)
      expect(Math.sign(compareText(keyOf(...a), keyOf(...b))), JSON.stringify([a, b])).toBe(
        expected,
      )
    }
  })

  it('differs for what differs', () => {
    const parts: KeyPart[] = [...texts, ...numbers, ...bytes]
    const pairs = parts.flatMap((first) => parts.map((second) => keyOf(first, second)))
    const all = [...pairs, ...parts.map((part) => keyOf(part))]
    expect(new Set(all).size).toBe(all.length)
  })

  it('has no character beyond a byte', () => {
    for (const part of [...texts, ...numbers, ...bytes]) expect(keyOf(part)).toMatch(/^[\0-\xff]*$/)
  })

  it('treats -0 as 0', () => {
    expect(keyOf(-0)).toBe(keyOf(0))
  })

  it('lies in the range of its prefix, and in none of a longer or shorter neighbour', () => {
    for (const text of texts) {
      const prefix = keyOf('q', text)
      for (const part of [...texts, ...numbers, ...bytes]) {
        expect(isWithin(keyOf('q', text, part), prefix)).toBe(true)
      }
      for (const other of texts.filter((one) => one !== text)) {
        expect(isWithin(keyOf('q', other, 1), prefix)).toBe(false)
      }
    }
  })

  it('gives back the texts it begins with', () => {
    const whole = texts.filter((text) => !['\ud800', '\udfff'].includes(text))
    for (const first of whole) {
      for (const second of whole) {
        expect(leadingTexts(keyOf(first, second, 1), 2)).toEqual([first, second])
      }
    }
    expect(leadingTexts(keyOf('a', 1), 2)).toBeUndefined()
    expect(leadingTexts(keyOf('a'), 2)).toBeUndefined()
  })

  it('gives back all that it was made of', () => {
    const parts: KeyPart[] = [...texts, ...numbers, ...bytes]
    for (const first of parts) {
      expect(partsOf(keyOf(first))).toEqual([first])
      for (const second of parts) {
        expect(partsOf(keyOf(first, 'a\u0000é', second))).toEqual([first, 'a\u0000é', second])
      }
    }
  })

  it('is told from what is none', () => {
    for (const part of [...texts, ...numbers, ...bytes]) {
      const key = keyOf(part)
      expect(isKey(key), JSON.stringify(part)).toBe(true)
      expect(isKey(keyOf('a', part, 1) + key)).toBe(true)
      expect(isKey(key.slice(0, -1))).toBe(false)
      expect(isKey(`${key}x`)).toBe(false)
    }
    for (const text of ['', 'k', '\x04', '\x00', keyOf('x'.repeat(3_900))]) {
      expect(isKey(text)).toBe(false)
    }
  })
})

function isWithin(key: Key, prefix: Key): boolean {
  return key >= prefix && key < afterPrefix(prefix)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function compareParts(a: readonly KeyPart[], b: readonly KeyPart[]): number {
  for (const [at, part] of a.entries()) {
    const order = comparePart(part, b[at] as KeyPart)
    if (order !== 0) return order
  }
  return 0
}

function comparePart(a: KeyPart, b: KeyPart): number {
  const kinds = kindOf(a) - kindOf(b)
  if (kinds !== 0) return Math.sign(kinds)
  if (typeof a === 'number') return Math.sign(a - (b as number)) || 0
  return Buffer.compare(bytesOf(a), bytesOf(b as string | Uint8Array))
}

function kindOf(part: KeyPart): number {
  return typeof part === 'number' ? 2 : typeof part === 'string' ? 1 : 0
}

/** UTF-8, with half pairs as the three bytes that UTF-8 would give them. */
function bytesOf(part: string | Uint8Array): Uint8Array {
  if (typeof part !== 'string') return part
  if (part === '\ud800') return Uint8Array.of(0xed, 0xa0, 0x80)
  if (part === '\udfff') return Uint8Array.of(0xed, 0xbf, 0xbf)
  return Buffer.from(part)
}
