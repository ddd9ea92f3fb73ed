/** The words, names and signs of a composite alarm's rule. */

/** What can't be read; the message is the place where it went wrong. */
export class RuleFault extends Error {}

/** Brackets in brackets: far more than anybody writes, far less than the stack holds. */
const depthMax = 200

export class RuleTokens {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  take(sign: string): boolean {
    this.#skipBlanks()
    if (!this.#text.startsWith(sign, this.#at)) return false
    this.#at += sign.length
    return true
  }

  takeWord(word: string): boolean {
    this.#skipBlanks()
    const after = this.#text.charAt(this.#at + word.length)
    if (!this.#text.startsWith(word, this.#at) || /\w/.test(after)) return false
    this.#at += word.length
    return true
  }

  expect(sign: string): void {
    if (!this.take(sign)) throw this.fault()
  }

  /** AWS: a name or an ARN, in quotes where it has blanks or brackets. */
  name(): string {
    this.#skipBlanks()
    const [whole, quoted] = this.#match(/"((?:[^"\\]|\\.)*)"/y) ?? this.#match(/[^\s(),"]+/y) ?? []
    if (!whole) throw this.fault()
    return quoted === undefined ? whole : quoted.replace(/\\(.)/g, '$1')
  }

  /** `2` or `50%` */
  count(): { readonly count: number; readonly isPercent: boolean } {
    this.#skipBlanks()
    const [, digits, percent] = this.#match(/(\d{1,5})(%?)/y) ?? []
    if (!digits) throw this.fault()
    return { count: Number(digits), isPercent: percent === '%' }
  }

  deeper<T>(read: () => T): T {
    if (++this.#depth > depthMax) throw this.fault()
    const result = read()
    this.#depth--
    return result
  }

  end(): void {
    this.#skipBlanks()
    if (this.#at < this.#text.length) throw this.fault()
  }

  fault(): RuleFault {
    return new RuleFault(this.#text.slice(this.#at, this.#at + 50))
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (!found) return undefined
    this.#at += found[0].length
    return found
  }

  #skipBlanks(): void {
    this.#match(/\s+/y)
  }
}
