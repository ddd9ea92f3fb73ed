/**
 * A second evaluator, written from AWS's documentation alone and sharing no code with the first:
 * slow, plain, read from top to bottom like the flow chart. Generated decisions are held against it.
 */
import type { PolicyRequest, PolicyType } from '../decision.ts'
import { naiveConditionsHold } from './naive-conditions.ts'
import { expand, wildcardSource } from './naive-text.ts'

export interface NaiveStatement {
  readonly Effect: 'Allow' | 'Deny'
  readonly Principal?: '*' | Readonly<Record<string, string | string[]>>
  readonly NotPrincipal?: '*' | Readonly<Record<string, string | string[]>>
  readonly Action?: string | string[]
  readonly NotAction?: string | string[]
  readonly Resource?: string | string[]
  readonly NotResource?: string | string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>
}

export interface NaivePolicy {
  readonly Version?: string
  readonly Statement: readonly NaiveStatement[]
}

export interface NaivePolicies {
  readonly identity: readonly NaivePolicy[]
  readonly boundary?: NaivePolicy
  readonly session?: readonly NaivePolicy[]
  readonly resource?: NaivePolicy
  readonly serviceControl?: readonly (readonly NaivePolicy[])[]
  readonly resourceControl?: readonly (readonly NaivePolicy[])[]
}

export interface NaiveDecision {
  readonly effect: 'allow' | 'explicit-deny' | 'implicit-deny'
  readonly missing: readonly PolicyType[]
}

type Context = Readonly<Record<string, readonly string[]>>

interface Asking {
  readonly request: PolicyRequest
  readonly context: Context
  readonly hasBoundary: boolean
}

export function naiveEvaluate(request: PolicyRequest, policies: NaivePolicies): NaiveDecision {
  const { principal, action } = request
  const asking: Asking = {
    request,
    context: contextOf(request),
    hasBoundary: policies.boundary !== undefined,
  }
  const service = action.slice(0, action.indexOf(':')).toLowerCase()
  const isServiceLinked = principal.kind === 'role-session' && principal.isServiceLinked === true
  const scps = isServiceLinked || !('account' in principal) ? undefined : policies.serviceControl
  const rcps =
    isServiceLinked || !['s3', 'sqs'].includes(service) ? undefined : policies.resourceControl
  const all = [
    ...(rcps ?? []).flat(),
    ...(scps ?? []).flat(),
    ...(policies.resource ? [policies.resource] : []),
    ...policies.identity,
    ...(policies.boundary ? [policies.boundary] : []),
    ...(policies.session ?? []),
  ]
  // Step 1: an explicit deny anywhere is final.
  if (all.some((policy) => denies(policy, asking))) return { effect: 'explicit-deny', missing: [] }

  const missing: PolicyType[] = []
  const united = (list: readonly NaivePolicy[]) =>
    list.some((policy) => grantsOf(policy, asking).length > 0)
  // Steps 2 and 3: every level of the organisation must allow.
  if (rcps && !rcps.every(united)) missing.push('resource-control')
  if (scps && !scps.every(united)) missing.push('service-control')

  // Step 4: the resource's policy.
  const isSameAccount = 'account' in principal && principal.account === request.resourceAccount
  const grants = policies.resource ? grantsOf(policies.resource, asking) : []
  const decides = !isSameAccount || request.resourcePolicyDecides === true
  const needsResource = decides && grants.length === 0

  // Steps 5 to 7: the principal's own policies, as far as the resource's policy doesn't spare them.
  const hasOwn = ['user', 'role-session', 'federated-user'].includes(principal.kind)
  const isSpared = isSameAccount && grants.includes('this very principal')
  if (hasOwn && !isSpared) {
    const isIdentitySpared = isSameAccount && grants.includes('behind the session')
    if (!isIdentitySpared && !united(policies.identity)) missing.push('identity')
    if (policies.boundary && !united([policies.boundary])) missing.push('boundary')
    if (policies.session) {
      if (!united(policies.session)) missing.push('session')
    } else if (principal.kind === 'federated-user') missing.push('session')
  }
  if (needsResource) missing.push('resource')
  return { effect: missing.length > 0 ? 'implicit-deny' : 'allow', missing }
}

type NaiveGrant = 'this very principal' | 'behind the session' | 'the account' | 'its owner'

function denies(policy: NaivePolicy, asking: Asking): boolean {
  return policy.Statement.some(
    (statement) =>
      statement.Effect === 'Deny' &&
      isAbout(statement, policy, asking) &&
      isPrincipalDenied(statement, asking),
  )
}

function grantsOf(policy: NaivePolicy, asking: Asking): NaiveGrant[] {
  return policy.Statement.flatMap((statement) => {
    if (statement.Effect !== 'Allow' || !isAbout(statement, policy, asking)) return []
    if (statement.Principal === undefined) return ['its owner' as const]
    const grant = named(statement.Principal, asking.request)
    return grant ? [grant] : []
  })
}

function isAbout(statement: NaiveStatement, policy: NaivePolicy, asking: Asking): boolean {
  const { request, context } = asking
  const variables = policy.Version === '2012-10-17'
  const action = (pattern: string) =>
    new RegExp(`^${wildcardSource(pattern, '.')}$`, 'isu').test(request.action)
  const isAction = statement.Action
    ? list(statement.Action).some(action)
    : !list(statement.NotAction).some(action)
  return (
    isAction &&
    isResource(statement, request.resource, variables ? context : undefined) &&
    naiveConditionsHold(statement.Condition ?? {}, context, variables)
  )
}

function isResource(
  { Resource, NotResource }: NaiveStatement,
  resource: string,
  variables: Context | undefined,
): boolean {
  if (!Resource && !NotResource) return true
  const patterns = list(Resource ?? NotResource)
  if (patterns.includes('*')) return Resource !== undefined
  const sources = patterns.map((pattern) => (variables ? expand(pattern, variables) : { pattern }))
  if (NotResource && sources.some((source) => source === undefined)) return false
  const isOne = sources.some(
    (source) => source && new RegExp(`^${arnSource(source.pattern)}$`, 'su').test(resource),
  )
  return isOne === (Resource !== undefined)
}

/** Fields left out are `*`; a star at a field's end may run over colons, others mayn't. */
function arnSource(pattern: string): string {
  const parts = pattern.split(':')
  const fields = [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(':')] : [])]
  while (fields.length < 6) fields.push('*')
  return fields
    .map((field, at) => {
      if (at === 5) return wildcardSource(field, '.')
      return field.endsWith('*')
        ? `${wildcardSource(field.slice(0, -1), '[^:]')}.*`
        : wildcardSource(field, '[^:]')
    })
    .join(':')
}

function named(
  listed: NonNullable<NaiveStatement['Principal']>,
  { principal }: PolicyRequest,
): NaiveGrant | undefined {
  if (listed === '*') return 'this very principal'
  const aws = list(listed.AWS)
  if (aws.includes('*') && principal.kind !== 'web-identity') return 'this very principal'
  if (principal.kind === 'service') {
    return list(listed.Service).includes(principal.service) ? 'this very principal' : undefined
  }
  if (principal.kind === 'web-identity') {
    return list(listed.Federated).includes(principal.provider) ? 'this very principal' : undefined
  }
  if (principal.kind === 'anonymous') return undefined
  if (principal.kind !== 'root') {
    if (aws.includes(principal.arn)) return 'this very principal'
    if (principal.kind === 'user' && aws.includes(principal.userId)) return 'this very principal'
  }
  if (principal.kind === 'role-session') {
    const roleId = principal.userId.slice(0, principal.userId.indexOf(':'))
    if (aws.includes(principal.roleArn) || aws.includes(roleId)) return 'behind the session'
  }
  if (principal.kind === 'federated-user') {
    if (aws.includes(principal.by.arn) || aws.includes(principal.by.userId))
      return 'behind the session'
  }
  const isAccount = aws.some(
    (value) => value === principal.account || value === `arn:aws:iam::${principal.account}:root`,
  )
  return isAccount ? 'the account' : undefined
}

function isPrincipalDenied(statement: NaiveStatement, asking: Asking): boolean {
  const { Principal, NotPrincipal } = statement
  if (Principal !== undefined) return named(Principal, asking.request) !== undefined
  if (NotPrincipal === undefined) return true
  if (asking.hasBoundary) return true
  if (NotPrincipal === '*') return false
  const { principal } = asking.request
  if (list(NotPrincipal.AWS).includes('*') && principal.kind !== 'web-identity') return false
  if (principal.kind === 'anonymous') return true
  if (principal.kind === 'service') return !list(NotPrincipal.Service).includes(principal.service)
  if (principal.kind === 'web-identity') {
    return !list(NotPrincipal.Federated).includes(principal.provider)
  }
  const aws = list(NotPrincipal.AWS)
  const hasAccount =
    aws.includes(principal.account) || aws.includes(`arn:aws:iam::${principal.account}:root`)
  const hasSelf =
    principal.kind === 'root' ||
    aws.includes(principal.arn) ||
    (principal.kind === 'user' && aws.includes(principal.userId))
  const hasBehind =
    principal.kind === 'role-session'
      ? aws.includes(principal.roleArn) || aws.includes(principal.userId.split(':')[0] ?? '')
      : principal.kind !== 'federated-user' ||
        aws.includes(principal.by.arn) ||
        aws.includes(principal.by.userId)
  return !(hasAccount && hasSelf && hasBehind)
}

function contextOf({ principal, context }: PolicyRequest): Context {
  const own: Record<string, string | readonly string[]> = {}
  if ('arn' in principal) {
    own['aws:principalarn'] = principal.kind === 'role-session' ? principal.roleArn : principal.arn
    own['aws:principalaccount'] = principal.account
  }
  if (principal.kind === 'user') own['aws:username'] = principal.arn.split('/').at(-1) ?? ''
  const lower = Object.entries(context).map(([key, value]) => [key.toLowerCase(), value] as const)
  return Object.fromEntries(
    [...Object.entries(own), ...lower].map(([key, value]) => [key, list(value)]),
  )
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}
