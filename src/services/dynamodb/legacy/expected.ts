/** `Expected`: the condition of writes before there were expressions. */
import type { ConditionalOperator, ExpectedAttributeValue } from '../../../generated/dynamodb.ts'
import { invalidValues } from '../errors.ts'
import type { Test } from '../expressions/condition-test.ts'
import { type OlderCondition, readOlderCondition, testOfAll } from './conditions.ts'

export interface ExpectedInput {
  readonly Expected?: Readonly<Record<string, ExpectedAttributeValue>>
  readonly ConditionalOperator?: ConditionalOperator
}

/** @throws AwsError ValidationException */
export function readExpected(input: ExpectedInput): Test | undefined {
  if (!input.Expected) return undefined
  const conditions = Object.entries(input.Expected).map(([name, one]) => readOne(name, one))
  return testOfAll(conditions, input.ConditionalOperator)
}

function readOne(name: string, expected: ExpectedAttributeValue): OlderCondition {
  const { Value: value, Exists: exists, AttributeValueList: list } = expected
  const { ComparisonOperator: operator } = expected
  const fault = faultOf(expected)
  if (fault !== undefined) throw invalidValues(`${fault}: ${name}`)
  if (operator !== undefined) {
    const values = list ?? (value ? [value] : [])
    return readOlderCondition(name, { ComparisonOperator: operator, AttributeValueList: values })
  }
  if (exists === false) return { name, operator: 'NULL', values: [] }
  return readOlderCondition(name, {
    ComparisonOperator: 'EQ',
    AttributeValueList: value ? [value] : [],
  })
}

function faultOf(expected: ExpectedAttributeValue): string | undefined {
  const { Value: value, Exists: exists, AttributeValueList: list } = expected
  const { ComparisonOperator: operator } = expected
  if (value && list) return 'Value and AttributeValueList cannot be used together for Attribute'
  if (operator !== undefined) {
    if (exists !== undefined) {
      return 'Exists and ComparisonOperator cannot be used together for Attribute'
    }
    if (operator !== 'NULL' && operator !== 'NOT_NULL' && !value && !list) {
      return `Value or AttributeValueList must be used with ComparisonOperator: ${operator} for Attribute`
    }
    return undefined
  }
  if (list) return 'AttributeValueList can only be used with a ComparisonOperator for Attribute'
  if (exists === false) {
    return value && 'Value cannot be used when Exists is false for Attribute'
  }
  if (!value) return `Value must be provided when Exists is ${exists ?? 'null'} for Attribute`
  return undefined
}
