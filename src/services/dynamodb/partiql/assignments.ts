/** SET and REMOVE, as the update expression that they stand for. */
import type { AttributeValue } from '../../../generated/dynamodb.ts'
import { Names } from '../expressions/names.ts'
import type { Action, Operand, Path, Step } from '../expressions/syntax.ts'
import { bindUpdate, type BoundUpdate } from '../expressions/update.ts'
import {
  setActionFirst,
  setActionOperands,
  setActionSecond,
  unrecognizedFunction,
  unsupportedInUpdate,
} from './errors.ts'
import { isValue, valueOf } from './literals.ts'
import type { Assignment, CallExpression, Expression, PathExpression } from './syntax.ts'

/** @throws AwsError ValidationException */
export function updateOf(assignments: readonly Assignment[]): BoundUpdate {
  const placeholders = new Placeholders()
  const actions = assignments.map((one) => actionOf(one, placeholders))
  return bindUpdate({ sections: [], actions }, placeholders.names())
}

function actionOf({ path, value }: Assignment, placeholders: Placeholders): Action {
  const target = placeholders.pathOf(path)
  if (!value) return { section: 'REMOVE', path: target }
  if (value.kind === 'call' && (value.name === 'set_add' || value.name === 'set_delete')) {
    const operand = placeholders.valueOf(setOperand(path, value))
    return { section: value.name === 'set_add' ? 'ADD' : 'DELETE', path: target, operand }
  }
  return { section: 'SET', path: target, operand: operandOf(value, placeholders) }
}

/** AWS: a set's own path comes first, and the set to add or take away second. */
function setOperand(path: PathExpression, call: CallExpression): AttributeValue {
  const { name, operands } = call
  const [first, second, third] = operands
  if (!first || !second || third) throw setActionOperands(name)
  if (first.kind !== 'path' || JSON.stringify(first.steps) !== JSON.stringify(path.steps)) {
    throw setActionFirst(name, call.at)
  }
  const value = isValue(second) ? valueOf(second) : {}
  if (!value.SS && !value.NS && !value.BS) throw setActionSecond(name, first.at)
  return value
}

function operandOf(expression: Expression, placeholders: Placeholders): Operand {
  if (isValue(expression)) return placeholders.valueOf(valueOf(expression))
  switch (expression.kind) {
    case 'path':
      return placeholders.pathOf(expression)
    case 'binary': {
      const { operator, left, right } = expression
      if (operator !== '+' && operator !== '-') throw unsupportedInUpdate(operator)
      return {
        kind: 'sum',
        operator,
        left: operandOf(left, placeholders),
        right: operandOf(right, placeholders),
      }
    }
    case 'call': {
      const { name, operands } = expression
      if (name !== 'list_append' && name !== 'if_not_exists') throw unrecognizedFunction(name)
      return { kind: 'call', name, operands: operands.map((one) => operandOf(one, placeholders)) }
    }
    default:
      throw unsupportedInUpdate(expression.kind.toUpperCase())
  }
}

/** Gives every name and value of a statement the placeholder that update expressions know. */
class Placeholders {
  readonly #names = new Map<string, string>()
  readonly #values: AttributeValue[] = []

  pathOf({ steps }: { readonly steps: readonly Step[] }): Path {
    const aliased = steps.map((step) => (typeof step === 'number' ? step : this.#aliasOf(step)))
    return { kind: 'path', steps: aliased }
  }

  valueOf(value: AttributeValue): Operand {
    return { kind: 'value', name: `:v${this.#values.push(value) - 1}` }
  }

  names(): Names {
    const names = [...this.#names].map(([name, alias]) => [alias, name] as const)
    const values = this.#values.map((value, at) => [`:v${at}`, value] as const)
    return new Names({
      ...(names.length > 0 && { ExpressionAttributeNames: Object.fromEntries(names) }),
      ...(values.length > 0 && { ExpressionAttributeValues: Object.fromEntries(values) }),
    })
  }

  #aliasOf(name: string): string {
    const alias = this.#names.get(name) ?? `#n${this.#names.size}`
    this.#names.set(name, alias)
    return alias
  }
}
