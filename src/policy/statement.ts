/** A statement, compiled: what it matches can be asked without reading its text again. */
import { type ArnPattern, arnPatternOf, type ColonText, matchesArn } from './arn-pattern.ts'
import { lowerAscii } from './ascii.ts'
import { compileCondition, type Condition } from './conditions/condition.ts'
import type { Context } from './context.ts'
import type { WrittenStatement } from './document.ts'
import { type Glob, globOf, matchesGlob } from './glob.ts'
import { type PrincipalRule, principalRule } from './principal-rule.ts'

export interface Statement {
  /** From 0. */
  readonly index: number
  readonly sid: string | undefined
  readonly effect: 'Allow' | 'Deny'
  /** Offsets in the policy's text. */
  readonly start: number
  readonly end: number
  readonly actions: ActionRule
  /** `undefined`: the policy's own resource, whatever it is. */
  readonly resources: ResourceRule | undefined
  /** `undefined` in policies that belong to a principal. */
  readonly principals: PrincipalRule | undefined
  readonly conditions: readonly Condition[]
  /** Lower-case context keys that it looks at. */
  readonly keys: readonly string[]
}

export interface ActionRule {
  readonly isNot: boolean
  /** Lower case. */
  readonly exact: ReadonlySet<string>
  readonly patterns: readonly Glob[]
}

export interface ResourceRule {
  readonly isNot: boolean
  /** There is a lone `*`. */
  readonly isAll: boolean
  readonly patterns: readonly ArnPattern[]
}

export interface CompileRules {
  readonly variables: boolean
  readonly completesArns: boolean
}

export function compileStatement(
  written: WrittenStatement,
  index: number,
  rules: CompileRules,
): Statement {
  const { sid, effect, start, end } = written
  const resources = resourceRule(written, rules)
  const conditions = written.conditions.map((each) => compileCondition(each, rules.variables))
  const named = written.principal ?? written.notPrincipal
  return {
    index,
    sid,
    effect,
    start,
    end,
    actions: actionRule(written),
    resources,
    principals: named && principalRule(named, !written.principal),
    conditions,
    keys: [
      ...(resources?.patterns.flatMap(({ variables }) => variables) ?? []),
      ...conditions.flatMap(({ keys }) => keys),
    ],
  }
}

/** `action` in lower case. */
export function matchesAction({ isNot, exact, patterns }: ActionRule, action: string): boolean {
  if (exact.has(action)) return !isNot
  for (const pattern of patterns) if (matchesGlob(pattern, action)) return !isNot
  return isNot
}

export function matchesResource(
  rule: ResourceRule | undefined,
  resource: ColonText,
  context: Context,
): boolean {
  if (!rule) return true
  if (rule.isAll) return !rule.isNot
  // AWS: an element whose variable has no value matches nothing, negated or not.
  if (rule.isNot && rule.patterns.some((pattern) => hasNoValue(pattern, context))) return false
  for (const pattern of rule.patterns)
    if (matchesArn(pattern, resource, context)) return !rule.isNot
  return rule.isNot
}

function hasNoValue(pattern: ArnPattern, context: Context): boolean {
  return pattern.required.some((key) => context.valueOf(key) === undefined)
}

function actionRule({ action, notAction }: WrittenStatement): ActionRule {
  const names = (action ?? notAction ?? []).map(lowerAscii)
  const isPattern = (name: string) => /[*?]/.test(name)
  return {
    isNot: !action,
    exact: new Set(names.filter((name) => !isPattern(name))),
    patterns: names.filter(isPattern).map(globOf),
  }
}

function resourceRule(
  { resource, notResource }: WrittenStatement,
  { variables, completesArns }: CompileRules,
): ResourceRule | undefined {
  const texts = resource ?? notResource
  if (!texts) return undefined
  return {
    isNot: !resource,
    isAll: texts.includes('*'),
    patterns: texts.map((text) => arnPatternOf(text, { variables, completes: completesArns })),
  }
}
