/**
 * ARNs with wildcards, as `Resource` and the ARN operators take them.
 *
 * AWS: wildcards stay within the fields between colons, but a `*` that ends a field may run on over
 * the colons behind it, and the last field, the resource, is one piece with its colons and slashes.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
import type { Context } from './context.ts'
import { any, type Glob, matchesGlob, matchesRange, textOf } from './glob.ts'
import { resolve, splitAtColons, type Template, templateOf, variablesOf } from './template.ts'

export interface ArnPattern {
  readonly text: string
  /** At most six; one that is no ARN has a single field. */
  readonly fields: readonly Template[]
  /** Its globs, where there are no variables. */
  readonly globs: readonly Glob[] | undefined
  /** The whole, where it is literal: an ARN that only it can match. */
  readonly literal: string | undefined
  /** All up to a `*` at the end, where that is the only wildcard. */
  readonly prefix: string | undefined
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
    globs: isStatic ? globs : undefined,
    literal: isStatic ? literalOf(globs) : undefined,
    prefix: isStatic ? prefixOf(globs) : undefined,
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
  if (pattern.prefix !== undefined) return arn.text.startsWith(pattern.prefix)
  const globs = pattern.globs ?? resolvedFields(pattern, context)
  if (!globs) return false
  const [only] = globs
  if (globs.length === 1 && only) return matchesGlob(only, arn.text)
  return matchesFieldByField(globs, arn) || (canRunOn(globs, arn) && matchesRunningOn(globs, arn))
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

/**
 * Field by field is then the same as a whole, as all the colons are in the prefix. `arn:aws:*` isn't
 * of this kind once completed, and needn't be.
 */
function prefixOf(globs: readonly Glob[]): string | undefined {
  const last = globs.at(-1)
  if (!last || last.units.indexOf(any) !== last.units.length - 1) return undefined
  const head = globs.slice(0, -1).map(({ literal }) => literal)
  if (head.includes(undefined) || last.units.some((unit) => unit < any)) return undefined
  return [...head, textOf(last.units.slice(0, -1))].join(':')
}

function resolvedFields(pattern: ArnPattern, context: Context): Glob[] | undefined {
  const globs: Glob[] = []
  for (const field of pattern.fields) {
    const glob = resolve(field, context)
    if (!glob) return undefined
    globs.push(glob)
  }
  return globs
}

function matchesFieldByField(globs: readonly Glob[], { text, colons }: ColonText): boolean {
  if (colons.length < globs.length - 1) return false
  let from = 0
  for (const [at, { units }] of globs.entries()) {
    const to = at === globs.length - 1 ? text.length : (colons[at] ?? text.length)
    if (!matchesRange(units, text, from, to)) return false
    from = to + 1
  }
  return true
}

/** Only an ARN with more colons than the pattern has leaves a field something to run on over. */
function canRunOn(globs: readonly Glob[], { colons }: ColonText): boolean {
  return colons.length >= globs.length && globs.some(endsInStar)
}

function endsInStar({ units }: Glob, at: number, globs: readonly Glob[]): boolean {
  return at < globs.length - 1 && units.at(-1) === any
}

/** Keeps the set of places that each field in turn can end at: bounded, without backtracking. */
function matchesRunningOn(globs: readonly Glob[], { text, colons }: ColonText): boolean {
  let starts = [0]
  for (const [at, glob] of globs.entries()) {
    if (at === globs.length - 1) {
      return starts.some((from) => matchesRange(glob.units, text, from, text.length))
    }
    const runsOn = glob.units.at(-1) === any
    const ends = new Set<number>()
    for (const from of starts) {
      const first = colons.findIndex((colon) => colon >= from)
      if (first < 0 || !matchesRange(glob.units, text, from, colons[first] ?? 0)) continue
      for (const colon of runsOn ? colons.slice(first) : [colons[first] ?? 0]) ends.add(colon + 1)
      if (runsOn) break
    }
    starts = [...ends]
  }
  return false
}
