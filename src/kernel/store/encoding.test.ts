import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { decodeEntity, encodeEntity } from './encoding.ts'

describe('a stored value', () => {
  it('that JSON can say is JSON behind a one', () => {
    expect(encodeEntity({ a: 'é' })).toEqual(Buffer.from('\u0001{"a":"é"}'))
  })

  it('with bytes keeps them raw behind its JSON', () => {
    const json = '{"b":{"$bytes":[0,2]},"c":{"$bytes":[2,1]}}'
    expect(encodeEntity({ b: Uint8Array.of(0, 255), c: Uint8Array.of(7) })).toEqual(
      Buffer.concat([
        Buffer.from([2, 0, 0, 0, json.length]),
        Buffer.from(json),
        Buffer.from([0, 255, 7]),
      ]),
    )
  })

  it('that is a text is that text behind a three, unless UTF-8 lacks a part of it', () => {
    expect(encodeEntity('é"')).toEqual(Buffer.from('\u0003é"'))
    expect(encodeEntity('\ud800')).toEqual(Buffer.from('\u0001"\\ud800"'))
    for (const text of ['', 'é"\u{10ffff}', '\ud800']) {
      expect(decodeEntity(encodeEntity(text))).toBe(text)
    }
  })

  it('leaves out members that are undefined', () => {
    expect(decodeEntity(encodeEntity({ a: undefined, b: 1 }))).toEqual({ b: 1 })
    expect(Object.keys(decodeEntity(encodeEntity({ a: undefined, b: 1n })) as object)).toEqual([
      'b',
    ])
  })

  it('of an unknown form is refused', () => {
    expect(() => decodeEntity(Buffer.from([9, 1]))).toThrow('stored value has unknown form 9')
  })

  it('shares no memory with what it was read from', () => {
    const encoded = encodeEntity({ bytes: Uint8Array.of(1, 2) })
    const { bytes } = decodeEntity(encoded) as { bytes: Uint8Array }
    encoded.fill(0)
    expect(bytes).toEqual(Uint8Array.of(1, 2))
  })

  it.each(['one', 'two', 'three'])('comes back as it was, whatever it is made of (%s)', (seed) => {
    const random = seededRandom(seed)
    const below = (limit: number) => Math.floor(random.fraction() * limit)
    const pick = <T>(list: readonly T[]) => list[below(list.length)] as T
    const names = [
      'a',
      '$',
      '$bytes',
      '$bigint',
      '$object',
      '$number',
      '__proto__',
      '',
      'constructor',
      'é',
    ]
    const leaf = () =>
      pick<unknown>([
        '',
        'text',
        '\ud800',
        null,
        true,
        false,
        0,
        -0,
        NaN,
        -Infinity,
        1.5,
        0n,
        -(5n ** 40n),
        random.bytes(below(9)).slice(),
      ])
    const value = (depth: number): unknown => {
      if (depth === 0 || below(3) === 0) return plainBytes(leaf())
      if (below(2) === 0) return Array.from({ length: below(4) }, () => value(depth - 1))
      const entries = Array.from(
        { length: below(4) },
        () => [pick(names), value(depth - 1)] as const,
      )
      return Object.fromEntries(entries)
    }
    for (let round = 0; round < 500; round++) {
      const given = value(4)
      const kept = decodeEntity(encodeEntity(given))
      expect(isDeepStrictEqual(kept, given), `seed ${seed}, round ${round}`).toBe(true)
    }
  })
})

/** A Buffer comes back as the plain array of bytes it is. */
function plainBytes(value: unknown): unknown {
  return value instanceof Uint8Array ? new Uint8Array(value) : value
}
