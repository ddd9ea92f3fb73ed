/** Conditions asked of items. */
import type { AttributeValue } from '../../../generated/dynamodb.ts'
import { type Attributes, typeOf } from '../attribute-value.ts'
import { beginsWith, compareValues, containsValue, isSameValue } from '../comparison.ts'
import { type BoundPath, valueAt } from './path.ts'

/** Whether an item meets a condition; a missing item is one without attributes. */
export type Test = (item: Attributes) => boolean

export interface BoundCall {
  readonly kind: 'call'
  readonly name: string
  readonly operands: readonly BoundOperand[]
}
/** A condition as an operand stands for whether it is met; PartiQL alone has it. */
export type BoundOperand =
  | BoundPath
  | { kind: 'value'; value: AttributeValue }
  | BoundCall
  | { kind: 'condition'; condition: BoundCondition }
export type BoundCondition =
  | { kind: 'comparison'; operator: string; operands: readonly BoundOperand[] }
  | { kind: 'AND' | 'OR'; left: BoundCondition; right: BoundCondition }
  | { kind: 'NOT'; condition: BoundCondition }
  | BoundCall

export function testOf(condition: BoundCondition): Test {
  switch (condition.kind) {
    case 'AND': {
      const [left, right] = [testOf(condition.left), testOf(condition.right)]
      return (item) => left(item) && right(item)
    }
    case 'OR': {
      const [left, right] = [testOf(condition.left), testOf(condition.right)]
      return (item) => left(item) || right(item)
    }
    case 'NOT': {
      const inner = testOf(condition.condition)
      return (item) => !inner(item)
    }
    case 'comparison':
      return comparisonOf(condition.operator, condition.operands.map(readerOf))
    case 'call':
      return functionOf(condition)
  }
}

type Read = (item: Attributes) => AttributeValue | undefined

function readerOf(operand: BoundOperand): Read {
  if (operand.kind === 'value') return () => operand.value
  if (operand.kind === 'path') return (item) => valueAt(item, operand.steps)
  if (operand.kind === 'condition') {
    const test = testOf(operand.condition)
    return (item) => ({ BOOL: test(item) })
  }
  const [first] = operand.operands.map(readerOf)
  return (item) => sizeOperand(first?.(item))
}

/** AWS: numbers, booleans and nulls have no size. */
export function sizeOperand(value: AttributeValue | undefined): AttributeValue | undefined {
  if (!value) return undefined
  const { S, B, M } = value
  const length = S?.length ?? B?.length ?? (value.L ?? value.SS ?? value.NS ?? value.BS)?.length
  const size = length ?? (M && Object.keys(M).length)
  return size === undefined ? undefined : { N: String(size) }
}

function comparisonOf(operator: string, operands: readonly Read[]): Test {
  const [first, second, third] = operands
  if (operator === 'BETWEEN') {
    return (item) =>
      isOrdered('>=', first?.(item), second?.(item)) &&
      isOrdered('<=', first?.(item), third?.(item))
  }
  if (operator === 'IN') {
    const among = operands.slice(1)
    return (item) => among.some((one) => isEqual(first?.(item), one(item)))
  }
  if (operator === '=') return (item) => isEqual(first?.(item), second?.(item))
  if (operator === '<>') return (item) => !isEqual(first?.(item), second?.(item))
  return (item) => isOrdered(operator, first?.(item), second?.(item))
}

function functionOf({ name, operands }: BoundCall): Test {
  const [first, second] = operands.map(readerOf)
  return (item) => {
    const value = first?.(item)
    if (name === 'attribute_not_exists') return value === undefined
    if (!value) return false
    if (name === 'attribute_exists') return true
    const argument = second?.(item)
    if (!argument) return false
    if (name === 'attribute_type') return typeOf(value) === argument.S
    return name === 'contains' ? containsValue(value, argument) : beginsWith(value, argument)
  }
}

function isEqual(left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  return left !== undefined && right !== undefined && isSameValue(left, right)
}

export function isOrdered(
  operator: string,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean {
  const order = left && right && compareValues(left, right)
  if (order === undefined) return false
  if (operator === '<') return order < 0
  if (operator === '<=') return order <= 0
  return operator === '>' ? order > 0 : order >= 0
}
