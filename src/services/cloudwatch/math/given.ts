/** What a function is given, read as what it takes. */
import type { Pieces } from '../pieces.ts'
import { MathFault } from './fault.ts'
import { typeName } from './operators.ts'
import type { Scope } from './scope.ts'
import type { Tree } from './tree.ts'
import { isList, isSeries, type TimeSeries, type Value } from './value.ts'

/** Where a call stands. */
export interface Calling {
  readonly scope: Scope
  calculate(tree: Tree): Pieces<Value>
}

export class Given {
  readonly name: string
  readonly scope: Scope
  readonly #trees: readonly Tree[]
  readonly #calculate: Calling['calculate']

  /** @throws MathFault for another number of them */
  constructor(name: string, trees: readonly Tree[], calling: Calling, takes: readonly number[]) {
    const [min, max] = takes
    const count = trees.length
    if (count < (min ?? 1) || count > (max ?? min ?? 1)) {
      const range = max === undefined ? `${min}` : `${min} to ${max}`
      throw new MathFault(`${name} takes ${range}, not ${count}`)
    }
    this.name = name
    this.scope = calling.scope
    this.#calculate = calling.calculate
    this.#trees = trees
  }

  tree(at: number): Tree | undefined {
    return this.#trees[at]
  }

  has(at: number): boolean {
    return at < this.#trees.length
  }

  *value(at: number): Pieces<Value> {
    const tree = this.#trees[at]
    if (!tree) throw new MathFault(`${this.name} takes more`)
    return yield* this.#calculate(tree)
  }

  /** `undefined`: it wasn't given. */
  *optional(at: number): Pieces<Value | undefined> {
    return this.has(at) ? yield* this.value(at) : undefined
  }

  /** A single series is a list of one. */
  *list(at: number): Pieces<readonly TimeSeries[]> {
    const value = yield* this.value(at)
    if (isList(value)) return value
    if (isSeries(value)) return [value]
    throw this.refusal(value)
  }

  *number(at: number): Pieces<number> {
    const value = yield* this.value(at)
    if (typeof value === 'number') return value
    throw this.refusal(value)
  }

  *optionalNumber(at: number): Pieces<number | undefined> {
    return this.has(at) ? yield* this.number(at) : undefined
  }

  *text(at: number): Pieces<string> {
    const value = yield* this.value(at)
    if (typeof value === 'string') return value
    throw this.refusal(value)
  }

  /** One of the words that stand without quotes. */
  word(at: number, words: readonly string[]): string {
    const tree = this.#trees[at]
    if (tree?.kind === 'name' && words.includes(tree.name)) return tree.name
    throw new MathFault(`${this.name} takes one of ${words.join(', ')}`)
  }

  refusal(value: Value): MathFault {
    return new MathFault(`${this.name} takes no ${typeName(value)}`)
  }
}
