import { expect, it } from 'vitest'
import { double, instant, longInstant, shortInstant } from './printed.ts'

it.each([
  [50, '50.0'],
  [0, '0.0'],
  [-2.5, '-2.5'],
  [0.001, '0.001'],
  [0.00015, '1.5E-4'],
  [9_999_999, '9999999.0'],
  [10_000_000, '1.0E7'],
  [123_456_789, '1.23456789E8'],
])('%d is printed as %s', (value, printed) => {
  expect(double(value)).toBe(printed)
})

it('prints instants in three forms', () => {
  const atMs = Date.UTC(2022, 6, 22, 15, 57, 45, 394)
  expect(instant(atMs)).toBe('2022-07-22T15:57:45.394+0000')
  expect(shortInstant(atMs)).toBe('22/07/22 15:57:45')
  expect(longInstant(atMs)).toBe('Friday 22 July, 2022 15:57:45 UTC')
})
