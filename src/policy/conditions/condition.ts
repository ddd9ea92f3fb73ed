/** One line of a `Condition` block: an operator, a key, and the values it is asked for. */
import { lowerAscii } from '../ascii.ts'
import type { Context } from '../context.ts'
import type { WrittenCondition } from '../document.ts'
import { syntaxFault } from '../faults.ts'
import { findOperator, type NamedOperator, type Test } from './operator.ts'

export interface Condition {
  /** As written. */
  readonly operator: string
  /** As written. */
  readonly key: string
  /** Lower-case keys that it looks at: its own, and those of its variables. */
  readonly keys: readonly string[]
  holds(context: Context): boolean
}

export function compileCondition(written: WrittenCondition, variables: boolean): Condition {
  const named = findOperator(written.operator)
  if (!named) throw syntaxFault()
  const key = lowerAscii(written.key)
  const keys = [key]
  const { operator } = named
  const tests = operator
    ? written.values.map((value) => operator.comparison.compile(value, variables, keys))
    : []
  const holds = operator
    ? (context: Context) => judge(named, tests, context.valuesOf(key), context)
    : nullCheck(key, written.values)
  return { operator: written.operator, key: written.key, keys, holds }
}

/**
 * AWS: values of a policy are alternatives; for a negated operator none may match. Absent and empty
 * keys: condition_operators.html and condition-single-vs-multi-valued-context-keys.html.
 */
function judge(
  { operator, ifExists, quantifier }: NamedOperator,
  tests: readonly Test[],
  values: readonly string[] | undefined,
  context: Context,
): boolean {
  const isNegated = operator?.isNegated === true
  const matches = (value: string) => tests.some((test) => test(value, context))
  if (!values && ifExists) return true
  if (quantifier === 'ForAllValues') {
    return !values || isNothing(values) || values.every((value) => matches(value) !== isNegated)
  }
  if (quantifier === 'ForAnyValue') {
    return values?.some((value) => matches(value) !== isNegated) === true
  }
  if (!values) return isNegated
  // AWS wants a set operator for several values; without one they are alternatives (judgement).
  return values.some(matches) !== isNegated
}

/** AWS: "a null data set, such as an empty string". */
function isNothing(values: readonly string[]): boolean {
  return values.length === 0 || (values.length === 1 && values[0] === '')
}

function nullCheck(key: string, wanted: readonly string[]): (context: Context) => boolean {
  const answers = new Set(wanted.map(lowerAscii))
  return (context) => {
    const isAbsent = (context.valuesOf(key)?.length ?? 0) === 0
    return answers.has(String(isAbsent))
  }
}
