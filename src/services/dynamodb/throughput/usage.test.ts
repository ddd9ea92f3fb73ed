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

  it('is no less where the minute had begun long before', () => {
    const usage = new Usage()
    for (let second = 52; second < 60; second++) usage.ask(60, second * 1_000)
    expect(usage.askedPerSecond(59_000)).toBe(60)
    usage.ask(60, minute)
    expect(usage.askedPerSecond(minute + 20_000)).toBe(60)
  })

  it('is the same at whatever part of a second the calls come', () => {
    const usage = new Usage()
    for (let second = 0; second < 90; second++) usage.ask(120, second * 1_000 + 248)
    expect(usage.askedPerSecond(89_248)).toBe(120)
    expect(usage.askedPerSecond(89_900)).toBe(120)
  })
})

describe('hot keys', () => {
  it('are the three that were asked for most in this second and the one before', () => {
    const keys = new HotKeys()
    keys.ask('a', 1_000, 8_000)
    for (let n = 0; n < 10; n++) keys.ask('a', 8, 9_999)
    keys.ask('b', 15, 10_000)
    keys.ask('c', 4, 10_500)
    keys.ask('d', 1, 10_999)
    const hottest = (nowMs: number) => keys.top(nowMs).map(({ partition }) => partition)
    expect(hottest(10_999)).toEqual(['a', 'b', 'c'])
    expect(keys.top(11_000)).toEqual([
      { partition: 'b', share: 0.75 },
      { partition: 'c', share: 0.2 },
      { partition: 'd', share: 0.05 },
    ])
    expect(keys.top(13_000)).toEqual([])
  })

  it('have shares of all that was asked for', () => {
    const keys = new HotKeys()
    for (let n = 0; n < 2_000; n++) keys.ask(`k${n % 20}`, 1, 0)
    expect(keys.top(0).map(({ share }) => share)).toEqual([0.05, 0.05, 0.05])
  })

  it('are found among any number of others, and take no room for them', () => {
    const keys = new HotKeys()
    for (let n = 0; n < 10_000; n++) {
      keys.ask(`k${n}`, 1, 0)
      if (n % 4 === 0) keys.ask('hot', 2, 0)
    }
    const [hottest] = keys.top(0)
    expect(hottest?.partition).toBe('hot')
    expect(hottest?.share).toBeCloseTo(1 / 3)
  })

  it('know what was asked for within a second, wherever that begins', () => {
    const keys = new HotKeys()
    keys.ask('a', 700, 500)
    keys.ask('b', 600, 1_300)
    expect(keys.askedInSecond(1_499)).toBe(1_300)
    expect(keys.askedInSecond(1_500)).toBe(600)
    expect(keys.askedInSecond(9_000)).toBe(0)
  })
})
