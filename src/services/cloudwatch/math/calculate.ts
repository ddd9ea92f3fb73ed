/** Calculates what a read expression says. */
import { MathFault } from './fault.ts'
import { callFunction } from './functions.ts'
import { negate, operate, typeName } from './operators.ts'
import type { Scope } from './scope.ts'
import type { Tree } from './tree.ts'
import { isList, isSeries, type TimeSeries, type Value } from './value.ts'

/** @throws MathFault */
export function calculate(tree: Tree, scope: Scope): Value {
  switch (tree.kind) {
    case 'number':
    case 'text':
      return tree.value
    case 'name':
      return find(tree.name, scope)
    case 'list':
      return tree.items.flatMap((item) => seriesIn(calculate(item, scope)))
    case 'negative':
      return negate(calculate(tree.operand, scope))
    case 'operation':
      return operate(tree.operator, calculate(tree.left, scope), calculate(tree.right, scope))
    case 'call':
      return callFunction(tree.name, tree.given, {
        scope,
        calculate: (part) => calculate(part, scope),
      })
  }
}

function find(id: string, scope: Scope): Value {
  const found = scope.find(id)
  if (found === undefined) throw new MathFault(`there is no metric or expression '${id}'`)
  return found
}

function seriesIn(value: Value): readonly TimeSeries[] {
  if (isList(value)) return value
  if (isSeries(value)) return [value]
  throw new MathFault(`a list takes no ${typeName(value)}`)
}
