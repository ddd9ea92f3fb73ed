/** A refusal by policies as data that can be kept: what `kasane explain` turns into cause and cure. */
import type { Cause } from '../kernel/errors.ts'
import { Context } from './context.ts'
import type {
  AttachedPolicy,
  Match,
  NearMiss,
  Policies,
  PolicyRequest,
  PolicyType,
  TracedDecision,
} from './decision.ts'
import type { Refusal } from './denial-text.ts'
import { type Cure, curesOf } from './least-policy.ts'
import { type Principal, printedPrincipal } from './principal.ts'

export interface AccessCause extends Cause {
  readonly kind: 'access'
  /** The principal as messages print it. */
  readonly caller: string
  readonly principal: Principal
  /** `sqs:SendMessage` */
  readonly action: string
  readonly resource: string
  readonly resourceAccount: string
  readonly effect: 'explicit-deny' | 'implicit-deny'
  readonly deniedBy: readonly StatementFacts[]
  /** Every kind of policy in which an allow is missing. */
  readonly missing: readonly PolicyType[]
  /** Statements about this action and resource whose conditions weren't met. */
  readonly nearMisses: readonly NearMissFacts[]
  /** The least statements that would allow just this, by the kind of policy that lacks them. */
  readonly cures: readonly Cure[]
  /** The boundary that lacks an allow, as it is. */
  readonly boundary?: { readonly arn?: string; readonly text: string }
  /** The policies of the session that lack an allow. */
  readonly session?: SessionFacts
  /** One of each level of the organisation at which an allow is missing. */
  readonly serviceControl?: readonly { readonly arn: string; readonly text: string }[]
}

/** What a session that reaches too short was made with. */
export interface SessionFacts {
  /** Of its inline policy. */
  readonly text?: string
  /** Of its managed policies. */
  readonly arns: readonly string[]
  /** The identity provider whose token was shown for it; an ARN. */
  readonly provider?: string
}

/** Where a statement stands. */
export interface StatementFacts {
  readonly type: PolicyType
  readonly policy: string
  readonly arn?: string
  readonly source?: string
  /** The user, group or role whose inline policy it is, by name. */
  readonly owner?: string
  readonly sid?: string
  /** From 0. */
  readonly index: number
  /** The statement as it is written. */
  readonly text: string
  /** The policy without it; absent when nothing would be left. */
  readonly rest?: string
}

export interface NearMissFacts extends StatementFacts {
  readonly effect: 'Allow' | 'Deny'
  readonly unmet: NearMiss['unmet']
}

export function accessCause({
  request,
  decision,
  policies,
}: Pick<Refusal, 'request'> & {
  readonly decision: TracedDecision
  readonly policies: Policies
}): AccessCause {
  const { principal, action, resource, resourceAccount } = request
  return {
    kind: 'access',
    caller: printedPrincipal(principal),
    principal,
    action,
    resource,
    resourceAccount,
    effect: decision.effect === 'explicit-deny' ? 'explicit-deny' : 'implicit-deny',
    deniedBy: decision.deniedBy.map(factsOf),
    missing: decision.missing,
    nearMisses: decision.nearMisses.map((near) => ({
      ...factsOf(near),
      effect: near.statement.effect,
      unmet: near.unmet.map(({ operator, key }) => ({ operator, key })),
    })),
    cures: curesOf(request, decision),
    ...lackingPolicies(request, policies, decision),
  }
}

type Lacking = Pick<AccessCause, 'boundary' | 'session' | 'serviceControl'>

/** Policies that are there and don't allow it, for whoever widens them. */
function lackingPolicies(
  request: PolicyRequest,
  { boundary, session, serviceControl = [] }: Policies,
  { missing, matches }: TracedDecision,
): Lacking {
  const lacks = (type: PolicyType) => missing.includes(type)
  return {
    ...(boundary && lacks('boundary') && { boundary: written(boundary) }),
    ...(session && lacks('session') && { session: sessionFacts(session, request) }),
    ...(lacks('service-control') && {
      serviceControl: serviceControl.flatMap((level) => narrowOf(level, matches)),
    }),
  }
}

function written({ arn, policy: { text } }: AttachedPolicy) {
  return { text, ...(arn !== undefined && { arn }) }
}

function sessionFacts(
  session: readonly AttachedPolicy[],
  { principal, context }: PolicyRequest,
): SessionFacts {
  const inline = session.find(({ arn }) => arn === undefined)
  const arns = session.flatMap(({ arn }) => arn ?? [])
  const provider = new Context(principal, context).valueOf('aws:federatedprovider')
  return {
    arns,
    ...(inline && { text: inline.policy.text }),
    ...(provider !== undefined && { provider }),
  }
}

/** A policy of a level that lets nothing through; at every level one is attached. */
function narrowOf(level: readonly AttachedPolicy[], matches: readonly Match[]) {
  const allows = matches.filter(({ statement }) => statement.effect === 'Allow')
  const isOpen = level.some((one) => allows.some(({ attached }) => attached === one))
  const [first] = isOpen ? [] : level.filter(({ arn }) => arn !== undefined)
  return first?.arn === undefined ? [] : [{ arn: first.arn, text: first.policy.text }]
}

function factsOf({ type, attached, statement }: Match): StatementFacts {
  const { policy, name, arn, source, owner } = attached
  const { sid, index, start, end } = statement
  const rest = withoutStatement(policy.text, index)
  return {
    type,
    policy: name,
    index,
    text: policy.text.slice(start, end),
    ...(arn !== undefined && { arn }),
    ...(source !== undefined && { source }),
    ...(owner !== undefined && { owner }),
    ...(sid !== undefined && { sid }),
    ...(rest !== undefined && { rest }),
  }
}

function withoutStatement(text: string, index: number): string | undefined {
  const document = JSON.parse(text) as { readonly Statement: unknown }
  const { Statement } = document
  if (!Array.isArray(Statement) || Statement.length < 2) return undefined
  const rest = (Statement as unknown[]).filter((_, at) => at !== index)
  return JSON.stringify({ ...document, Statement: rest })
}
