/** Conditions of the older parameters: an operator and a list of values for each attribute. */
import type { AttributeValue, ConditionalOperator } from '../../../generated/dynamodb.ts'
import { type Attributes, readValue, typeOf } from '../attribute-value.ts'
import { beginsWith, compareValues, containsValue, isSameValue } from '../comparison.ts'
import { invalidValues, validation } from '../errors.ts'
import type { Test } from '../expressions/condition-test.ts'
import { ownValue } from '../keys.ts'

export interface OlderCondition {
  readonly name: string
  readonly operator: string
  readonly values: readonly AttributeValue[]
}

const counts: Readonly<Record<string, readonly [min: number, max: number]>> = {
  NULL: [0, 0],
  NOT_NULL: [0, 0],
  BETWEEN: [2, 2],
  IN: [1, Infinity],
}
const scalars = new Set(['S', 'N', 'B'])
const sets = new Set(['SS', 'NS', 'BS'])

interface Given {
  readonly AttributeValueList?: readonly AttributeValue[]
  readonly ComparisonOperator?: string
}

/** @throws AwsError ValidationException */
export function readOlderCondition(name: string, given: Given): OlderCondition {
  const { ComparisonOperator: operator = 'EQ', AttributeValueList: list = [] } = given
  const values = list.map((value) => readValue(value))
  const [min, max] = counts[operator] ?? [1, 1]
  if (values.length < min || values.length > max) {
    throw invalidValues(`Invalid number of argument(s) for the ${operator} ComparisonOperator`)
  }
  const types = values.map(typeOf)
  const [type] = types
  if (types.some((one) => one !== type)) {
    throw invalidValues('AttributeValues inside AttributeValueList must be of same type')
  }
  if (type !== undefined && !takes(operator, type)) {
    throw invalidValues(
      `ComparisonOperator ${operator} is not valid for ${type} AttributeValue type`,
    )
  }
  const [lower, upper] = values
  if (operator === 'BETWEEN' && lower && upper && (compareValues(lower, upper) ?? 0) > 0) {
    throw validation(
      'The BETWEEN condition was provided a range where the lower bound is greater than the upper bound',
    )
  }
  return { name, operator, values }
}

export function readOlderConditions(
  given: Readonly<Record<string, Given>>,
): readonly OlderCondition[] {
  return Object.entries(given).map(([name, condition]) => readOlderCondition(name, condition))
}

/** All of them must hold, or with OR one. */
export function testOfAll(
  conditions: readonly OlderCondition[],
  operator: ConditionalOperator | undefined,
): Test {
  const holds = (item: Attributes) => (one: OlderCondition) => isMet(one, ownValue(item, one.name))
  if (operator === 'OR') return (item) => conditions.some(holds(item))
  return (item) => conditions.every(holds(item))
}

function isMet({ operator, values }: OlderCondition, value: AttributeValue | undefined): boolean {
  const [first, second] = values
  if (operator === 'NULL') return value === undefined
  if (operator === 'NOT_NULL') return value !== undefined
  if (operator === 'NE') return !value || !first || !isSameValue(value, first)
  if (operator === 'NOT_CONTAINS')
    return value !== undefined && first !== undefined && !containsValue(value, first)
  if (!value || !first) return false
  const order = compareValues(value, first)
  switch (operator) {
    case 'EQ':
      return isSameValue(value, first)
    case 'IN':
      return values.some((one) => isSameValue(value, one))
    case 'CONTAINS':
      return containsValue(value, first)
    case 'BEGINS_WITH':
      return beginsWith(value, first)
    case 'BETWEEN':
      return (
        order !== undefined && order >= 0 && (second ? (compareValues(value, second) ?? 1) : 1) <= 0
      )
    case 'LT':
      return order !== undefined && order < 0
    case 'LE':
      return order !== undefined && order <= 0
    case 'GT':
      return order !== undefined && order > 0
    default:
      return order !== undefined && order >= 0
  }
}

/** AWS's documentation gives lists and maps to EQ and NE, too. */
function takes(operator: string, type: string): boolean {
  if (operator === 'EQ' || operator === 'NE') return true
  if (operator === 'BEGINS_WITH') return type === 'S' || type === 'B'
  if (operator.endsWith('CONTAINS')) return scalars.has(type)
  return scalars.has(type) && !sets.has(type)
}
