/**
 * How a WHERE falls into reads of single partitions: `pk = 'a' AND (sk = '1' OR sk > '5')` are two.
 * Parts that speak of no key stay whole.
 */
import type { AttributeValue } from '../../../generated/dynamodb.ts'
import type { BoundCondition, BoundOperand } from '../expressions/condition-test.ts'
import type { KeyTest } from '../expressions/key-condition.ts'
import { namesIn } from '../selection.ts'
import { tooManyReads } from './errors.ts'

/** Conditions that hold together. */
export type Branch = readonly BoundCondition[]

/** Beyond it nothing that AWS would read is left; it keeps hostile statements short. */
const branchesMax = 5_000

/** @throws AwsError ValidationException */
export function branchesOf(condition: BoundCondition, keys: ReadonlySet<string>): Branch[] {
  if (!namesIn(condition).some((name) => keys.has(name))) return [[condition]]
  if (condition.kind === 'AND') {
    const rights = branchesOf(condition.right, keys)
    const lefts = branchesOf(condition.left, keys)
    requireFew(lefts.length * rights.length)
    return lefts.flatMap((left) => rights.map((right) => [...left, ...right]))
  }
  if (condition.kind === 'OR') {
    const branches = [...branchesOf(condition.left, keys), ...branchesOf(condition.right, keys)]
    requireFew(branches.length)
    return branches
  }
  return equalitiesOf(condition, keys) ?? [[condition]]
}

/** What a condition asks of one key attribute, where that is a value or a range. */
export function keyTestOf(
  condition: BoundCondition,
  keys: ReadonlySet<string>,
): KeyTest | undefined {
  if (condition.kind !== 'comparison' && condition.kind !== 'call') return undefined
  const operator = condition.kind === 'call' ? condition.name : condition.operator
  const [first, ...rest] = condition.operands
  const name = keyIn(first, keys)
  if (name !== undefined) {
    const values = literalsOf(rest)
    return values && ranges.has(operator) ? { name, operator, values } : undefined
  }
  const [second] = rest
  const turnedOperator = turned[operator]
  const turnedName = keyIn(second, keys)
  const values = first && literalsOf([first])
  if (turnedName === undefined || turnedOperator === undefined || !values) return undefined
  return { name: turnedName, operator: turnedOperator, values }
}

const ranges = new Set(['=', '<', '<=', '>', '>=', 'BETWEEN', 'begins_with'])
const turned: Readonly<Record<string, string>> = {
  '=': '=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

/** `key IN […]` is as many branches as it has values. */
function equalitiesOf(condition: BoundCondition, keys: ReadonlySet<string>): Branch[] | undefined {
  if (condition.kind !== 'comparison' || condition.operator !== 'IN') return undefined
  const [first, ...values] = condition.operands
  if (!first || keyIn(first, keys) === undefined || !literalsOf(values)) return undefined
  return values.map((value) => [{ kind: 'comparison', operator: '=', operands: [first, value] }])
}

function keyIn(operand: BoundOperand | undefined, keys: ReadonlySet<string>): string | undefined {
  if (operand?.kind !== 'path' || operand.steps.length > 1) return undefined
  const [name] = operand.steps
  return typeof name === 'string' && keys.has(name) ? name : undefined
}

function literalsOf(operands: readonly BoundOperand[]): readonly AttributeValue[] | undefined {
  const values = operands.flatMap((one) => (one.kind === 'value' ? [one.value] : []))
  return values.length === operands.length ? values : undefined
}

function requireFew(count: number): void {
  if (count > branchesMax) throw tooManyReads()
}
