import { describe, expect, test } from 'vitest'
import { readNumber, readRate, readSeconds, readShare, readSizeBytes } from './plan-values.ts'

describe('sizes', () => {
  test.each([
    ['4096', 4_096],
    ['4096B', 4_096],
    ['4KB', 4_096],
    ['4 kb', 4_096],
    ['4KiB', 4_096],
    ['1.5KB', 1_536],
    ['0.3KB', 308],
    ['2MB', 2_097_152],
    ['10GB', 10_737_418_240],
  ])('%s is %d bytes', (text, bytes) => {
    expect(readSizeBytes(text, '--item-size')).toBe(bytes)
  })

  test.each(['', 'KB', '-4KB', '4XB', '4KB 4KB', '1e3', '4,096', 'four'])('%j is none', (text) => {
    expect(() => readSizeBytes(text, '--item-size')).toThrow(
      `--item-size takes a size such as 4KB or 4096 (bytes), not "${text}"`,
    )
  })
})

describe('rates', () => {
  test.each([
    ['30', 30],
    ['30/s', 30],
    ['.5', 0.5],
    ['90/min', 1.5],
    ['90 / m', 1.5],
    ['3600/h', 1],
  ])('%s is %d a second', (text, perSecond) => {
    expect(readRate(text, '--rate').perSecond).toBe(perSecond)
  })

  test('show how they were brought to a second, where they were', () => {
    expect(readRate('30/s', '--rate').working).toEqual([])
    expect(readRate('1000/min', '--rate').working).toEqual([
      { label: 'rate a second', formula: '1,000 ÷ 60 s', value: 1_000 / 60, unit: '/s' },
    ])
  })

  test.each(['', '-3', '30/day', '30/', '/s', '1e9', 'Infinity', 'NaN'])('%j is none', (text) => {
    expect(() => readRate(text, '--rate')).toThrow(
      `--rate takes a rate such as 30, 30/s or 1000/min, not "${text}"`,
    )
  })
})

describe('durations', () => {
  test.each([
    ['100s', 100],
    ['250ms', 0.25],
    ['2m', 120],
    ['2min', 120],
    ['1m30s', 90],
    ['0.5s', 0.5],
    ['1s500ms', 1.5],
    ['5d', 432_000],
    ['1w', 604_800],
    ['1d 2h', 93_600],
  ])('%s is %d s', (text, seconds) => {
    expect(readSeconds(text, '--duration')).toBe(seconds)
  })

  test.each(['', '100', 's', '-1s', 'soon', '30s1m'])('%j is none', (text) => {
    expect(() => readSeconds(text, '--duration')).toThrow(
      `--duration takes a duration such as 100s, 250ms or 5d, not "${text}"`,
    )
  })
})

test('shares are numbers or percentages', () => {
  expect([readShare('0.2', '--x'), readShare('20%', '--x')]).toEqual([0.2, 0.2])
  expect(() => readShare('20 percent', '--x')).toThrow('--x takes a share such as 0.2 or 20%, not')
})

test('numbers are plain', () => {
  expect(readNumber('250', '--x')).toBe(250)
  expect(() => readNumber('0x10', '--x')).toThrow('--x takes a number, not "0x10"')
})
