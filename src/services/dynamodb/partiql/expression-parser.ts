/** PartiQL expressions, by falling precedence: signs, sums, comparisons, NOT, AND, OR. */
import type { AttributeValue } from '../../../generated/dynamodb.ts'
import { pathTooDeep } from '../expressions/errors.ts'
import { levelsMax } from '../expressions/path.ts'
import type { Step } from '../expressions/syntax.ts'
import { unsupportedOperation } from './errors.ts'
import {
  emptyPathComponent,
  listIndexOutOfRange,
  malformed,
  parameterCount,
  unpivotPath,
  wildcardPath,
} from './syntax-errors.ts'
import { callableKeywords } from './keywords.ts'
import type { Expression, PathExpression } from './syntax.ts'
import type { TokenReader } from './token-reader.ts'
import type { Token } from './tokens.ts'

const comparators = new Set(['=', '<>', '!=', '<', '<=', '>', '>='])
const listIndexMax = 2 ** 31 - 1

export class ExpressionParser {
  readonly #tokens: TokenReader
  readonly #parameters: readonly AttributeValue[]
  #used = 0

  constructor(tokens: TokenReader, parameters: readonly AttributeValue[]) {
    this.#tokens = tokens
    this.#parameters = parameters
  }

  /** @throws AwsError ValidationException when there were too many or too few */
  checkParameters(): void {
    if (this.#used !== this.#parameters.length) throw parameterCount()
  }

  /** @throws AwsError ValidationException */
  read(): Expression {
    return this.#tokens.nested(() => this.#readJunction('or', () => this.#readAnd()))
  }

  /** A path alone, as after SET and in the list of columns. */
  readPath(): PathExpression {
    const token = this.#tokens.take()
    if (token.kind === 'keyword') throw malformed('Unexpected keyword')
    if (token.kind !== 'word' && token.kind !== 'quoted') {
      throw malformed('Expected identifier for simple path')
    }
    return this.#readSteps(token)
  }

  #readAnd(): Expression {
    return this.#readJunction('and', () => this.#readNot())
  }

  #readJunction(kind: 'and' | 'or', readPart: () => Expression): Expression {
    let left = readPart()
    while (this.#tokens.skip(kind)) {
      left = { kind, left, right: readPart(), at: left.at }
    }
    return left
  }

  #readNot(): Expression {
    const { at } = this.#tokens.peek()
    if (!this.#tokens.skip('not')) return this.#readComparison()
    return { kind: 'not', condition: this.#tokens.nested(() => this.#readNot()), at }
  }

  #readComparison(): Expression {
    let left = this.#readSum()
    for (;;) {
      const next = this.#readComparedTo(left)
      if (!next) return left
      left = next
    }
  }

  #readComparedTo(left: Expression): Expression | undefined {
    const tokens = this.#tokens
    const { at } = left
    if (tokens.skip('is')) {
      const isNegated = tokens.skip('not')
      return negatedIf(isNegated, { kind: 'is', operand: left, type: this.#readType(), at })
    }
    const isNegated = tokens.sees('not') && ['in', 'between', 'like'].includes(tokens.peek(1).text)
    if (isNegated) tokens.take()
    if (tokens.skip('in')) {
      return negatedIf(isNegated, { kind: 'in', operand: left, among: this.#readAmong(), at })
    }
    if (tokens.skip('between')) {
      const low = this.#readSum()
      tokens.expect('and', 'Expected AND after BETWEEN')
      const operands = [left, low, this.#readSum()]
      return negatedIf(isNegated, { kind: 'between', operands, at })
    }
    const operator = tokens.peek().text
    if (!tokens.sees('like') && !(comparators.has(operator) && tokens.sees(operator))) {
      return undefined
    }
    tokens.take()
    const right = this.#readSum()
    const known = operator === '!=' ? '<>' : operator
    return negatedIf(isNegated, { kind: 'binary', operator: known, left, right, at })
  }

  #readType(): string {
    const token = this.#tokens.take()
    if (token.kind !== 'keyword' && token.kind !== 'word') throw malformed('Expected type name')
    return token.text.toUpperCase()
  }

  /** Values in round brackets, or whatever stands for a list. */
  #readAmong(): Expression {
    const { at } = this.#tokens.peek()
    if (!this.#tokens.skip('(')) return this.#readSum()
    return { kind: 'list', items: this.#readItems(')'), at }
  }

  #readSum(): Expression {
    let left = this.#readProduct()
    for (const operator of this.#operators('+', '-', '||')) {
      left = { kind: 'binary', operator, left, right: this.#readProduct(), at: left.at }
    }
    return left
  }

  #readProduct(): Expression {
    let left = this.#readSigned()
    for (const operator of this.#operators('*', '/', '%')) {
      left = { kind: 'binary', operator, left, right: this.#readSigned(), at: left.at }
    }
    return left
  }

  *#operators(...known: readonly string[]): Generator<string> {
    for (;;) {
      const { text } = this.#tokens.peek()
      if (!known.includes(text) || !this.#tokens.skip(text)) return
      yield text
    }
  }

  /** AWS: only numbers may have a sign, and any number of them. */
  #readSigned(): Expression {
    const sign = this.#tokens.peek().text
    if (!this.#tokens.sees('-') && !this.#tokens.sees('+')) return this.#readTerm()
    this.#tokens.take()
    const operand = this.#tokens.nested(() => this.#readSigned())
    if (operand.kind !== 'value' || operand.value.N === undefined) {
      throw unsupportedOperation(sign)
    }
    if (sign === '+') return operand
    const text = operand.text.startsWith('-') ? operand.text.slice(1) : `-${operand.text}`
    return { ...operand, text, value: { N: text } }
  }

  #readTerm(): Expression {
    const tokens = this.#tokens
    const token = tokens.take()
    const { kind, text, at } = token
    if (kind === 'string') return { kind: 'value', value: { S: text }, text, at }
    if (kind === 'number') return { kind: 'value', value: { N: text }, text, at }
    const isCall = tokens.sees('(') && (kind === 'word' || callableKeywords.has(text))
    if (isCall) return this.#readCall(token)
    if (kind === 'keyword') return constantOf(token)
    if (kind === 'word' || kind === 'quoted') return this.#readSteps(token)
    return this.#readBracketed(token)
  }

  #readCall({ text, at }: Token): Expression {
    this.#tokens.take()
    return { kind: 'call', name: text.toLowerCase(), operands: this.#readItems(')'), at }
  }

  #readBracketed({ text, at }: Token): Expression {
    const tokens = this.#tokens
    if (text === '?') {
      const value = this.#parameters[this.#used++] ?? { NULL: true }
      return { kind: 'parameter', value, at }
    }
    if (text === '[') return { kind: 'list', items: this.#readItems(']'), at }
    if (text === '<<') return { kind: 'bag', items: this.#readItems('>>'), at }
    if (text === '{') return { kind: 'struct', entries: this.#readEntries(), at }
    if (text !== '(') {
      throw malformed(comparators.has(text) ? 'Unexpected operator' : 'Unexpected term')
    }
    const inner = this.read()
    if (tokens.skip(')')) return inner
    tokens.expect(',', 'Expected )')
    return { kind: 'list', items: [inner, ...this.#readItems(')')], at }
  }

  #readItems(end: string): readonly Expression[] {
    const items: Expression[] = []
    if (this.#tokens.skip(end)) return items
    do items.push(this.read())
    while (this.#tokens.skip(','))
    this.#tokens.expect(end, `Expected ${end}`)
    return items
  }

  #readEntries(): readonly (readonly [Expression, Expression])[] {
    const entries: (readonly [Expression, Expression])[] = []
    if (this.#tokens.skip('}')) return entries
    do {
      const name = this.read()
      this.#tokens.expect(':', 'Expected : after a name')
      entries.push([name, this.read()])
    } while (this.#tokens.skip(','))
    this.#tokens.expect('}', 'Expected }')
    return entries
  }

  #readSteps({ text, at }: Token): PathExpression {
    const steps: Step[] = [requireName(text)]
    for (;;) {
      if (this.#tokens.skip('.')) steps.push(this.#readName())
      else if (this.#tokens.skip('[')) steps.push(this.#readIndex())
      else break
    }
    // AWS's words for a statement are not public: these are an expression's.
    if (steps.length > levelsMax) throw pathTooDeep()
    return { kind: 'path', steps, at }
  }

  #readName(): string {
    const token = this.#tokens.take()
    if (token.text === '*' && token.kind === 'symbol') throw unpivotPath()
    if (token.kind === 'word' || token.kind === 'quoted') return requireName(token.text)
    throw malformed('Unexpected path component')
  }

  #readIndex(): Step {
    const tokens = this.#tokens
    if (tokens.skip('*')) throw wildcardPath()
    let isNegative = false
    while (tokens.sees('-') || tokens.sees('+')) {
      if (tokens.take().text === '-') isNegative = !isNegative
    }
    const { kind, text, at } = tokens.take()
    tokens.expect(']', 'Expected ]')
    if (kind === 'string') return requireName(text)
    if (kind !== 'number' || !/^\d+$/.test(text)) throw malformed('Unexpected path component')
    const index = isNegative ? -Number(text) : Number(text)
    if (index < 0 || index > listIndexMax) {
      throw listIndexOutOfRange(isNegative ? `-${text}` : text, at)
    }
    // Zero may be written with a sign.
    return Math.abs(index)
  }
}

function negatedIf(isNegated: boolean, condition: Expression): Expression {
  return isNegated ? { kind: 'not', condition, at: condition.at } : condition
}

function constantOf({ text, at }: Token): Expression {
  if (text === 'missing') return { kind: 'missing', at }
  if (text === 'null') return { kind: 'value', value: { NULL: true }, text, at }
  if (text === 'true' || text === 'false') {
    return { kind: 'value', value: { BOOL: text === 'true' }, text, at }
  }
  if (text === 'is' || text === 'like' || text === 'in') throw malformed('Unexpected operator')
  throw malformed('Unexpected keyword')
}

function requireName(text: string): string {
  if (text === '') throw emptyPathComponent()
  return text
}
