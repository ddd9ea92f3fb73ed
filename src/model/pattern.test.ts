import { describe, expect, it } from 'vitest'
import { compilePattern, patternTriedLengthMax } from './pattern.ts'
import { safePatterns } from './safe-patterns.ts'

function matches(pattern: string, value: string): boolean {
  return compilePattern(pattern).matches(value)
}

describe('a pattern', () => {
  it('must match the whole value', () => {
    expect(matches('[a-z]+', 'abc')).toBe(true)
    expect(matches('[a-z]+', 'abc1')).toBe(false)
    expect(matches('a|b', 'ab')).toBe(false)
  })

  it('ignores case where Java is told to', () => {
    expect(matches('(?i)all|[0-9]{12}', 'ALL')).toBe(true)
  })

  it('lets a dot match line ends where Java is told to', () => {
    expect(matches('(?s).*', 'a\nb')).toBe(true)
    expect(matches('.*', 'a\nb')).toBe(false)
  })

  it('knows scripts and characters beyond U+FFFF', () => {
    expect(matches('[\\p{L}]+', 'été漢')).toBe(true)
    expect(matches('[\\uD800\\uDC00-\\uDBFF\\uDFFF]', '😀')).toBe(true)
    expect(matches('.', '😀')).toBe(true)
  })

  it('knows the names that Java has for sets of ASCII', () => {
    expect(matches('\\p{Print}+', 'a b~')).toBe(true)
    expect(matches('\\p{Print}+', 'é')).toBe(false)
    expect(matches('[\\p{Alnum}_]+', 'a_1')).toBe(true)
  })

  it('takes needless escapes and hyphens beside a set for themselves', () => {
    expect(matches('[\\w-.]+', 'a-b.c')).toBe(true)
    expect(matches('[A-Za-z0-9\\_\\-]+', 'a_b-c')).toBe(true)
    expect(matches('ou\\-[0-9]', 'ou-1')).toBe(true)
  })

  it('is quoted as AWS writes it', () => {
    expect(compilePattern('(?i)all').source).toBe('(?i)all')
  })
})

describe('a pattern that could backtrack without end', () => {
  const alphabet = ['a', 'B', '7', '-', '.', '/', '*', ' ', '\t', ':', 'é']

  it.each(Object.entries(safePatterns))('%s has an equivalent of the same language', (aws) => {
    const original = new RegExp(`^(?:${aws})$`, 'u')
    const words = wordsUpTo(5, alphabet)
    expect(words.filter((word) => original.test(word) !== matches(aws, word))).toEqual([])
  })

  it('counts groups as the original does', () => {
    const reservation = '[a-z](?:-?[a-z0-9]+){0,15}'
    expect(matches(reservation, `a${'-b'.repeat(15)}`)).toBe(true)
    expect(matches(reservation, `a${'-b'.repeat(16)}`)).toBe(false)
    expect(matches(reservation, `ab${'-b'.repeat(14)}`)).toBe(true)
    expect(matches(reservation, `ab${'-b'.repeat(15)}`)).toBe(false)
  })

  it.each(Object.keys(safePatterns))('%s refuses the worst of values at once', (aws) => {
    const worst = (part: string) => `a${part.repeat(patternTriedLengthMax / 2)}\u0001`
    expect(matches(aws, worst('a'))).toBe(false)
    expect(matches(aws, worst(' a'))).toBe(false)
  })
})

function wordsUpTo(length: number, alphabet: readonly string[]): string[] {
  let last = ['']
  const all: string[] = []
  for (let size = 1; size <= length; size++) {
    last = last.flatMap((word) => alphabet.map((character) => word + character))
    for (const word of last) all.push(word)
  }
  return all
}
