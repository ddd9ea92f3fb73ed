/** A refusal by policies as data that can be kept: what `kasane explain` turns into cause and cure. */
import type { Cause } from '../kernel/errors.ts'
import type { Match, NearMiss, PolicyType, TracedDecision } from './decision.ts'
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
  boundary,
}: Pick<Refusal, 'request'> & {
  readonly decision: TracedDecision
  /** The caller's, when it has one. */
  readonly boundary?: { readonly arn?: string; readonly policy: { readonly text: string } }
}): AccessCause {
  const { principal, action, resource, resourceAccount } = request
  const { arn, policy } = boundary ?? {}
  const lacks = decision.missing.includes('boundary')
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
    ...(lacks && policy && { boundary: { text: policy.text, ...(arn !== undefined && { arn }) } }),
  }
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
