import { describe, expect, test } from 'vitest'
import { JsonSyntaxError, positionOf, readJson } from './json-reader.ts'

function offsetOfError(text: string): number | undefined {
  try {
    readJson(text)
    return undefined
  } catch (error) {
    return error instanceof JsonSyntaxError ? error.offset : Number.NaN
  }
}

describe('reading JSON', () => {
  test('keeps how scalars were written, and where they stand', () => {
    const node = readJson(' {"a": [1.50, "\\u0041", true, null]} ')
    expect(node).toMatchObject({ kind: 'object', start: 1, end: 36 })
    const items = node.kind === 'object' ? node.members.get('a') : undefined
    expect(items?.kind === 'array' && items.items).toEqual([
      { kind: 'number', text: '1.50', start: 8, end: 12 },
      { kind: 'string', text: 'A', start: 14, end: 22 },
      { kind: 'boolean', text: 'true', start: 24, end: 28 },
      { kind: 'null', text: 'null', start: 30, end: 34 },
    ])
  })

  test('tells the first duplicate of an object, however it is escaped', () => {
    expect(readJson('{"a":1,"b":2,"\\u0061":3}')).toMatchObject({ duplicate: 'a' })
    expect(readJson('{"a":1,"A":2}')).toMatchObject({ duplicate: undefined })
    expect(readJson('{"__proto__":1,"__proto__":2}')).toMatchObject({ duplicate: '__proto__' })
  })

  test.each([
    ['', 0],
    ['invalid', 0],
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ['[1,]', 3],
    ['{} x', 3],
    ["{'a':1}", 1],
    ['"\n"', 0],
    ['"\\x"', 0],
    ['01', 1],
    ['+1', 0],
    ['{"a":1', 6],
    ['\uFEFF{}', 0],
    ['\u00a0{}', 0],
  ])('stops at the fault of %j', (text, offset) => {
    expect(offsetOfError(text)).toBe(offset)
  })

  test('nests no deeper than any policy does', () => {
    expect(offsetOfError('['.repeat(33) + ']'.repeat(33))).toBeUndefined()
    expect(offsetOfError('['.repeat(100_000))).toBe(33)
  })

  test('agrees with JSON.parse on what is JSON', () => {
    const texts = [
      '1e5',
      '-0',
      '-',
      '1.',
      '.5',
      'tru',
      'nullx',
      '[]',
      '[[],{}]',
      '{"a":{}}',
      '" "',
      '"\\ud800"',
    ]
    for (const text of texts)
      expect([text, offsetOfError(text) === undefined]).toEqual([text, parses(text)])
  })
})

test('positions count lines and columns from one', () => {
  expect(positionOf('a\nbc\n', 3)).toEqual({ line: 2, column: 2 })
  expect(positionOf('abc', 0)).toEqual({ line: 1, column: 1 })
})

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
