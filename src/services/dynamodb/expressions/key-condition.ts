/** Key conditions: which partition, and which part of its order. */
import type { AttributeValue } from '../../../generated/dynamodb.ts'
import { validation } from '../errors.ts'
import type { BoundCondition, BoundOperand } from './condition-test.ts'

/** What one key must be: `=` and its kin, `BETWEEN` or `begins_with`. */
export interface KeyTest {
  readonly name: string
  readonly operator: string
  readonly values: readonly AttributeValue[]
}

const turned: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' }

/** @throws AwsError ValidationException when it has a form that no key can be asked in */
export function keyTestsOf(condition: BoundCondition): readonly KeyTest[] {
  const tests = testsWithin(condition)
  const names = tests.map(({ name }) => name)
  if (new Set(names).size < names.length) {
    throw validation('KeyConditionExpressions must only contain one condition per key')
  }
  for (const { values } of tests) values.forEach(checkNotEmpty)
  return tests
}

function testsWithin(condition: BoundCondition): readonly KeyTest[] {
  if (condition.kind === 'AND') {
    return [...testsWithin(condition.left), ...testsWithin(condition.right)]
  }
  if (condition.kind === 'OR' || condition.kind === 'NOT') throw invalidOperator(condition.kind)
  if (condition.kind === 'call') {
    if (condition.name !== 'begins_with') throw invalidOperator(condition.name)
    return [testOf('begins_with', condition.operands)]
  }
  if (condition.kind !== 'comparison') throw invalidOperator(condition.kind)
  const { operator, operands } = condition
  if (operator === 'IN' || operator === '<>') throw invalidOperator(operator)
  return [testOf(operator, operands)]
}

function testOf(operator: string, operands: readonly BoundOperand[]): KeyTest {
  const paths = operands.filter((operand) => operand.kind === 'path')
  const values = operands.flatMap((operand) => (operand.kind === 'value' ? [operand.value] : []))
  const [first] = operands
  if (operands.some((operand) => operand.kind === 'call')) {
    throw validation('KeyConditionExpressions cannot contain nested operations')
  }
  if (paths.length > 1) throw invalidForm('Multiple attribute names used in one condition')
  const [path] = paths
  if (!path) throw invalidForm('No key attribute specified')
  const needsPathFirst = operator === 'BETWEEN' || operator === 'begins_with'
  if (needsPathFirst && first?.kind !== 'path') {
    throw invalidForm(`${operator} operator must have the key attribute as its first operand`)
  }
  const [name, ...rest] = path.steps
  if (rest.length > 0 || typeof name !== 'string') {
    throw validation('KeyConditionExpressions cannot have conditions on nested attributes')
  }
  const isTurned = first?.kind === 'value'
  return { name, operator: (isTurned && turned[operator]) || operator, values }
}

function invalidOperator(operator: string) {
  return validation(`Invalid operator used in KeyConditionExpression: ${operator}`)
}

function invalidForm(reason: string) {
  return validation(`Invalid condition in KeyConditionExpression: ${reason}`)
}

/** AWS's words for an operand that no key can be equal to are those of keys. */
function checkNotEmpty({ S, B }: AttributeValue): void {
  if (S !== '' && B?.length !== 0) return
  const empty = S === '' ? 'string' : 'binary'
  throw validation(
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot ' +
      `contain an empty ${empty} value.`,
  )
}
