import { expect, test } from 'vitest'
import { AwsError } from '../kernel/errors.ts'
import { parseJsonBody } from './json-notation.ts'
import { excessOf } from './json-scan.ts'

const excess = (text: string) => excessOf(Buffer.from(text))
const object = (members: number, prefix = 'k') =>
  `{${Array.from({ length: members }, (_, at) => `"${prefix}${at}":1`).join(',')}}`
const tooDeep = 'The body nests more than 128 levels deep'
const tooMany = 'The body holds too many values'

test.each([
  ['{"a":[1,{"b":"c"}]}'],
  [`${'['.repeat(129)}${']'.repeat(129)}`],
  [`[${'[],'.repeat(100_000)}0]`],
  [`"${'['.repeat(1_000_000)}"`],
  [String.raw`["\"[[[\\",${String.raw`"\\\"{",`.repeat(10)}0]`],
  [`["${String.raw`\\`.repeat(100)}","${'{'.repeat(1_000)}"]`],
  [`[${Array.from({ length: 1_000 }, () => object(100)).join(',')}]`],
  [`["unfinished`],
  [''],
])('%.30s is no excess', (text) => {
  expect(excess(text)).toBeUndefined()
})

test.each([
  ['['.repeat(130), tooDeep],
  ['{"a":'.repeat(130), tooDeep],
  [`[${'0,'.repeat(500_001)}0]`, tooMany],
  [`[${'{}'.repeat(500_001)}]`, tooMany],
  [object(60_000), tooMany],
  [`[${Array.from({ length: 60 }, (_, at) => object(1_000, `k${at}.`)).join(',')}]`, tooMany],
  [`["${String.raw`\\`}",${'['.repeat(600)}`, tooDeep],
])('%.30s is too much', (text, words) => {
  expect(excess(text)).toBe(words)
})

test('A long body is refused before it is parsed, with what it has too much of', () => {
  expect(() => parseJsonBody(Buffer.from(`{"a":${'['.repeat(5_000_000)}`))).toThrow(
    expect.objectContaining({ code: 'SerializationException', status: 400, message: tooDeep }),
  )
  expect(() => parseJsonBody(Buffer.from('['.repeat(65_535)))).toThrow(AwsError)
})
