/**
 * JSON with what policies need and `JSON.parse` forgets: duplicate keys, how numbers were written,
 * and where each value stands (simulations answer with lines and columns).
 */
export type JsonNode = JsonObject | JsonArray | JsonScalar

interface Placed {
  /** Offsets in the text: the first character, and behind the last. */
  readonly start: number
  readonly end: number
}

export interface JsonObject extends Placed {
  readonly kind: 'object'
  readonly members: ReadonlyMap<string, JsonNode>
  /** A name that stands twice. */
  readonly duplicate: string | undefined
}

export interface JsonArray extends Placed {
  readonly kind: 'array'
  readonly items: readonly JsonNode[]
}

export interface JsonScalar extends Placed {
  readonly kind: 'string' | 'number' | 'boolean' | 'null'
  /** A string's value; else as written. */
  readonly text: string
}

export interface Position {
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
}

export class JsonSyntaxError extends Error {
  readonly offset: number

  constructor(offset: number) {
    super(`no JSON at ${offset}`)
    this.offset = offset
  }
}

/** @throws JsonSyntaxError */
export function readJson(text: string): JsonNode {
  const reader = new Reader(text)
  const node = reader.value(0)
  reader.skipSpace()
  if (reader.at < text.length) throw new JsonSyntaxError(reader.at)
  return node
}

export function positionOf(text: string, offset: number): Position {
  return positionsIn(text)(offset)
}

/** For many offsets in one text, whose lines are counted once. */
export function positionsIn(text: string): (offset: number) => Position {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let [line, above] = [0, starts.length]
    while (line + 1 < above) {
      const middle = (line + above) >> 1
      if ((starts[middle] ?? 0) <= offset) line = middle
      else above = middle
    }
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 }
  }
}

/** Policies nest four deep; more is no policy, and a stack is finite. */
const depthMax = 32

const space = /[ \t\r\n]*/y
const stringToken = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const numberToken = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const wordToken = /true|false|null/y

class Reader {
  at = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  value(depth: number): JsonNode {
    this.skipSpace()
    const start = this.at
    const first = this.#text[start]
    if (depth > depthMax) throw new JsonSyntaxError(start)
    if (first === '{') return this.#object(start, depth)
    if (first === '[') return this.#array(start, depth)
    if (first === '"') {
      return { kind: 'string', text: this.#string(), start, end: this.at }
    }
    const number = this.#token(numberToken)
    if (number !== undefined) return { kind: 'number', text: number, start, end: this.at }
    const word = this.#token(wordToken)
    if (word === undefined) throw new JsonSyntaxError(start)
    return { kind: word === 'null' ? 'null' : 'boolean', text: word, start, end: this.at }
  }

  skipSpace(): void {
    this.#token(space)
  }

  #object(start: number, depth: number): JsonObject {
    const members = new Map<string, JsonNode>()
    let duplicate: string | undefined
    this.#list('}', () => {
      this.skipSpace()
      const name = this.#string()
      this.#expect(':')
      if (members.has(name)) duplicate ??= name
      members.set(name, this.value(depth + 1))
    })
    return { kind: 'object', members, duplicate, start, end: this.at }
  }

  #array(start: number, depth: number): JsonArray {
    const items: JsonNode[] = []
    this.#list(']', () => items.push(this.value(depth + 1)))
    return { kind: 'array', items, start, end: this.at }
  }

  #list(close: string, readItem: () => void): void {
    this.at += 1
    if (this.#takes(close)) return
    do readItem()
    while (this.#takes(','))
    this.#expect(close)
  }

  #string(): string {
    const token = this.#token(stringToken)
    if (token === undefined) throw new JsonSyntaxError(this.at)
    return token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1)
  }

  #takes(character: string): boolean {
    this.skipSpace()
    if (this.#text[this.at] !== character) return false
    this.at += 1
    return true
  }

  #expect(character: string): void {
    if (!this.#takes(character)) throw new JsonSyntaxError(this.at)
  }

  #token(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const [token] = pattern.exec(this.#text) ?? []
    if (token !== undefined) this.at += token.length
    return token
  }
}
