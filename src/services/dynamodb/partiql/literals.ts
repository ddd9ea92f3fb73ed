/** Values as statements write them. */
import type { AttributeValue } from '../../../generated/dynamodb.ts'
import { mapOf } from '../attribute-value.ts'
import { duplicateStrings } from '../errors.ts'
import { normaliseNumber } from '../number.ts'
import {
  duplicateNumbersInBag,
  duplicateTupleKey,
  emptyBag,
  missingCompared,
  mixedBag,
  nestedTooDeepUnder,
  tupleKeyType,
  unsupportedValue,
} from './syntax-errors.ts'
import type { Expression } from './syntax.ts'

/** AWS: what lies this deep in a literal is refused. */
const depthMax = 32

/** @throws AwsError ValidationException */
export function valueOf(expression: Expression): AttributeValue {
  return valueAt(expression, 'root', 0)
}

/** Whether it is a value by itself, whatever the item holds. */
export function isValue({ kind }: Expression): boolean {
  return ['value', 'parameter', 'list', 'bag', 'struct', 'missing'].includes(kind)
}

function valueAt(expression: Expression, under: string, depth: number): AttributeValue {
  if (depth >= depthMax) throw nestedTooDeepUnder(under)
  switch (expression.kind) {
    case 'value': {
      const { value } = expression
      return value.N === undefined ? value : { N: normaliseNumber(value.N) }
    }
    case 'parameter':
      if (depth > 0) throw unsupportedValue('Parameter', under, expression.at)
      return expression.value
    case 'missing':
      throw missingCompared()
    case 'list': {
      const items = expression.items.map((item, at) => valueAt(item, `${under}[${at}]`, depth + 1))
      return { L: items }
    }
    case 'bag':
      return setOf(expression.items, under)
    case 'struct':
      return { M: mapIn(expression.entries, under, depth) }
    default: {
      const type = expression.kind === 'path' ? 'VariableReference' : 'NAry'
      throw unsupportedValue(type, under, expression.at)
    }
  }
}

function mapIn(
  entries: readonly (readonly [Expression, Expression])[],
  under: string,
  depth: number,
): Record<string, AttributeValue> {
  const map = mapOf<AttributeValue>()
  for (const [key, value] of entries) {
    const name = nameOf(key, under)
    if (Object.hasOwn(map, name)) throw duplicateTupleKey(name, under)
    map[name] = valueAt(value, `${under}.${name}`, depth + 1)
  }
  return map
}

export function nameOf(key: Expression, under: string): string {
  if (key.kind === 'value' && key.value.S !== undefined) return key.value.S
  throw tupleKeyType(key.kind === 'path' ? 'VariableReference' : 'Literal', under)
}

function setOf(items: readonly Expression[], under: string): AttributeValue {
  if (items.length === 0) throw emptyBag()
  const literals = items.flatMap((item) => (item.kind === 'value' ? [item] : []))
  const strings = literals.flatMap(({ value }) => value.S ?? [])
  if (strings.length === items.length) {
    if (new Set(strings).size < strings.length) throw duplicateStrings(strings)
    return { SS: strings }
  }
  const numbers = literals.flatMap(({ value }) => value.N ?? [])
  if (numbers.length < items.length) throw mixedBag()
  const normal = numbers.map(normaliseNumber)
  if (new Set(normal).size < normal.length) throw duplicateNumbersInBag(numbers, under)
  return { NS: normal }
}
