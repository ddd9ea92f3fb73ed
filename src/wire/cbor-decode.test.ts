import { describe, expect, test } from 'vitest'

import { CborFault, decodeCbor } from './cbor-decode.ts'
import { CborBytes } from './cbor-encode.ts'

function decode(hex: string): unknown {
  return decodeCbor(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
}

describe('CBOR', () => {
  // RFC 8949, appendix A.
  test.each([
    ['00', 0],
    ['1903e8', 1000],
    ['1b000000e8d4a51000', 1_000_000_000_000],
    ['1bffffffffffffffff', 18446744073709551615n],
    ['3bffffffffffffffff', -18446744073709551616n],
    ['3903e7', -1000],
    ['c249010000000000000000', 18446744073709551616n],
    ['c349010000000000000000', -18446744073709551617n],
    ['f90000', 0],
    ['f98000', -0],
    ['f93e00', 1.5],
    ['f97bff', 65504],
    ['f90001', 5.960464477539063e-8],
    ['f9c400', -4],
    ['fa47c35000', 100000],
    ['fb3ff199999999999a', 1.1],
    ['f97c00', Number.POSITIVE_INFINITY],
    ['f97e00', Number.NaN],
    ['f9fc00', Number.NEGATIVE_INFINITY],
    ['f4', false],
    ['f5', true],
    ['f6', null],
    ['f7', null],
    ['c11a514b67b0', new Date('2013-03-21T20:04:00Z')],
    ['c1fb41d452d9ec200000', new Date('2013-03-21T20:04:00.500Z')],
    ['62c3bc', 'ü'],
    ['64f0908591', '𐅑'],
    ['5f42010243030405ff', new Uint8Array([1, 2, 3, 4, 5])],
    ['7f657374726561646d696e67ff', 'streaming'],
    ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
    ['bf61610161629f0203ffff', { a: 1, b: [2, 3] }],
    ['a26161016162820203', { a: 1, b: [2, 3] }],
    ['d818456449455446', new Uint8Array([0x64, 0x49, 0x45, 0x54, 0x46])],
  ])('%s is read', (hex, value) => {
    expect(decode(hex)).toStrictEqual(value)
  })

  test.each([
    '',
    'a1',
    '61',
    '1b00',
    '0102',
    'ff',
    '82ff01',
    'a1ff01',
    'a10102',
    'bf6161ff',
    '5f6161ff',
    '5f5f4101ffff',
    '5f4101',
    '61ff',
    'fc',
    '1c',
    'c1fb7ff0000000000000',
    // Lengths that nothing stands behind.
    '9a01ffffff',
    '9bffffffffffffffff',
    'ba7fffffff',
    '5affffffff',
    '7b7fffffffffffffff',
    '81'.repeat(100_000),
    '9f'.repeat(100_000),
    'c2'.repeat(100_000),
  ])('%s is refused', (hex) => {
    expect(() => decode(hex)).toThrow(CborFault)
  })

  test('has keys of the prototype as keys like any other', () => {
    const map = decode('a1 695f5f70726f746f5f5f a1 6161 01') as object
    expect(Object.keys(map)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(map)).toBe(Object.prototype)
  })

  test('does not share its bytes with the request', () => {
    const body = Buffer.from('420102', 'hex')
    const bytes = decodeCbor(body)
    body.fill(0)
    expect(bytes).toStrictEqual(new Uint8Array([1, 2]))
  })

  test('comes back whole from the writer', () => {
    for (const integer of [
      1,
      23,
      24,
      255,
      256,
      65535,
      65536,
      2 ** 32 - 1,
      2 ** 32,
      2n ** 63n - 1n,
    ]) {
      for (const value of [integer, -integer]) {
        const bytes = new CborBytes()
        bytes.integer(value)
        expect(decodeCbor(bytes.joined())).toEqual(value)
      }
    }
    for (const length of [0, 23, 24, 255, 256, 70_000]) {
      const bytes = new CborBytes()
      bytes.text('x'.repeat(length))
      expect(decodeCbor(bytes.joined())).toBe('x'.repeat(length))
    }
  })
})

test('A body of more values than any request has is refused before they fill the memory', () => {
  const list = Buffer.concat([
    Buffer.from([0x9f]),
    Buffer.alloc(600_000, 0x80),
    Buffer.from([0xff]),
  ])
  expect(() => decodeCbor(list)).toThrow('too many values')
  const members = Array.from({ length: 60_000 }, (_, at) => {
    const name = Buffer.from(String(at))
    return Buffer.concat([Buffer.from([0x60 + name.length]), name, Buffer.from([1])])
  })
  const chunks = Buffer.alloc(10_000_000, 0x40)
  chunks[0] = 0x5f
  chunks[chunks.length - 1] = 0xff
  expect(() => decodeCbor(chunks)).toThrow('too many values')
  const map = Buffer.concat([Buffer.from([0xbf]), ...members, Buffer.from([0xff])])
  expect(() => decodeCbor(map)).toThrow('too many values')
})
