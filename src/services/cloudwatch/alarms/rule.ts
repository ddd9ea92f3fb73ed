/**
 * Rules of composite alarms, read and worked out.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
import type { StateValue } from '../../../generated/cloudwatch.ts'
import { RuleFault, RuleTokens } from './rule-tokens.ts'

export type Rule =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'state'; readonly state: StateValue; readonly alarm: string }
  | { readonly kind: 'not'; readonly of: Rule }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Rule[] }
  | AtLeast

export interface AtLeast {
  readonly kind: 'at-least'
  readonly count: number
  readonly isPercent: boolean
  readonly state: StateValue
  readonly isNot: boolean
  readonly alarms: readonly string[]
}

const states = ['ALARM', 'OK', 'INSUFFICIENT_DATA'] as const

/** @throws RuleFault with what can't be read */
export function readRule(text: string): Rule {
  const tokens = new RuleTokens(text)
  const rule = readOr(tokens)
  tokens.end()
  return rule
}

/** The alarms that a rule looks at, by name or ARN as written, each once. */
export function alarmsOf(rule: Rule): readonly string[] {
  return [...new Set(mentions(rule))]
}

/** Elements, as AWS limits them: functions, operators and constants. */
export function elementCount(rule: Rule): number {
  switch (rule.kind) {
    case 'not':
      return 1 + elementCount(rule.of)
    case 'and':
    case 'or':
      return rule.of.reduce((sum, one) => sum + elementCount(one), rule.of.length - 1)
    case 'at-least':
      return rule.alarms.length
    default:
      return 1
  }
}

export function holds(rule: Rule, stateOf: (alarm: string) => StateValue | undefined): boolean {
  switch (rule.kind) {
    case 'constant':
      return rule.value
    case 'state':
      return stateOf(rule.alarm) === rule.state
    case 'not':
      return !holds(rule.of, stateOf)
    case 'and':
      return rule.of.every((one) => holds(one, stateOf))
    case 'or':
      return rule.of.some((one) => holds(one, stateOf))
    default:
      return holdsAtLeast(rule, stateOf)
  }
}

function holdsAtLeast(
  { count, isPercent, state, isNot, alarms }: AtLeast,
  stateOf: (alarm: string) => StateValue | undefined,
): boolean {
  const matching = alarms.filter((alarm) => (stateOf(alarm) === state) !== isNot).length
  return matching >= (isPercent ? (alarms.length * count) / 100 : count)
}

function mentions(rule: Rule): readonly string[] {
  switch (rule.kind) {
    case 'constant':
      return []
    case 'state':
      return [rule.alarm]
    case 'not':
      return mentions(rule.of)
    case 'at-least':
      return rule.alarms
    default:
      return rule.of.flatMap((one) => mentions(one))
  }
}

function readOr(tokens: RuleTokens): Rule {
  const parts = [readAnd(tokens)]
  while (tokens.takeWord('OR')) parts.push(readAnd(tokens))
  const [only] = parts
  return only && parts.length === 1 ? only : { kind: 'or', of: parts }
}

function readAnd(tokens: RuleTokens): Rule {
  const parts = [readNot(tokens)]
  while (tokens.takeWord('AND')) parts.push(readNot(tokens))
  const [only] = parts
  return only && parts.length === 1 ? only : { kind: 'and', of: parts }
}

function readNot(tokens: RuleTokens): Rule {
  let count = 0
  while (tokens.takeWord('NOT')) count++
  let rule = readElement(tokens)
  for (; count > 0; count--) rule = { kind: 'not', of: rule }
  return rule
}

function readElement(tokens: RuleTokens): Rule {
  if (tokens.take('(')) {
    return tokens.deeper(() => {
      const rule = readOr(tokens)
      tokens.expect(')')
      return rule
    })
  }
  if (tokens.takeWord('TRUE')) return { kind: 'constant', value: true }
  if (tokens.takeWord('FALSE')) return { kind: 'constant', value: false }
  if (tokens.takeWord('AT_LEAST')) return readAtLeast(tokens)
  const state = states.find((one) => tokens.takeWord(one))
  if (!state) throw tokens.fault()
  tokens.expect('(')
  const alarm = tokens.name()
  tokens.expect(')')
  return { kind: 'state', state, alarm }
}

/** `AT_LEAST(2, ALARM, (a, b, c))`, `AT_LEAST(50%, NOT OK, (a, b))` */
function readAtLeast(tokens: RuleTokens): Rule {
  tokens.expect('(')
  const { count, isPercent } = tokens.count()
  tokens.expect(',')
  const isNot = tokens.takeWord('NOT')
  const state = states.find((one) => tokens.takeWord(one))
  if (!state) throw tokens.fault()
  tokens.expect(',')
  tokens.expect('(')
  const alarms = [tokens.name()]
  while (tokens.take(',')) alarms.push(tokens.name())
  tokens.expect(')')
  tokens.expect(')')
  if (count < 1 || count > (isPercent ? 100 : alarms.length)) throw new RuleFault(String(count))
  return { kind: 'at-least', count, isPercent, state, isNot, alarms }
}
