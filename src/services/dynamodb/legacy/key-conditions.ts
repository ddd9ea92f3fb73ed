/** `KeyConditions`: what a query was asked by before there were expressions. */
import type { Condition } from '../../../generated/dynamodb.ts'
import { validation } from '../errors.ts'
import type { KeyTest } from '../expressions/key-condition.ts'
import { readOlderConditions } from './conditions.ts'

const operators: Readonly<Record<string, string>> = {
  EQ: '=',
  LT: '<',
  LE: '<=',
  GT: '>',
  GE: '>=',
  BETWEEN: 'BETWEEN',
  BEGINS_WITH: 'begins_with',
}

/** @throws AwsError ValidationException */
export function readKeyConditions(given: Readonly<Record<string, Condition>>): readonly KeyTest[] {
  const conditions = readOlderConditions(given)
  if (conditions.length < 1 || conditions.length > 2) {
    throw validation('Conditions can be of length 1 or 2 only')
  }
  return conditions.map(({ name, operator: older, values }) => {
    const operator = operators[older]
    if (operator === undefined) {
      throw validation('Attempted conditional constraint is not an indexable operation')
    }
    return { name, operator, values }
  })
}
