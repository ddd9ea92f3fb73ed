import { expect, it } from 'vitest'
import { isoSeconds } from './iso-seconds.ts'

it('writes instants to the second, in any year', () => {
  expect(isoSeconds(Date.UTC(2026, 0, 1, 2, 3, 4, 999))).toBe('2026-01-01T02:03:04Z')
  expect(isoSeconds(Date.UTC(12_026, 0, 1))).toBe('+012026-01-01T00:00:00Z')
})

it('writes the zone as it is asked to', () => {
  expect(isoSeconds(0, '+00:00')).toBe('1970-01-01T00:00:00+00:00')
})
