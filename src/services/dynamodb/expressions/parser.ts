/**
 * Reads condition, projection and update expressions into trees.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
import { redundantParentheses, syntaxError, tooManyOperators } from './errors.ts'
import { type Token, tokensOf } from './tokens.ts'
import type {
  Action,
  Call,
  Condition,
  Operand,
  Parsed,
  Path,
  Section,
  Step,
  Update,
} from './syntax.ts'

/** @throws AwsError ValidationException */
export function parseCondition(expression: string): Parsed<Condition> {
  return new Parser(expression).whole((parser) => parser.condition())
}

/** @throws AwsError ValidationException */
export function parseProjection(expression: string): Parsed<readonly Path[]> {
  return new Parser(expression).whole((parser) => parser.list(() => parser.path()))
}

/** @throws AwsError ValidationException */
export function parseUpdate(expression: string): Parsed<Update> {
  return new Parser(expression).whole((parser) => parser.update())
}

/** Deeper than 300 operators need: some are too many, redundant or never closed. */
const depthMax = 600

const comparators = new Set(['=', '<>', '<', '<=', '>', '>='])
const sections = new Set(['SET', 'REMOVE', 'ADD', 'DELETE'])

class Parser {
  readonly #expression: string
  readonly #tokens: readonly Token[]
  #at = 0
  #operators = 0
  #depth = 0
  #hasRedundantParentheses = false

  constructor(expression: string) {
    this.#expression = expression
    this.#tokens = tokensOf(expression)
  }

  whole<Tree>(read: (parser: this) => Tree): Parsed<Tree> {
    const tree = read(this)
    if (this.#token.kind !== 'end') throw this.#unexpected()
    const operators = this.#operators
    return { tree, operators, hasRedundantParentheses: this.#hasRedundantParentheses }
  }

  condition(): Condition {
    let left = this.#conjunction()
    while (this.#takesWord('OR')) {
      this.#operators++
      left = { kind: 'OR', left, right: this.#conjunction() }
    }
    return left
  }

  list<T>(item: () => T): T[] {
    const items = [item()]
    while (this.#takes(',')) items.push(item())
    return items
  }

  path(): Path {
    const steps: Step[] = [this.#name()]
    for (;;) {
      if (this.#takes('.')) steps.push(this.#name())
      else if (this.#takes('[')) {
        if (this.#token.kind !== 'number') throw this.#unexpected()
        steps.push(Number(this.#next().text))
        this.#requires(']')
      } else return { kind: 'path', steps }
    }
  }

  update(): Update {
    const named: Section[] = []
    const actions: Action[] = []
    do {
      const word = this.#token.text.toUpperCase()
      if (this.#token.kind !== 'name' || !sections.has(word)) throw this.#unexpected()
      this.#next()
      const section = word as Section
      named.push(section)
      actions.push(...this.list(() => this.#action(section)))
    } while (!this.#isAtEnd())
    return { sections: named, actions }
  }

  #action(section: Section): Action {
    const path = this.path()
    if (section === 'REMOVE') return { section, path }
    if (section === 'SET') {
      this.#requires('=')
      return { section, path, operand: this.#sum() }
    }
    if (this.#token.kind !== 'value') throw this.#unexpected()
    return { section, path, operand: { kind: 'value', name: this.#next().text } }
  }

  /** `a + b`, each perhaps in parentheses, and all of it perhaps, too. */
  #sum(): Operand {
    const left = this.#term()
    const operator = this.#token.text
    if (this.#token.kind !== 'sign' || (operator !== '+' && operator !== '-')) return left
    this.#next()
    this.#operators++
    return { kind: 'sum', operator, left, right: this.#term() }
  }

  #term(): Operand {
    if (!this.#sees('(')) return this.#operand()
    this.#open()
    const inner = this.#sum()
    this.#close()
    return inner
  }

  #conjunction(): Condition {
    let left = this.#negation()
    while (this.#takesWord('AND')) {
      this.#operators++
      left = { kind: 'AND', left, right: this.#negation() }
    }
    return left
  }

  #negation(): Condition {
    if (!this.#takesWord('NOT')) return this.#primary()
    this.#operators++
    return { kind: 'NOT', condition: this.#negation() }
  }

  #primary(): Condition {
    if (this.#sees('(') && !this.#startsOperand()) {
      this.#open()
      const inner = this.condition()
      this.#close()
      return inner
    }
    return this.#comparison()
  }

  #comparison(): Condition {
    const left = this.#parenthesisedOperand()
    const token = this.#token
    if (token.kind === 'sign' && comparators.has(token.text)) {
      this.#next()
      this.#operators++
      const right = this.#parenthesisedOperand()
      return { kind: 'comparison', operator: token.text, operands: [left, right] }
    }
    if (this.#takesWord('BETWEEN')) return this.#between(left)
    if (this.#takesWord('IN')) return this.#in(left)
    if (left.kind !== 'call') throw this.#unexpected()
    return left
  }

  #between(left: Operand): Condition {
    this.#operators++
    const lower = this.#parenthesisedOperand()
    if (!this.#takesWord('AND')) throw this.#unexpected()
    const operands = [left, lower, this.#parenthesisedOperand()]
    return { kind: 'comparison', operator: 'BETWEEN', operands }
  }

  #in(left: Operand): Condition {
    this.#operators++
    this.#requires('(')
    const among = this.list(() => this.#parenthesisedOperand())
    this.#requires(')')
    return { kind: 'comparison', operator: 'IN', operands: [left, ...among] }
  }

  #parenthesisedOperand(): Operand {
    if (!this.#sees('(')) return this.#operand()
    this.#open()
    const inner = this.#parenthesisedOperand()
    this.#close()
    return inner
  }

  #operand(): Operand {
    const { kind, text } = this.#token
    if (kind === 'value') {
      this.#next()
      return { kind: 'value', name: text }
    }
    if (kind === 'name' && this.#sees('(', 1)) return this.#call()
    return this.path()
  }

  #call(): Call {
    const name = this.#next().text
    this.#operators++
    this.#requires('(')
    this.#deepen()
    const operands = this.#sees(')') ? [] : this.list(() => this.#parenthesisedOperand())
    this.#close()
    return { kind: 'call', name, operands }
  }

  /** Whether a parenthesis holds an operand, `(a) = :b`, and no condition. */
  #startsOperand(): boolean {
    const after = this.#tokens[this.#closing(this.#at) + 1]
    if (!after) return false
    const word = after.text.toUpperCase()
    const compares = after.kind === 'sign' && comparators.has(word)
    return compares || (after.kind === 'name' && (word === 'BETWEEN' || word === 'IN'))
  }

  #open(): void {
    if (this.#sees('(', 1)) this.#hasRedundantParentheses ||= this.#closesWithNext()
    this.#requires('(')
    this.#deepen()
  }

  #close(): void {
    this.#requires(')')
    this.#depth--
  }

  #deepen(): void {
    if (++this.#depth <= depthMax) return
    if (this.#hasRedundantParentheses) throw redundantParentheses()
    if (this.#operators > depthMax / 2) throw tooManyOperators()
    this.#at = this.#tokens.length - 1
    throw this.#unexpected()
  }

  /** Whether the parenthesis here closes right behind the one that follows it. */
  #closesWithNext(): boolean {
    return this.#closing(this.#at + 1) + 1 === this.#closing(this.#at)
  }

  /** Where a parenthesis is closed. */
  #closing(open: number): number {
    let depth = 0
    for (let at = open; at < this.#tokens.length; at++) {
      const text = this.#tokens[at]?.text
      if (text === '(') depth++
      if (text === ')' && --depth === 0) return at
    }
    return this.#tokens.length
  }

  #name(): string {
    if (this.#token.kind !== 'name' && this.#token.kind !== 'alias') throw this.#unexpected()
    return this.#next().text
  }

  #isAtEnd(): boolean {
    return this.#token.kind === 'end'
  }

  get #token(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '<EOF>', at: this.#expression.length }
  }

  #next(): Token {
    const token = this.#token
    this.#at++
    return token
  }

  #sees(sign: string, ahead = 0): boolean {
    const token = this.#tokens[this.#at + ahead]
    return token?.kind === 'sign' && token.text === sign
  }

  #takes(sign: string): boolean {
    if (!this.#sees(sign)) return false
    this.#at++
    return true
  }

  #takesWord(word: string): boolean {
    const { kind, text } = this.#token
    if (kind !== 'name' || text.toUpperCase() !== word) return false
    this.#at++
    return true
  }

  #requires(sign: string): void {
    if (!this.#takes(sign)) throw this.#unexpected()
  }

  /** Told with its neighbours, as they are written. */
  #unexpected() {
    const before = this.#tokens[this.#at - 1]
    const after = this.#tokens[this.#at + 1] ?? this.#token
    const end = after.kind === 'end' ? after.at : after.at + after.text.length
    return syntaxError(this.#token.text, this.#expression.slice(before?.at ?? 0, end).trim())
  }
}
