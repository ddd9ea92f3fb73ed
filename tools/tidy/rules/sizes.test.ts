import { describe, expect, test } from 'vitest'
import { findingsOf } from '../testing/findings.ts'
import { sizes } from './sizes.ts'

const lines = (count: number, line: string) => Array.from({ length: count }, () => line).join('\n')

describe('sizes', () => {
  test('a file of 500 lines is let through, one of 501 is not', () => {
    expect(findingsOf(sizes, { 'src/a.ts': lines(500, 'f()') })).toEqual([])
    expect(findingsOf(sizes, { 'src/a.ts': lines(501, 'f()') })).toEqual([
      'src/a.ts:1 501 lines: split what changes for different reasons',
    ])
  })

  test('a table may be of any size', () => {
    const table = `export const codes = [\n${lines(600, "  { code: 'AccessDenied', status: 403 },")}\n]`
    expect(findingsOf(sizes, { 'src/codes.ts': table })).toEqual([])
  })

  test('a function of 70 lines is let through, one of 71 is not, save in tests', () => {
    const long = (inner: number) => `f()\nfunction g() {\n${lines(inner, '  f()')}\n}`
    expect(findingsOf(sizes, { 'src/a.ts': long(68) })).toEqual([])
    expect(findingsOf(sizes, { 'src/a.test.ts': long(69) })).toEqual([])
    expect(findingsOf(sizes, { 'src/a.ts': long(69) })).toEqual([
      'src/a.ts:2 a function of 71 lines: give its parts names (max 70)',
    ])
  })

  test('half of a folder’s functions may have 11 lines, not 12', () => {
    const ofLines = (count: number) => `function f() {\n${lines(count - 2, '  f()')}\n}`
    const files = {
      'src/wire/short.ts': lines(2, ofLines(3)),
      'src/wire/long.ts': lines(3, ofLines(12)),
      'src/wire/long.test.ts': lines(3, ofLines(40)),
      'src/model/a.ts': lines(3, ofLines(11)),
      'src/index.ts': lines(3, ofLines(30)),
    }
    expect(findingsOf(sizes, files)).toEqual([
      'src/wire:1 half of its functions have 12 lines or more: give their parts names (max 11)',
    ])
  })

  test.each(['src/services/sqs/service.ts', 'src/services/dynamodb/streams/service.ts'])(
    '%s stays a list of 80 lines',
    (path) => {
      expect(findingsOf(sizes, { [path]: lines(81, 'f()') })).toEqual([
        `${path}:1 81 lines: service.ts is a list without logic (max 80)`,
      ])
    },
  )

  test('service.ts may import and list any number of operations', () => {
    const imports = lines(40, "import {\n  one,\n  two,\n} from './operations/one.ts'")
    const list = `export const sqs = defineService({ operations: [\n${lines(90, '  one,')}\n] })`
    expect(findingsOf(sizes, { 'src/services/sqs/service.ts': `${imports}\n${list}` })).toEqual([])
  })
})
