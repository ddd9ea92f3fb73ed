/** Reads what SEARCH looks for. */
import { MathFault } from '../math/fault.ts'
import type { MetricIdentity } from '../state.ts'
import { isMatch, type Term } from './terms.ts'

export interface SearchQuery {
  readonly namespace?: string
  /** The names that a metric's dimensions have, all of them; absent: any. */
  readonly dimensions?: readonly string[]
  matches(metric: MetricIdentity): boolean
}

type Test = (metric: MetricIdentity) => boolean

/** @throws MathFault */
export function readSearch(query: string): SearchQuery {
  const schema = /^\s*\{((?:[^"{}]|"(?:[^"\\]|\\[^])*")*)\}\s*,?/.exec(query)
  const rest = schema ? query.slice(schema[0].length) : query
  const words = wordsOf(rest)
  if (!schema && words.length === 0) throw new MathFault('SEARCH looks for nothing')
  const matches = words.length > 0 ? new Reader(words).all() : () => true
  if (!schema) return { matches }
  const [namespace, ...dimensions] = schemaOf(schema[1] ?? '')
  if (!namespace) throw new MathFault('the schema of SEARCH needs a namespace')
  return { namespace, ...(dimensions.length > 0 && { dimensions }), matches }
}

export function isOfSchema(metric: MetricIdentity, query: SearchQuery): boolean {
  const { namespace, dimensions } = query
  if (namespace !== undefined && metric.namespace !== namespace) return false
  if (!dimensions) return true
  const names = metric.dimensions.map(({ name }) => name)
  return names.length === dimensions.length && dimensions.every((name) => names.includes(name))
}

function schemaOf(text: string): readonly string[] {
  const names = text.match(/"(?:[^"\\]|\\[^])*"|[^,"]+/g) ?? []
  return names.map((name) => unquoted(name.trim())).filter((name) => name !== '')
}

const pattern = /"(?:[^"\\]|\\[^])*"|[()=]|[^\s()="]+/g

function wordsOf(text: string): readonly string[] {
  return (text.match(pattern) ?? []).filter((word) => word !== ',')
}

function unquoted(word: string): string {
  return word.startsWith('"') ? word.slice(1, -1).replaceAll(/\\([^])/g, '$1') : word
}

/** Terms, with AND, OR, NOT and parentheses; AND binds the closer and may be left out. */
class Reader {
  readonly #words: readonly string[]
  #at = 0

  constructor(words: readonly string[]) {
    this.#words = words
  }

  all(): Test {
    const test = this.#either()
    if (this.#at < this.#words.length) this.#fail()
    return test
  }

  #either(): Test {
    const tests = [this.#both()]
    while (this.#takes('OR')) tests.push(this.#both())
    return (metric) => tests.some((test) => test(metric))
  }

  #both(): Test {
    const tests = [this.#one()]
    for (;;) {
      const next = this.#words[this.#at]
      if (next === undefined || next === ')' || next === 'OR') break
      this.#takes('AND')
      tests.push(this.#one())
    }
    return (metric) => tests.every((test) => test(metric))
  }

  #one(): Test {
    if (this.#takes('NOT')) {
      const test = this.#one()
      return (metric) => !test(metric)
    }
    if (this.#takes('(')) {
      const test = this.#either()
      if (!this.#takes(')')) this.#fail()
      return test
    }
    const word = this.#word()
    if (!this.#takes('=')) return anywhere(word)
    return inProperty(unquoted(word.text), this.#word())
  }

  #word(): Term {
    const word = this.#words[this.#at++]
    if (word === undefined || ['(', ')', '=', 'AND', 'OR'].includes(word)) this.#fail()
    return { text: unquoted(word), isExact: word.startsWith('"') }
  }

  #takes(word: string): boolean {
    if (this.#words[this.#at] !== word) return false
    this.#at++
    return true
  }

  #fail(): never {
    throw new MathFault('SEARCH is not well-formed')
  }
}

function anywhere(term: Term): Test {
  return ({ namespace, name, dimensions }) =>
    isMatch(name, term) ||
    isMatch(namespace, term) ||
    dimensions.some((one) => isMatch(one.name, term) || isMatch(one.value, term))
}

function inProperty(property: string, term: Term): Test {
  return ({ namespace, name, dimensions }) => {
    if (property === 'MetricName') return isMatch(name, term)
    if (property === 'Namespace') return isMatch(namespace, term)
    return dimensions.some((one) => one.name === property && isMatch(one.value, term))
  }
}
