import { describe, expect, test } from 'vitest'
import { globOf, literalGlob, matchesGlob, matchesRange } from './glob.ts'

describe('wildcards', () => {
  test.each([
    ['*', ''],
    ['*', 'anything at all'],
    ['a*', 'a'],
    ['*a', 'a'],
    ['a*c', 'abbc'],
    ['a**c', 'ac'],
    ['a?c', 'abc'],
    ['*?', 'a'],
    ['*ab*ab', 'abxabab'],
    ['?*?', 'ab'],
    ['.+[a]', '.+[a]'],
    ['?', '😀'],
    ['a?', 'a😀'],
    ['*😀*', 'x😀y'],
    ['', ''],
  ])('%s matches %j', (pattern, text) => {
    expect(matchesGlob(globOf(pattern), text)).toBe(true)
  })

  test.each([
    ['', 'a'],
    ['?', ''],
    ['?', 'ab'],
    ['??', '😀'],
    ['*??', '😀'],
    ['a*', 'b'],
    ['a*c', 'ab'],
    ['.', 'a'],
    ['[a-z]', 'a'],
    ['A*', 'a'],
    ['a?c', 'ac'],
    ['*ab*ab', 'ab'],
  ])('%s does not match %j', (pattern, text) => {
    expect(matchesGlob(globOf(pattern), text)).toBe(false)
  })

  test('are text in a literal', () => {
    expect(matchesGlob(literalGlob('a*'), 'ab')).toBe(false)
    expect(matchesGlob(literalGlob('a*'), 'a*')).toBe(true)
  })

  test('match a part of a text', () => {
    expect(matchesRange(globOf('b*').units, 'abbc', 1, 3)).toBe(true)
    expect(matchesRange(globOf('b').units, 'abbc', 1, 3)).toBe(false)
  })

  test('take time in the product of both lengths, however many stars there are', () => {
    const pattern = globOf(`${'*a'.repeat(1_000)}*b`)
    expect(matchesGlob(pattern, 'a'.repeat(20_000))).toBe(false)
  })

  test('a literal of a hundred thousand characters is one', () => {
    const long = 'x'.repeat(100_000)
    expect(matchesGlob(globOf(`${long}*`), `${long}y`)).toBe(true)
    expect(matchesGlob(globOf(long), long)).toBe(true)
  })
})
