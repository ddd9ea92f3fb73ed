/**
 * AWS's patterns are Java's regular expressions, which must match a value from end to end; here they
 * become JavaScript's.
 */

import { safePatterns } from './safe-patterns.ts'

/** Longer values than this are not tried on a pattern: their length is fault enough. */
export const patternTriedLengthMax = 4096

export interface Pattern {
  /** As the model writes it: this is what messages quote. */
  readonly source: string
  matches(value: string): boolean
}

/** @throws SyntaxError when JavaScript cannot express the pattern; no pattern of AWS's does that. */
export function compilePattern(source: string): Pattern {
  const { body, flags } = translate(safePatterns[source] ?? source)
  const expression = new RegExp(`^(?:${body})$`, flags)
  return { source, matches: (value) => expression.test(value) }
}

/** Java's syntax in JavaScript's, for the `u` flag, which `\p{L}` and characters beyond U+FFFF need. */
export function translate(source: string): { body: string; flags: string } {
  const javaFlags = /^\(\?([is]+)\)/.exec(source)
  const bare = source.slice(javaFlags?.[0].length ?? 0)
  const tokens = bare.match(/\\[pP]\{\w+\}|\\u[\dA-Fa-f]{4}|\\[^]|[^]/gu) ?? []
  let inClass = false
  const body = tokens.map((token, index) => {
    if (token === '[' && !inClass) {
      inClass = true
      return token
    }
    if (token === ']' && inClass && !isFirstInClass(tokens, index)) {
      inClass = false
      return token
    }
    return inClass ? inCharacterClass(token, tokens, index) : outsideOfClass(token, tokens, index)
  })
  return { body: body.join(''), flags: `${javaFlags?.[1] ?? ''}u` }
}

function isFirstInClass(tokens: readonly string[], index: number): boolean {
  return tokens[index - 1] === '[' || (tokens[index - 1] === '^' && tokens[index - 2] === '[')
}

function inCharacterClass(token: string, tokens: readonly string[], index: number): string {
  if (token === '[' || token === ']') return `\\${token}`
  if (token === '-' && isBesideASet(tokens, index)) return '\\-'
  return posixClass(token) ?? withoutNeedlessEscape(token, '^$\\.*+?()[]{}|/-')
}

/** `[\w-.]`: a hyphen after a set is itself, which the `u` flag wants to be told. */
function isBesideASet(tokens: readonly string[], index: number): boolean {
  return isSet(tokens[index - 1]) || isSet(tokens[index + 1])
}

function isSet(token: string | undefined): boolean {
  return token !== undefined && /^\\[wWdDsSpP]/.test(token)
}

function outsideOfClass(token: string, tokens: readonly string[], index: number): string {
  if (token === '{' && !isQuantifier(tokens, index)) return '\\{'
  if (token === '}' && !closesQuantifier(tokens, index)) return '\\}'
  if (token === ']') return '\\]'
  const posix = posixClass(token)
  return posix === undefined ? withoutNeedlessEscape(token, '^$\\.*+?()[]{}|/') : `[${posix}]`
}

function isQuantifier(tokens: readonly string[], index: number): boolean {
  return /^\{\d+(,\d*)?\}/.test(tokens.slice(index, index + 16).join(''))
}

function closesQuantifier(tokens: readonly string[], index: number): boolean {
  const open = tokens.lastIndexOf('{', index)
  return open >= 0 && /^\{\d+(,\d*)?\}$/.test(tokens.slice(open, index + 1).join(''))
}

/** Java's names for sets of ASCII, as ranges to stand in a class. */
const posixClasses: Readonly<Record<string, string>> = {
  '\\p{Alnum}': '0-9A-Za-z',
  '\\p{Alpha}': 'A-Za-z',
  '\\p{Blank}': ' \\t',
  '\\p{Digit}': '0-9',
  '\\p{Graph}': '!-~',
  '\\p{Lower}': 'a-z',
  '\\p{Print}': ' -~',
  '\\p{Punct}': '!-\\/:-@\\[-`\\{-~',
  '\\p{Space}': ' \\t\\n\\x0B\\f\\r',
  '\\p{Upper}': 'A-Z',
}

function posixClass(token: string): string | undefined {
  return posixClasses[token]
}

/** The `u` flag refuses escapes of characters that need none, such as `\_`. */
function withoutNeedlessEscape(token: string, syntax: string): string {
  if (!token.startsWith('\\') || token.length !== 2) return token
  const character = token.charAt(1)
  return /[A-Za-z0-9]/.test(character) || syntax.includes(character) ? token : character
}
