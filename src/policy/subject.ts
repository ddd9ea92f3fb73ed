/** What statements are held against: a request, prepared once for all of them. */
import { type ColonText, colonText } from './arn-pattern.ts'
import { lowerAscii } from './ascii.ts'
import { Context } from './context.ts'
import type { Match, NearMiss, PolicyRequest } from './decision.ts'
import { formsOf, grantTo, isDenied, type PrincipalForms } from './principal-rule.ts'
import { matchesResource, type Statement } from './statement.ts'
import type { StatementIndex } from './statement-index.ts'

export class Subject {
  /** Lower case. */
  readonly action: string
  readonly resource: ColonText
  readonly context: Context
  readonly #request: PolicyRequest
  readonly #hasBoundary: boolean
  #forms: PrincipalForms | undefined

  constructor(request: PolicyRequest, hasBoundary: boolean) {
    this.#request = request
    this.#hasBoundary = hasBoundary
    this.action = lowerAscii(request.action)
    this.resource = colonText(request.resource)
    this.context = new Context(request.principal, request.context)
  }

  get forms(): PrincipalForms {
    this.#forms ??= formsOf(this.#request.principal, this.#hasBoundary)
    return this.#forms
  }
}

/** Remembers what matched and what nearly did. */
export interface Trace {
  readonly matches: Match[]
  readonly nearMisses: NearMiss[]
}

/** The first statement that matches; all of them in turn, when `onMatch` says nothing. */
export function findStatement(
  index: StatementIndex,
  subject: Subject,
  onNearMiss?: (statement: Statement) => void,
  onMatch: (statement: Statement) => boolean = stop,
): Statement | undefined {
  const { byResource, others } = index.about(subject.action)
  for (const statement of byResource.get(subject.resource.text) ?? none) {
    if (holds(statement, subject, onNearMiss) && onMatch(statement)) return statement
  }
  for (const statement of others) {
    if (holds(statement, subject, onNearMiss) && onMatch(statement)) return statement
  }
  return undefined
}

const none: readonly Statement[] = []
const stop = () => true

/** Whether a statement about the action is also about the resource, the principal and the context. */
function holds(
  statement: Statement,
  subject: Subject,
  onNearMiss: ((statement: Statement) => void) | undefined,
): boolean {
  if (!matchesResource(statement.resources, subject.resource, subject.context)) return false
  if (!namesPrincipal(statement, subject)) return false
  if (statement.conditions.every((condition) => condition.holds(subject.context))) return true
  onNearMiss?.(statement)
  return false
}

function namesPrincipal({ principals, effect }: Statement, subject: Subject): boolean {
  if (!principals) return true
  return effect === 'Deny'
    ? isDenied(principals, subject.forms)
    : grantTo(principals, subject.forms) !== undefined
}
