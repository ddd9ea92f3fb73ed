import { describe, expect, it } from 'vitest'
import { DoublingRate } from './doubling-rate.ts'

const minute = 60_000

describe('what an on-demand table lets through', () => {
  it('doubles with its peak, once every half hour', () => {
    const rate = new DoublingRate('write', 0, 0)
    expect(rate.at(0)).toBe(4_000)
    rate.note(3_000 * 60)
    expect(rate.at(29 * minute)).toBe(4_000)
    expect(rate.at(30 * minute)).toBe(6_000)
    rate.note(6_000 * 60)
    expect(rate.at(59 * minute)).toBe(6_000)
    expect(rate.at(60 * minute)).toBe(12_000)
  })

  it('never falls, and counts the minute, not the second', () => {
    const rate = new DoublingRate('write', 0, 0)
    rate.note(100_000)
    expect(rate.at(30 * minute)).toBe(4_000)
    rate.note(5_000 * 60)
    expect(rate.at(60 * minute)).toBe(10_000)
    expect(rate.at(900 * minute)).toBe(10_000)
  })

  it('begins with what it was warmed for', () => {
    const rate = new DoublingRate('read', 20_000, 0)
    expect(rate.at(0)).toBe(20_000)
    rate.warm(15_000)
    expect(rate.at(0)).toBe(20_000)
    rate.warm(30_000)
    expect(rate.at(0)).toBe(30_000)
  })
})
