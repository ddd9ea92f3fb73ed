/**
 * The condition operators.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import { arnPatternOf, colonText, matchesArn } from '../arn-pattern.ts'
import { lowerAscii } from '../ascii.ts'
import type { Context } from '../context.ts'
import { type Glob, matchesGlob } from '../glob.ts'
import { resolve, templateOf, variablesOf } from '../template.ts'
import { dateMs } from './date.ts'
import { isInRange, readRange } from './ip-range.ts'

/** Whether a value of the request satisfies one value of the policy. */
export type Test = (value: string, context: Context) => boolean

interface Comparison {
  /** What the policy's value asks of the request's; `keys` gathers the variables it uses. */
  compile(value: string, variables: boolean, keys: string[]): Test
}

export interface Operator {
  readonly comparison: Comparison
  /** True where no value of the policy matches. */
  readonly isNegated: boolean
}

export interface NamedOperator {
  /** `undefined` for Null, which compares nothing. */
  readonly operator: Operator | undefined
  readonly ifExists: boolean
  readonly quantifier: 'ForAllValues' | 'ForAnyValue' | undefined
}

/** `undefined` for what AWS doesn't know. Operator names have no case of their own (judgement). */
export function findOperator(name: string): NamedOperator | undefined {
  const [, prefix, base = '', suffix] =
    /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/.exec(lowerAscii(name)) ?? []
  const ifExists = suffix !== undefined
  const quantifier =
    prefix === undefined ? undefined : prefix === 'forallvalues' ? 'ForAllValues' : 'ForAnyValue'
  if (base === 'null') {
    return ifExists || quantifier ? undefined : { operator: undefined, ifExists, quantifier }
  }
  const operator = operators.get(base)
  return operator && { operator, ifExists, quantifier }
}

export function isOperator(name: string): boolean {
  return findOperator(name) !== undefined
}

const equal: Comparison = {
  compile: (value, variables, keys) =>
    onGlob(value, { variables, wildcards: false }, keys, matchesGlob),
}

/** AWS: a case is ignored; the letters of ASCII have one here (judgement). */
const equalWithoutCase: Comparison = {
  compile: (value, variables, keys) =>
    onGlob(value, { variables, wildcards: false }, keys, ({ literal = '' }, text) =>
      literal === text ? true : lowerAscii(literal) === lowerAscii(text),
    ),
}

const like: Comparison = {
  compile: (value, variables, keys) =>
    onGlob(value, { variables, wildcards: true }, keys, matchesGlob),
}

/** AWS: ArnEquals and ArnLike are the same. */
const arn: Comparison = {
  compile(value, variables, keys) {
    const pattern = arnPatternOf(value, { variables, completes: false })
    keys.push(...pattern.variables)
    return (text, context) => matchesArn(pattern, colonText(text), context)
  },
}

const bool: Comparison = {
  compile: (value, variables, keys) =>
    onGlob(value, { variables, wildcards: false }, keys, ({ literal = '' }, text) => {
      const wanted = lowerAscii(literal)
      return (wanted === 'true' || wanted === 'false') && wanted === lowerAscii(text)
    }),
}

/** AWS: base64 in the policy; compared byte by byte. */
const binary: Comparison = {
  compile(value) {
    const wanted = bytesOf(value)
    return (text) => wanted !== undefined && bytesOf(text)?.equals(wanted) === true
  },
}

const ip: Comparison = {
  compile(value) {
    const range = readRange(value)
    return (text) => range !== undefined && isInRange(text, range)
  },
}

/** A value of the wrong type matches nothing, so that a negated operator is true (judgement). */
function ordered(
  read: (text: string) => number | undefined,
  holds: (value: number, limit: number) => boolean,
): Comparison {
  return {
    compile(text) {
      const limit = read(text)
      return (given) => {
        const value = limit === undefined ? undefined : read(given)
        return value !== undefined && limit !== undefined && holds(value, limit)
      }
    },
  }
}

function numberOf(text: string): number | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(text) ? Number(text) : undefined
}

function bytesOf(text: string): Buffer | undefined {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0
    ? Buffer.from(text, 'base64')
    : undefined
}

function onGlob(
  value: string,
  rules: { variables: boolean; wildcards: boolean },
  keys: string[],
  matches: (glob: Glob, text: string) => boolean,
): Test {
  const template = templateOf(value, rules)
  keys.push(...variablesOf(template).map(({ key }) => key))
  const { glob } = template
  if (glob) return (text) => matches(glob, text)
  return (text, context) => {
    const resolved = resolve(template, context)
    return resolved !== undefined && matches(resolved, text)
  }
}

const comparisons: readonly [string, Comparison][] = [
  ['stringequals', equal],
  ['stringequalsignorecase', equalWithoutCase],
  ['stringlike', like],
  ['arnequals', arn],
  ['arnlike', arn],
  ['bool', bool],
  ['binaryequals', binary],
  ['ipaddress', ip],
  ...orderings('numeric', numberOf),
  ...orderings('date', dateMs),
]

const negations: readonly [string, Comparison][] = [
  ['stringnotequals', equal],
  ['stringnotequalsignorecase', equalWithoutCase],
  ['stringnotlike', like],
  ['arnnotequals', arn],
  ['arnnotlike', arn],
  ['notipaddress', ip],
  ['numericnotequals', ordered(numberOf, (value, limit) => value === limit)],
  ['datenotequals', ordered(dateMs, (value, limit) => value === limit)],
]

const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ...comparisons.map(([name, comparison]) => [name, { comparison, isNegated: false }] as const),
  ...negations.map(([name, comparison]) => [name, { comparison, isNegated: true }] as const),
])

function orderings(
  family: string,
  read: (text: string) => number | undefined,
): [string, Comparison][] {
  return [
    [`${family}equals`, ordered(read, (value, limit) => value === limit)],
    [`${family}lessthan`, ordered(read, (value, limit) => value < limit)],
    [`${family}lessthanequals`, ordered(read, (value, limit) => value <= limit)],
    [`${family}greaterthan`, ordered(read, (value, limit) => value > limit)],
    [`${family}greaterthanequals`, ordered(read, (value, limit) => value >= limit)],
  ]
}
