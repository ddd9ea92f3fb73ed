import { describe, expect, it } from 'vitest'
import { HotKeys } from './hot-keys.ts'
import { Usage } from './usage.ts'

const minute = 60_000

describe('what is remembered of a limit’s use', () => {
  it('is who took most in the last five to ten minutes', () => {
    const usage = new Usage()
    usage.take('PutItem', 3, 0)
    usage.take('UpdateItem', 5, 0)
    usage.take('PutItem', 4, 6 * minute)
    expect(usage.most()).toEqual([
      { operation: 'PutItem', units: 7 },
      { operation: 'UpdateItem', units: 5 },
    ])
    usage.take('PutItem', 1, 11 * minute)
    expect(usage.most()).toEqual([{ operation: 'PutItem', units: 5 }])
    usage.take('PutItem', 1, 60 * minute)
    expect(usage.most()).toEqual([{ operation: 'PutItem', units: 1 }])
  })

  it('is the rate that was asked for: of the minute before, or the open one', () => {
    const usage = new Usage()
    usage.ask(30, 0)
    expect(usage.askedPerSecond(0)).toBe(30)
    for (let second = 1; second < 60; second++) usage.ask(30, second * 1_000)
    expect(usage.askedPerSecond(59_000)).toBe(30)
    usage.ask(30, minute)
    expect(usage.askedPerSecond(minute + 30_000)).toBe(30)
    usage.ask(1, 10 * minute)
    expect(usage.askedPerSecond(10 * minute)).toBe(1)
  })
})

describe('hot keys', () => {
  it('are the three that were asked for most, with their shares', () => {
    const keys = new HotKeys()
    for (let n = 0; n < 10; n++) keys.note('a', 8)
    keys.note('b', 15)
    keys.note('c', 4)
    keys.note('d', 1)
    expect(keys.top()).toEqual([
      { partition: 'a', share: 0.8 },
      { partition: 'b', share: 0.15 },
      { partition: 'c', share: 0.04 },
    ])
    keys.clear()
    expect(keys.top()).toEqual([])
  })

  it('are found among any number of others, and take no room for them', () => {
    const keys = new HotKeys()
    for (let n = 0; n < 10_000; n++) {
      keys.note(`k${n}`, 1)
      if (n % 4 === 0) keys.note('hot', 2)
    }
    const [hottest] = keys.top()
    expect(hottest?.partition).toBe('hot')
    expect(hottest?.share).toBeCloseTo(1 / 3)
  })
})
