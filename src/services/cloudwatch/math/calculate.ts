/** Calculates what a read expression says. */
import type { Pieces } from '../pieces.ts'
import { MathFault } from './fault.ts'
import { callFunction } from './functions.ts'
import { negate, operate, typeName } from './operators.ts'
import type { Scope } from './scope.ts'
import type { Tree } from './tree.ts'
import { isList, isSeries, type TimeSeries, type Value } from './value.ts'

/** @throws MathFault */
export function* calculate(tree: Tree, scope: Scope): Pieces<Value> {
  switch (tree.kind) {
    case 'number':
    case 'text':
      return tree.value
    case 'name':
      return yield* find(tree.name, scope)
    case 'list':
      return yield* join(tree.items, scope)
    case 'negative':
      return yield* negate(yield* calculate(tree.operand, scope))
    case 'operation': {
      const left = yield* calculate(tree.left, scope)
      return yield* operate(tree.operator, left, yield* calculate(tree.right, scope))
    }
    case 'call':
      return yield* callFunction(tree.name, tree.given, {
        scope,
        calculate: (part) => calculate(part, scope),
      })
  }
}

function* find(id: string, scope: Scope): Pieces<Value> {
  const found = yield* scope.find(id)
  if (found === undefined) throw new MathFault(`there is no metric or expression '${id}'`)
  return found
}

function* join(items: readonly Tree[], scope: Scope): Pieces<readonly TimeSeries[]> {
  const all: TimeSeries[] = []
  for (const item of items) all.push(...seriesIn(yield* calculate(item, scope)))
  return all
}

function seriesIn(value: Value): readonly TimeSeries[] {
  if (isList(value)) return value
  if (isSeries(value)) return [value]
  throw new MathFault(`a list takes no ${typeName(value)}`)
}
