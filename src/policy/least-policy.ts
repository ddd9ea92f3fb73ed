/** The cure of a refusal: the least statements that allow just this, and where they belong. */
import { Context } from './context.ts'
import type { Decision, PolicyRequest, PolicyType } from './decision.ts'
import type { Principal } from './principal.ts'

export interface LeastStatement {
  readonly Effect: 'Allow'
  readonly Principal?: string | Readonly<Record<string, string>>
  readonly Action: string | readonly string[]
  readonly Resource: string | readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export interface LeastPolicy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly LeastStatement[]
}

export interface Cure {
  /** The kind of policy that needs the statements: a new one, or one that is there. */
  readonly type: PolicyType
  readonly policy: LeastPolicy
}

/**
 * One cure for each place in which an allow is missing; all of them are needed. Against an explicit
 * deny no allow helps, so that these are for when it is gone.
 */
export function curesOf(request: PolicyRequest, decision: Decision): Cure[] {
  if (decision.effect === 'allow') return []
  const { action, principal } = request
  const Resource = literalResource(request.resource)
  return neededTypes(principal, decision).map((type) => ({
    type,
    policy: document([
      type === 'resource' || type === 'resource-control'
        ? {
            Effect: 'Allow',
            Principal: writtenPrincipal(principal),
            Action: action,
            Resource,
            ...sourceCondition(request),
          }
        : { Effect: 'Allow', Action: action, Resource },
    ]),
  }))
}

/**
 * Within an account, a resource's policy that names the principal spares its identity policies, and
 * all of a user's.
 */
function neededTypes(principal: Principal, decision: Decision): PolicyType[] {
  const { missing, isCrossAccount } = decision
  if (isCrossAccount || !missing.includes('resource')) return [...missing]
  const spared: readonly PolicyType[] =
    principal.kind === 'role-session' ? ['identity'] : ['identity', 'boundary', 'session']
  return missing.filter((type) => !spared.includes(type))
}

export interface Use {
  readonly action: string
  readonly resource: string
}

/** The least identity policy for all that was used: statements by resources with the same actions. */
export function leastPolicyOf(uses: readonly Use[]): LeastPolicy {
  const actionsByResource = gather(uses.map(({ action, resource }) => [resource, action]))
  const resourcesByActions = gather(
    [...actionsByResource].map(([resource, actions]) => [actions.join(), resource]),
  )
  return document(
    [...resourcesByActions].map(([actions, resources]) => ({
      Effect: 'Allow',
      Action: oneOrList(actions.split(',')),
      Resource: oneOrList(resources.map(literalResource)),
    })),
  )
}

/** Sorted, each value once. */
function gather(pairs: readonly (readonly [key: string, value: string])[]): Map<string, string[]> {
  const sets = new Map<string, Set<string>>()
  for (const [key, value] of pairs) {
    const set = sets.get(key) ?? new Set()
    sets.set(key, set.add(value))
  }
  return new Map([...sets].sort().map(([key, set]) => [key, [...set].sort()]))
}

/**
 * What would be a wildcard or a variable is written so that it is itself: an S3 key may hold a star.
 * What has no name yet is asked for as `*` by AWS itself, which then is what the policy must say.
 */
function literalResource(resource: string): string {
  const isUnnamed =
    resource === '*' || (/[/:]\*$/.test(resource) && !/^arn:[^:]*:s3:/.test(resource))
  const named = isUnnamed ? resource.slice(0, -1) : resource
  return named.replace(/[*?$]/g, (character) => `\${${character}}`) + (isUnnamed ? '*' : '')
}

/** A session's role outlives the session, so it is the role that is let in. */
function writtenPrincipal(principal: Principal): NonNullable<LeastStatement['Principal']> {
  switch (principal.kind) {
    case 'root':
    case 'user':
    case 'federated-user':
      return { AWS: principal.arn }
    case 'role-session':
      return { AWS: principal.roleArn }
    case 'service':
      return { Service: principal.service }
    case 'web-identity':
      return { Federated: principal.provider }
    case 'anonymous':
      return '*'
  }
}

/** A service speaks for whoever uses it, so that what it speaks for is named, too. */
function sourceCondition({ principal, context }: PolicyRequest): Pick<LeastStatement, 'Condition'> {
  const source = new Context(principal, context).valueOf('aws:sourcearn')
  if (principal.kind !== 'service' || source === undefined) return {}
  return { Condition: { ArnEquals: { 'aws:SourceArn': source } } }
}

function document(Statement: readonly LeastStatement[]): LeastPolicy {
  return { Version: '2012-10-17', Statement }
}

function oneOrList(values: readonly string[]): string | readonly string[] {
  const [only] = values
  return values.length === 1 && only !== undefined ? only : values
}
