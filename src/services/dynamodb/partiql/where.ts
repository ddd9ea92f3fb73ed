/** WHERE, as the conditions that all of DynamoDB's expressions end in. */
import type { AttributeValue } from '../../../generated/dynamodb.ts'
import { checkOperands } from '../expressions/condition.ts'
import type { BoundCall, BoundCondition, BoundOperand } from '../expressions/condition-test.ts'
import {
  existsOutsideTransaction,
  junctionOfValues,
  negatedValue,
  notACondition,
  notAmongList,
  typeTestOfValue,
  unrecognizedFunction,
  unsupportedInCondition,
  unsupportedTypeTest,
} from './errors.ts'
import { missingCompared } from './syntax-errors.ts'
import { isValue, valueOf } from './literals.ts'
import type { CallExpression, Expression, PathExpression } from './syntax.ts'

const comparators = new Set(['=', '<>', '<', '<=', '>', '>='])
const conditionFunctions = new Set([
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
])
/** Types as IS names them. */
const typesTested: Readonly<Record<string, string>> = {
  NULL: 'NULL',
  BOOLEAN: 'BOOL',
  BLOB: 'B',
  STRING: 'S',
  NUMERIC: 'N',
  STRUCT: 'M',
  TUPLE: 'M',
  LIST: 'L',
}

/** @throws AwsError ValidationException */
export function conditionOf(where: Expression): BoundCondition {
  if (!isCondition(where)) throw notACondition()
  const condition = bind(where)
  checkOperands(condition)
  return condition
}

/** Both, where there are two. */
export function bothOf(
  left: BoundCondition | undefined,
  right: BoundCondition | undefined,
): BoundCondition | undefined {
  return left && right ? { kind: 'AND', left, right } : (left ?? right)
}

function isCondition(expression: Expression): boolean {
  if (expression.kind === 'call') return expression.name !== 'size'
  if (expression.kind === 'binary') return !['+', '-'].includes(expression.operator)
  return ['and', 'or', 'not', 'is', 'between', 'in'].includes(expression.kind)
}

function bind(expression: Expression): BoundCondition {
  switch (expression.kind) {
    case 'and':
    case 'or': {
      const { left, right } = expression
      if (!isCondition(left) || !isCondition(right)) throw junctionOfValues()
      const kind = expression.kind === 'and' ? 'AND' : 'OR'
      return { kind, left: bind(left), right: bind(right) }
    }
    case 'not':
      if (!isCondition(expression.condition)) throw negatedValue()
      return { kind: 'NOT', condition: bind(expression.condition) }
    case 'is':
      return typeTest(expression.operand, expression.type)
    case 'between':
      return comparison('BETWEEN', expression.operands)
    case 'in':
      return amongOf(expression.operand, expression.among)
    case 'binary':
      if (!comparators.has(expression.operator)) throw unsupportedInCondition(expression.operator)
      return comparison(expression.operator, [expression.left, expression.right])
    case 'call':
      return callOf(expression)
    default:
      throw notACondition()
  }
}

function comparison(operator: string, operands: readonly Expression[]): BoundCondition {
  return { kind: 'comparison', operator, operands: operands.map(operandOf) }
}

function callOf({ name, operands }: CallExpression): BoundCall {
  if (name === 'exists') throw existsOutsideTransaction()
  if (!conditionFunctions.has(name)) throw unrecognizedFunction(name)
  return { kind: 'call', name, operands: operands.map(operandOf) }
}

function typeTest(operand: Expression, type: string): BoundCondition {
  if (operand.kind !== 'path') throw typeTestOfValue()
  const path = pathOf(operand)
  if (type === 'MISSING') return { kind: 'call', name: 'attribute_not_exists', operands: [path] }
  const tested = Object.hasOwn(typesTested, type) ? typesTested[type] : undefined
  if (tested === undefined) throw unsupportedTypeTest(type)
  return { kind: 'call', name: 'attribute_type', operands: [path, literal({ S: tested })] }
}

function amongOf(operand: Expression, among: Expression): BoundCondition {
  const values = valuesAmong(among)
  if (values.length === 0) throw notAmongList()
  return { kind: 'comparison', operator: 'IN', operands: [operandOf(operand), ...values] }
}

function valuesAmong(among: Expression): readonly BoundOperand[] {
  if (among.kind === 'list' || among.kind === 'bag') return among.items.map(operandOf)
  if (among.kind !== 'parameter') throw notAmongList()
  const { L: list, SS: texts, NS: numbers } = among.value
  const values = list ?? texts?.map((S) => ({ S })) ?? numbers?.map((N) => ({ N }))
  return values?.map(literal) ?? []
}

function operandOf(expression: Expression): BoundOperand {
  if (expression.kind === 'missing') throw missingCompared()
  if (isValue(expression)) return literal(valueOf(expression))
  if (expression.kind === 'path') return pathOf(expression)
  if (isCondition(expression)) {
    return { kind: 'condition', condition: conditionOf(expression) }
  }
  if (expression.kind !== 'call') throw unsupportedInCondition(operatorOf(expression))
  return { kind: 'call', name: expression.name, operands: expression.operands.map(operandOf) }
}

function operatorOf(expression: Expression): string {
  return expression.kind === 'binary' ? expression.operator : expression.kind
}

function literal(value: AttributeValue): BoundOperand {
  return { kind: 'value', value }
}

export function pathOf({ steps }: Pick<PathExpression, 'steps'>) {
  return { kind: 'path' as const, steps }
}
