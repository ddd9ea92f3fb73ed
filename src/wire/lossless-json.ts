/**
 * JSON whose numbers `JSON.parse` would round: read with every number that a double can't hold
 * kept as a bigint (integers) or as `RawNumber` (fractions).
 */

/** A number as it stood in the text. */
export class RawNumber {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

const depthMax = 512

/** Sixteen digits in a row outside a name's quotes may be more than a double can hold. */
export function mayLoseDigits(json: string): boolean {
  return /[:,[\s]-?[\d.]{16}/.test(json)
}

/** @throws SyntaxError as `JSON.parse` does. */
export function parseLossless(json: string): unknown {
  // `JSON.parse` judges the grammar, so that the reader below may trust it.
  JSON.parse(json)
  return new Reader(json).value(0)
}

const token = /\s*("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[[\]{},:])/y

class Reader {
  readonly #json: string
  #at = 0

  constructor(json: string) {
    this.#json = json
  }

  value(depth: number): unknown {
    const text = this.#next()
    if (depth > depthMax) throw new SyntaxError('nested too deeply')
    if (text === '{') return this.#object(depth)
    if (text === '[') return this.#array(depth)
    return /^[-\d]/.test(text) ? numberOf(text) : JSON.parse(text)
  }

  #object(depth: number): object {
    const entries: [string, unknown][] = []
    if (this.#skip('}')) return {}
    do {
      const name = JSON.parse(this.#next()) as string
      this.#next()
      entries.push([name, this.value(depth + 1)])
    } while (this.#next() === ',')
    return Object.fromEntries(entries)
  }

  #array(depth: number): unknown[] {
    const items: unknown[] = []
    if (this.#skip(']')) return items
    do items.push(this.value(depth + 1))
    while (this.#next() === ',')
    return items
  }

  #skip(wanted: string): boolean {
    const start = this.#at
    if (this.#next() === wanted) return true
    this.#at = start
    return false
  }

  #next(): string {
    token.lastIndex = this.#at
    const found = token.exec(this.#json)?.[1]
    if (found === undefined) throw new SyntaxError('unexpected end')
    this.#at = token.lastIndex
    return found
  }
}

function numberOf(text: string): number | bigint | RawNumber {
  const value = Number(text)
  if (/^-?\d+$/.test(text)) return Number.isSafeInteger(value) ? value : BigInt(text)
  return /\d{16}/.test(text.replace('.', '')) ? new RawNumber(text) : value
}
