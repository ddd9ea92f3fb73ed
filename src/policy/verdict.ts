/** What the policies of one type say; a type's policies are united, its levels are not. */
import type { AttachedPolicy, Effect, Match, Policies, PolicyType } from './decision.ts'
import { type Grant, grantTo } from './principal-rule.ts'
import type { Statement } from './statement.ts'
import { findStatement, type Subject, type Trace } from './subject.ts'

type Levels = readonly (readonly AttachedPolicy[])[]

/** `undefined`: policies of this type don't apply. */
export function levelsOf(policies: Policies, type: PolicyType): Levels | undefined {
  switch (type) {
    case 'resource-control':
      return policies.resourceControl
    case 'service-control':
      return policies.serviceControl
    case 'resource':
      return policies.resource && [[policies.resource]]
    case 'identity':
      return [policies.identity]
    case 'boundary':
      return policies.boundary && [[policies.boundary]]
    case 'session':
      return policies.session && [policies.session]
  }
}

/** The first Deny that matches. */
export function findDeny(
  type: PolicyType,
  policies: Policies,
  subject: Subject,
): Match | undefined {
  for (const level of levelsOf(policies, type) ?? []) {
    for (const attached of level) {
      const statement = findStatement(attached.policy.denies, subject)
      if (statement) return { type, attached, statement }
    }
  }
  return undefined
}

/** The first Allow of the last level, when every level has one. */
export function findAllow(
  type: PolicyType,
  policies: Policies,
  subject: Subject,
): Match | undefined {
  let found: Match | undefined
  for (const level of levelsOf(policies, type) ?? []) {
    found = findAllowIn(level, type, subject)
    if (!found) return undefined
  }
  return found
}

function findAllowIn(
  level: readonly AttachedPolicy[],
  type: PolicyType,
  subject: Subject,
): Match | undefined {
  for (const attached of level) {
    const statement = findStatement(attached.policy.allows, subject)
    if (statement) return { type, attached, statement }
  }
  return undefined
}

export interface ResourceGrant extends Match {
  readonly grant: Grant
}

/** The strongest Allow of the resource's policy. */
export function findGrant(policies: Policies, subject: Subject): ResourceGrant | undefined {
  const attached = policies.resource
  if (!attached) return undefined
  let found: ResourceGrant | undefined
  findStatement(attached.policy.allows, subject, undefined, (statement) => {
    const grant = statement.principals ? grantTo(statement.principals, subject.forms) : undefined
    if (grant && (!found || strength[grant] > strength[found.grant])) {
      found = { type: 'resource', attached, statement, grant }
    }
    return grant === 'direct'
  })
  return found
}

const strength: Readonly<Record<Grant, number>> = { delegated: 0, limited: 1, direct: 2 }

/** Everything that a type's policies say, and in sum. */
export function traceType(
  type: PolicyType,
  policies: Policies,
  subject: Subject,
  trace: Trace,
): Effect | undefined {
  const levels = levelsOf(policies, type)
  if (!levels) return undefined
  const from = trace.matches.length
  const allowed = levels.map((level) => level.map((each) => traceOne(type, each, subject, trace)))
  const isDenied = trace.matches.slice(from).some(({ statement }) => statement.effect === 'Deny')
  if (isDenied) return 'explicit-deny'
  return allowed.every((level) => level.includes(true)) ? 'allow' : 'implicit-deny'
}

/** Whether one of its statements allows. */
function traceOne(
  type: PolicyType,
  attached: AttachedPolicy,
  subject: Subject,
  { matches, nearMisses }: Trace,
): boolean {
  const found: Statement[] = []
  const near: Statement[] = []
  for (const index of [attached.policy.denies, attached.policy.allows]) {
    findStatement(
      index,
      subject,
      (statement) => near.push(statement),
      (statement) => found.push(statement) === 0,
    )
  }
  for (const statement of inOrder(found)) matches.push({ type, attached, statement })
  for (const statement of inOrder(near)) {
    const unmet = statement.conditions.filter((condition) => !condition.holds(subject.context))
    nearMisses.push({ type, attached, statement, unmet })
  }
  return found.some(({ effect }) => effect === 'Allow')
}

function inOrder(statements: readonly Statement[]): Statement[] {
  return statements.toSorted((a, b) => a.index - b.index)
}
