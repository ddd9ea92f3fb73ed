/**
 * Text with wildcards and policy variables: `arn:aws:s3:::b/${aws:username}/*`.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html. What comes
 * out of a variable is literal: a tag whose value is `*` widens no policy (judgement: AWS doesn't
 * document it).
 */
import { lowerAscii } from './ascii.ts'
import type { Context } from './context.ts'
import { any, type Glob, globOfUnits, one, unitsOf } from './glob.ts'

export interface Variable {
  /** Lower case. */
  readonly key: string
  readonly fallback: string | undefined
}

type Part = readonly number[] | Variable

export interface Template {
  readonly parts: readonly Part[]
  /** The pattern itself, where it has no variables. */
  readonly glob: Glob | undefined
}

export interface TemplateRules {
  /** Only policies of version 2012-10-17 have variables. */
  readonly variables: boolean
  /** Whether `*` and `?` are wildcards. */
  readonly wildcards: boolean
}

export function templateOf(text: string, rules: TemplateRules): Template {
  const parts = partsOf(text, rules)
  const isStatic = parts.every(isUnits)
  return { parts, glob: isStatic ? globOfUnits(parts.filter(isUnits).flat()) : undefined }
}

/** `undefined`: a variable has no value, so the pattern matches nothing. */
export function resolve(template: Template, context: Context): Glob | undefined {
  if (template.glob) return template.glob
  const units = resolveUnits(template, context)
  return units && globOfUnits(units)
}

export function resolveUnits({ parts }: Template, context: Context): readonly number[] | undefined {
  const units: number[] = []
  for (const part of parts) {
    const resolved = isUnits(part) ? part : valueOf(part, context)
    if (!resolved) return undefined
    for (const unit of resolved) units.push(unit)
  }
  return units
}

export function variablesOf(template: Template): Variable[] {
  return template.parts.filter((part): part is Variable => !isUnits(part))
}

/** Splits at colons, except those of variables. */
export function splitAtColons(text: string, { variables }: { variables: boolean }): string[] {
  if (!variables || !text.includes('${')) return text.split(':')
  const fields = ['']
  for (const token of tokensOf(text)) {
    const [first = '', ...others] = isVariable(token) ? [token] : token.split(':')
    fields[fields.length - 1] += first
    for (const field of others) fields.push(field)
  }
  return fields
}

/** The bodies of a text's variables: `aws:username`, `aws:PrincipalTag/team, 'all'`. */
export function variableBodies(text: string): string[] {
  return tokensOf(text)
    .filter(isVariable)
    .map((token) => token.slice(2, -1))
}

/** Variables, and what stands between them. In one pass: there may be tens of thousands. */
function tokensOf(text: string): string[] {
  const tokens: string[] = []
  let from = 0
  while (from < text.length) {
    const start = text.indexOf('${', from)
    const end = start < 0 ? -1 : text.indexOf('}', start)
    if (end < 0) return [...tokens, text.slice(from)]
    if (start > from) tokens.push(text.slice(from, start))
    tokens.push(text.slice(start, end + 1))
    from = end + 1
  }
  return tokens
}

function isVariable(token: string): boolean {
  return token.startsWith('${') && token.endsWith('}')
}

export function isUnits(part: Part): part is readonly number[] {
  return Array.isArray(part)
}

function valueOf({ key, fallback }: Variable, context: Context): readonly number[] | undefined {
  const value = context.valueOf(key) ?? fallback
  return value === undefined ? undefined : unitsOf(value)
}

function partsOf(text: string, { variables, wildcards }: TemplateRules): Part[] {
  const tokens = variables ? tokensOf(text) : [text]
  return tokens.map((token) =>
    variables && isVariable(token)
      ? variableOf(token.slice(2, -1))
      : wildcards
        ? unitsOf(token).map(withWildcards)
        : unitsOf(token),
  )
}

function withWildcards(unit: number): number {
  return unit === 42 ? any : unit === 63 ? one : unit
}

/** `*`, `?` and `$` are written as variables to be themselves. */
function variableOf(body: string): Part {
  if (body === '*' || body === '?' || body === '$') return unitsOf(body)
  const comma = body.indexOf(',')
  const fallback = comma < 0 ? undefined : quoted(body.slice(comma + 1).trim())
  const key = fallback === undefined ? body : body.slice(0, comma)
  return { key: lowerAscii(key.trim()), fallback }
}

/** What stands within single quotes. */
function quoted(text: string): string | undefined {
  const isQuoted = text.length > 1 && text.startsWith("'") && text.endsWith("'")
  return isQuoted ? text.slice(1, -1) : undefined
}
