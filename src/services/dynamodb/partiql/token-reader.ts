/** A statement's tokens, read from the left. */
import { malformed } from './syntax-errors.ts'
import { type Token, tokensOf } from './tokens.ts'

/** AWS's limit is not public; a statement's 8,192 characters could nest deeper than a stack is. */
const nestingMax = 200

export class TokenReader {
  readonly #tokens: readonly Token[]
  #next = 0
  #depth = 0

  /** @throws AwsError ValidationException */
  constructor(statement: string) {
    this.#tokens = tokensOf(statement)
  }

  peek(ahead = 0): Token {
    const at = Math.min(this.#next + ahead, this.#tokens.length - 1)
    // The last one is always the end.
    return this.#tokens[at] as Token
  }

  take(): Token {
    const token = this.peek()
    this.#next++
    return token
  }

  /** Whether this keyword or symbol comes next. */
  sees(text: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return (token.kind === 'keyword' || token.kind === 'symbol') && token.text === text
  }

  /** Whether a word comes next that has a meaning only where it stands. */
  seesWord(text: string, ahead = 0): boolean {
    const { kind, text: seen } = this.peek(ahead)
    return (kind === 'word' || kind === 'keyword') && seen.toLowerCase() === text
  }

  /** Takes a keyword or symbol, if it comes next. */
  skip(text: string): boolean {
    if (!this.sees(text)) return false
    this.#next++
    return true
  }

  skipWord(text: string): boolean {
    if (!this.seesWord(text)) return false
    this.#next++
    return true
  }

  /** @throws AwsError ValidationException */
  expect(text: string, reason: string): void {
    if (!this.skip(text)) throw malformed(reason)
  }

  /** @throws AwsError ValidationException */
  nested<T>(read: () => T): T {
    if (++this.#depth > nestingMax) throw malformed('Too deeply nested')
    const result = read()
    this.#depth--
    return result
  }
}
