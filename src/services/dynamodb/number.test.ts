import { describe, expect, it } from 'vitest'
import {
  addNumbers,
  compareNumbers,
  normaliseNumber,
  sizeOfNumber,
  sortableNumber,
} from './number.ts'

describe('a number', () => {
  it.each([
    ['1E2', '100'],
    ['01.50', '1.5'],
    ['-0', '0'],
    ['.5', '0.5'],
    ['1e-130', `0.${'0'.repeat(129)}1`],
    ['9.9999999999999999999999999999999999999E+125', `${'9'.repeat(38)}${'0'.repeat(88)}`],
    ['10000000000000000000000000000000000000000', `1${'0'.repeat(40)}`],
  ])('%s is kept as %s', (given, kept) => {
    expect(normaliseNumber(given)).toBe(kept)
  })

  it('sorts by value', () => {
    const sorted = [
      '-1e125',
      '-12',
      '-1.2',
      '-1',
      '-0.9',
      '-1e-130',
      '0',
      '1e-130',
      '0.9',
      '1',
      '1.2',
      '12',
      '1e125',
    ]
    const keys = sorted.map(sortableNumber)
    expect([...keys].sort()).toEqual(keys)
    expect(compareNumbers('100000000000000000000', '99999999999999999999')).toBeGreaterThan(0)
  })

  it('takes a byte for each two digits, and one more', () => {
    expect(['0', '42', '4.2', '-42', '100', '12345'].map(sizeOfNumber)).toEqual([1, 2, 3, 3, 2, 4])
  })

  it('adds without rounding', () => {
    expect(addNumbers('1e20', '1e-17')).toBe('100000000000000000000.00000000000000001')
    expect(addNumbers('5', '-5')).toBe('0')
    expect(() => addNumbers('1e40', '1')).toThrow('more than 38 significant digits')
  })
})
