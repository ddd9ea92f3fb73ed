import { describe, expect, test } from 'vitest'
import { findingsOf } from '../testing/findings.ts'
import { reasons } from './reasons.ts'

describe('reasons', () => {
  test('`any` and `!` without one are reported', () => {
    const code = 'let a: any\nf(b!)\nf(b!) // why'
    expect(findingsOf(reasons, { 'src/a.ts': code })).toEqual([
      'src/a.ts:1 `any` needs a comment on its line that says why',
      'src/a.ts:2 `!` needs a comment on its line that says why',
      'src/a.ts:3 `!` needs a comment on its line that says why',
    ])
  })

  test('`any` and `!` with one pass, and so does every other use of the words', () => {
    const code = 'f(b!) // the filter above leaves none out\nif (!b || a != b) f("any") // a! b'
    expect(findingsOf(reasons, { 'src/a.ts': code })).toEqual([])
  })

  test('@ts-ignore never passes, @ts-expect-error does with a reason', () => {
    const code =
      '// @ts-expect-error an input that the types forbid\n// @ts-expect-error\n// @ts-ignore why'
    expect(findingsOf(reasons, { 'src/a.ts': code })).toEqual([
      'src/a.ts:2 @ts-expect-error: use @ts-expect-error with a reason',
      'src/a.ts:3 @ts-ignore: use @ts-expect-error with a reason',
    ])
  })
})
