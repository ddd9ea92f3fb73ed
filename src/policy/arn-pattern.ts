/**
 * ARNs with wildcards, as `Resource` and the ARN operators take them.
 *
 * AWS: wildcards stay within the fields between colons, but a `*` that ends a field may run on over
 * the colons behind it, and the last field, the resource, is one piece with its colons and slashes.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
import type { Context } from './context.ts'
import { any, type Glob, globOfUnits, matchesRange, textOf } from './glob.ts'
import {
  isUnits,
  resolveUnits,
  splitAtColons,
  type Template,
  templateOf,
  type Variable,
  variablesOf,
} from './template.ts'

export interface ArnPattern {
  readonly text: string
  /** At most six; one that is no ARN has a single field. */
  readonly fields: readonly Template[]
  /** The whole, where it is literal: an ARN that only it can match. */
  readonly literal: string | undefined
  /** What stands before the first wildcard or variable. */
  readonly head: string
  /** The only wildcard is a star at the end, in the last field. */
  readonly isPrefix: boolean
  /** What the last field begins with. */
  readonly lastHead: string
  /** What must stand somewhere in an ARN: the longest piece of the last field that is given. */
  readonly needle: string
  /** What an ARN must end in; empty where that is a wildcard. */
  readonly tail: string | Variable
  /** Lower-case keys of its variables. */
  readonly variables: readonly string[]
  /** Those that must have a value, having no default. */
  readonly required: readonly string[]
}

/** A text with its colons found once, for all the patterns it meets. */
export interface ColonText {
  readonly text: string
  readonly colons: readonly number[]
}

export interface ArnPatternRules {
  readonly variables: boolean
  /**
   * AWS: in `Resource`, fields that are left out are `*`: `arn:aws:sqs` is `arn:aws:sqs:*:*:*`.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
   */
  readonly completes: boolean
}

export function arnPatternOf(text: string, rules: ArnPatternRules): ArnPattern {
  const fields = (text.startsWith('arn:') ? fieldsOf(text, rules) : [text]).map((field) =>
    templateOf(field, { variables: rules.variables, wildcards: true }),
  )
  const globs = fields.map(({ glob }) => glob).filter((glob) => glob !== undefined)
  const isStatic = globs.length === fields.length
  const variables = fields.flatMap(variablesOf)
  return {
    text,
    fields,
    literal: isStatic ? literalOf(globs) : undefined,
    ...headOf(fields),
    lastHead: headOfField(fields.at(-1)),
    needle: needleOf(fields.at(-1)),
    tail: tailOf(fields.at(-1)),
    variables: variables.map(({ key }) => key),
    required: variables.filter(({ fallback }) => fallback === undefined).map(({ key }) => key),
  }
}

export function colonText(text: string): ColonText {
  const colons: number[] = []
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) colons.push(at)
  return { text, colons }
}

export function matchesArn(pattern: ArnPattern, arn: ColonText, context: Context): boolean {
  if (pattern.literal !== undefined) return pattern.literal === arn.text
  // First, since nearly all ARNs begin alike, which takes long to find out.
  if (!mayEndAlike(pattern, arn)) return false
  if (!arn.text.startsWith(pattern.head)) return false
  if (pattern.isPrefix) return true
  if (!endsIn(pattern.tail, arn.text, context)) return false
  // Fields left out by an ARN leave nothing for a pattern of more.
  if (arn.colons.length < pattern.fields.length - 1) return false
  if (matchesFieldByField(pattern, arn, context)) return true
  return canRunOn(pattern, arn) && matchesRunningOn(pattern, arn, context)
}

function fieldsOf(text: string, { variables, completes }: ArnPatternRules): string[] {
  const all = splitAtColons(text, { variables })
  const fields = [...all.slice(0, 5), ...(all.length > 5 ? [all.slice(5).join(':')] : [])]
  while (completes && fields.length < 6) fields.push('*')
  return fields
}

function literalOf(globs: readonly Glob[]): string | undefined {
  const literals = globs.map(({ literal }) => literal)
  return literals.includes(undefined) ? undefined : literals.join(':')
}

function headOf(fields: readonly Template[]): Pick<ArnPattern, 'head' | 'isPrefix'> {
  const heads: string[] = []
  for (const [at, { glob }] of fields.entries()) {
    heads.push(headOfField(fields[at]))
    if (glob?.literal === undefined) {
      const isPrefix = at === fields.length - 1 && glob?.isPrefix === true
      return { head: heads.join(':'), isPrefix }
    }
  }
  return { head: heads.join(':'), isPrefix: false }
}

function headOfField(field: Template | undefined): string {
  const { glob, parts: [first] = [] } = field ?? {}
  return glob?.head ?? (first && isUnits(first) ? globOfUnits(first).head : '')
}

/**
 * What tells most resources apart, and costs least. An ARN of as many fields as the pattern has the
 * same last one; in a longer one a field may run on.
 */
function mayEndAlike(
  { fields, lastHead, needle }: ArnPattern,
  { text, colons }: ColonText,
): boolean {
  if (fields.length !== colons.length + 1) return text.includes(needle)
  const from = (colons[colons.length - 1] ?? -1) + 1
  return lastHead === '' ? text.includes(needle, from) : text.startsWith(lastHead, from)
}

function needleOf(last: Template | undefined): string {
  let longest = ''
  let piece: number[] = []
  const end = () => {
    if (piece.length > longest.length) longest = textOf(piece)
    piece = []
  }
  for (const part of last?.parts ?? []) {
    for (const unit of isUnits(part) ? part : [any]) {
      if (unit < 0) end()
      else piece.push(unit)
    }
  }
  end()
  return longest
}

function tailOf(last: Template | undefined): string | Variable {
  const part = last?.parts.at(-1)
  if (!part || !isUnits(part)) return part ?? ''
  return textOf(part.slice(part.findLastIndex((unit) => unit < 0) + 1))
}

function endsIn(tail: string | Variable, text: string, context: Context): boolean {
  if (typeof tail === 'string') return text.endsWith(tail)
  const value = context.valueOf(tail.key) ?? tail.fallback
  return value !== undefined && text.endsWith(value)
}

/** The last field goes first: it tells most resources apart. Variables wait for the rest. */
function matchesFieldByField(
  { fields }: ArnPattern,
  { text, colons }: ColonText,
  context: Context,
): boolean {
  const last = fields.length - 1
  const lastField = fields[last]
  const lastFrom = last === 0 ? 0 : (colons[last - 1] ?? text.length) + 1
  const isLastStatic = lastField?.glob !== undefined
  if (isLastStatic && !matchesField(lastField, text, lastFrom, text.length, context)) return false
  let from = 0
  for (let at = 0; at < last; at++) {
    const to = colons[at] ?? text.length
    if (!matchesField(fields[at], text, from, to, context)) return false
    from = to + 1
  }
  return isLastStatic || matchesField(lastField, text, lastFrom, text.length, context)
}

function matchesField(
  field: Template | undefined,
  text: string,
  from: number,
  to: number,
  context: Context,
): boolean {
  const glob = field?.glob
  if (!glob) {
    const units = field && resolveUnits(field, context)
    return units !== undefined && matchesRange(units, text, from, to)
  }
  if (glob.literal !== undefined) {
    return to - from === glob.literal.length && text.startsWith(glob.literal, from)
  }
  if (glob.isPrefix) return to - from >= glob.head.length && text.startsWith(glob.head, from)
  return matchesRange(glob.units, text, from, to)
}

/** Only an ARN with more colons than the pattern has leaves a field something to run on over. */
function canRunOn({ fields }: ArnPattern, { colons }: ColonText): boolean {
  return colons.length >= fields.length && fields.slice(0, -1).some(endsInStar)
}

function endsInStar({ parts }: Template): boolean {
  const last = parts.at(-1)
  return last !== undefined && isUnits(last) && last.at(-1) === any
}

/**
 * Keeps the set of the text's fields that each of the pattern's fields can end before: bounded,
 * without backtracking.
 */
function matchesRunningOn(pattern: ArnPattern, arn: ColonText, context: Context): boolean {
  const { text, colons } = arn
  const startOf = (field: number) => (field === 0 ? 0 : (colons[field - 1] ?? text.length) + 1)
  let starts = [0]
  for (const field of pattern.fields.slice(0, -1)) {
    const matched = starts.filter((at) => {
      const end = colons[at]
      return end !== undefined && matchesField(field, text, startOf(at), end, context)
    })
    const [first] = matched
    if (first === undefined) return false
    // What begins further on can end nowhere else.
    starts = endsInStar(field)
      ? Array.from({ length: colons.length - first }, (_, at) => first + at + 1)
      : matched.map((at) => at + 1)
  }
  const last = pattern.fields.at(-1)
  return starts.some((at) => matchesField(last, text, startOf(at), text.length, context))
}
