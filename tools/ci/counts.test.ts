import { describe, expect, test } from 'vitest'
import { countsOf } from './counts.ts'

describe('the counts of a suite', () => {
  test('are what its last line says', () => {
    const output = '1 passed, 0 failed\nmore\n7 passed, 2 failed, 1 skipped\n'
    expect(countsOf({ ok: false, output })).toEqual({ passed: 7, failed: 2 })
  })

  test('are one test where a suite does not count', () => {
    expect(countsOf({ ok: true, output: 'done' })).toEqual({ passed: 1, failed: 0 })
    expect(countsOf({ ok: false, output: 'crash' })).toEqual({ passed: 0, failed: 1 })
  })

  test('have a failure when a suite ends badly without saying so', () => {
    expect(countsOf({ ok: false, output: '3 passed, 0 failed' })).toEqual({ passed: 3, failed: 1 })
  })
})
