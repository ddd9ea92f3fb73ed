/**
 * What a long JSON body would cost, told before it is parsed: parsing 100 MB of `[` takes seconds in
 * which nobody else is served. Looks at bytes alone, about a nanosecond each.
 */
import { depthMax } from './tree-reader.ts'

/** Shorter bodies can't hold enough to be worth a look. */
export const scannedBytesMin = 65_536

/** A request of 10 MB of DynamoDB's smallest attributes has as many. */
const valuesMax = 500_000

/** JavaScript keeps objects of few members apart from dictionaries, whose members cost ten times more. */
const usualMembersMax = 100
const furtherMembersMax = 50_000

/** What is too much of it, in words; `undefined`: parse it. */
export function excessOf(json: Buffer): string | undefined {
  const members: number[] = []
  let values = 0
  let further = 0
  let at = 0
  while (at < json.length) {
    const byte = json[at] as number
    if (byte === quote) at = endOfString(json, at)
    else if (byte === brace || byte === bracket) {
      if (++values > valuesMax) return tooMany
      // Lists count from below zero, so that no list is ever taken for an object of many members.
      if (members.push(byte === brace ? 0 : Number.NEGATIVE_INFINITY) > depthMax + 1) return tooDeep
    } else if (byte === comma) {
      if (++values > valuesMax) return tooMany
      const last = members.length - 1
      const count = (members[last] ?? 0) + 1
      members[last] = count
      if (count > usualMembersMax && ++further > furtherMembersMax) return tooMany
    } else if (byte === braceEnd || byte === bracketEnd) members.pop()
    at++
  }
  return undefined
}

const tooDeep = `The body nests more than ${depthMax} levels deep`
const tooMany = 'The body holds too many values'

const [quote, backslash, comma, brace, bracket, braceEnd, bracketEnd] = [
  0x22, 0x5c, 0x2c, 0x7b, 0x5b, 0x7d, 0x5d,
] as const

/** Where the closing quote stands; the end of the body, where there is none. */
function endOfString(json: Buffer, start: number): number {
  let end = start
  do end = json.indexOf(quote, end + 1)
  while (end > 0 && isEscaped(json, start, end))
  return end < 0 ? json.length : end
}

function isEscaped(json: Buffer, start: number, at: number): boolean {
  let before = at - 1
  while (before > start && json[before] === backslash) before--
  return (at - before) % 2 === 0
}
