/** Reads math expressions: their grammar. */
import { MathFault } from './fault.ts'
import { type Token, tokensOf } from './tokens.ts'

export type Tree =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Tree[] }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly Tree[] }
  | { readonly kind: 'negative'; readonly operand: Tree }
  | {
      readonly kind: 'operation'
      readonly operator: Operator
      readonly left: Tree
      readonly right: Tree
    }

export type Operator =
  | 'OR'
  | 'AND'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | '^'

/** What binds the least first. */
const levels: readonly (readonly Operator[])[] = [
  ['OR'],
  ['AND'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
]

/** Parentheses, lists and calls within each other. */
const depthMax = 100

const synonyms: Readonly<Record<string, Operator>> = { '&&': 'AND', '||': 'OR' }

/** @throws MathFault */
export function readExpression(expression: string): Tree {
  const reader = new Reader(tokensOf(expression))
  const tree = reader.level(0)
  reader.end()
  return tree
}

class Reader {
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  end(): void {
    const token = this.#tokens[this.#at]
    if (token) throw new MathFault(`unexpected '${token.value}'`)
  }

  /** Operators of a level, all of which bind to the left. */
  level(depth: number): Tree {
    const operators = levels[depth]
    if (!operators) return this.#signed()
    let left = this.level(depth + 1)
    for (let operator = this.#operator(operators); operator; operator = this.#operator(operators)) {
      left = { kind: 'operation', operator, left, right: this.level(depth + 1) }
    }
    return left
  }

  #operator(wanted: readonly Operator[]): Operator | undefined {
    const token = this.#tokens[this.#at]
    if (token?.kind !== 'sign' && token?.kind !== 'name') return undefined
    const found = synonyms[token.value] ?? wanted.find((one) => one === token.value)
    if (!found || !wanted.includes(found)) return undefined
    this.#at++
    return found
  }

  #signed(): Tree {
    if (this.#takes('-')) return { kind: 'negative', operand: this.#nested(() => this.#signed()) }
    if (this.#takes('+')) return this.#nested(() => this.#signed())
    return this.#power()
  }

  /** Binds to the right, and closer than a sign in front. */
  #power(): Tree {
    const left = this.#atom()
    if (!this.#takes('^')) return left
    const right = this.#nested(() => this.#signed())
    return { kind: 'operation', operator: '^', left, right }
  }

  #atom(): Tree {
    const token = this.#tokens[this.#at++]
    if (!token) throw new MathFault('unexpected end')
    if (token.kind === 'number' || token.kind === 'text') return token
    if (token.kind === 'name') {
      if (!this.#takes('(')) return { kind: 'name', name: token.value }
      return { kind: 'call', name: token.value, given: this.#list(')') }
    }
    if (token.value === '[') return { kind: 'list', items: this.#list(']') }
    if (token.value !== '(') throw new MathFault(`unexpected '${token.value}'`)
    const inner = this.#nested(() => this.level(0))
    this.#expect(')')
    return inner
  }

  #list(close: string): readonly Tree[] {
    if (this.#takes(close)) return []
    const items: Tree[] = []
    do items.push(this.#nested(() => this.level(0)))
    while (this.#takes(','))
    this.#expect(close)
    return items
  }

  #nested(read: () => Tree): Tree {
    if (++this.#depth > depthMax) throw new MathFault('nested too deeply')
    const tree = read()
    this.#depth--
    return tree
  }

  #takes(sign: string): boolean {
    const token = this.#tokens[this.#at]
    if (token?.kind !== 'sign' || token.value !== sign) return false
    this.#at++
    return true
  }

  #expect(sign: string): void {
    const token = this.#tokens[this.#at]
    if (!this.#takes(sign))
      throw new MathFault(`'${sign}' expected, not '${token?.value ?? 'end'}'`)
  }
}
