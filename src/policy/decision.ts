/** What a decision is asked, and what it answers. */
import type { CompiledPolicy } from './compiled-policy.ts'
import type { ContextSource } from './context.ts'
import type { Principal } from './principal.ts'
import type { Statement } from './statement.ts'

/** One action on one resource: a call may ask for several, which must all be allowed. */
export interface PolicyRequest {
  readonly principal: Principal
  /** `sqs:SendMessage` */
  readonly action: string
  /** An ARN, or `*` for actions that name no resource. */
  readonly resource: string
  /** Twelve digits: who owns the resource. */
  readonly resourceAccount: string
  /** Keys of the request and of the resource; those of the principal are known from it. */
  readonly context: ContextSource
  /**
   * AWS: for role trust policies and key policies an identity policy is no substitute: the resource's
   * policy must allow, the account's root user included.
   */
  readonly resourcePolicyDecides?: boolean
}

export type PolicyType =
  | 'resource-control'
  | 'service-control'
  | 'resource'
  | 'identity'
  | 'boundary'
  | 'session'

export interface AttachedPolicy {
  readonly policy: CompiledPolicy
  /** Inline policies are known by it alone. */
  readonly name: string
  /** Managed policies and those of an organisation have one. */
  readonly arn?: string
  /** As simulations call it: `user`, `group`, `role`, `aws-managed`, `user-managed`, `resource`. */
  readonly source?: string
  /** The user, group or role that has it inline, by name. */
  readonly owner?: string
}

/** All that can have a say. What isn't there doesn't apply. */
export interface Policies {
  /** The user's with those of its groups, or the role's; a federated user's are those of its user. */
  readonly identity: readonly AttachedPolicy[]
  readonly boundary?: AttachedPolicy
  /** Passed when the session was made; `undefined`: none were. */
  readonly session?: readonly AttachedPolicy[]
  readonly resource?: AttachedPolicy
  /**
   * Of the principal's account, by level: root, units, account. Left out for the management account
   * and for accounts in no organisation.
   */
  readonly serviceControl?: readonly (readonly AttachedPolicy[])[]
  /** Of the resource's account, likewise. */
  readonly resourceControl?: readonly (readonly AttachedPolicy[])[]
}

export type Effect = 'allow' | 'explicit-deny' | 'implicit-deny'

/** A statement that had its say. */
export interface Match {
  readonly type: PolicyType
  readonly attached: AttachedPolicy
  readonly statement: Statement
}

export interface Decision {
  readonly effect: Effect
  /** The first matching Allow of each type that was asked. */
  readonly allowedBy: readonly Match[]
  /** The deny that is reported; all of them, in the order of reporting, when traced. */
  readonly deniedBy: readonly Match[]
  /** Every place where an allow was missing, in the order of reporting. */
  readonly missing: readonly PolicyType[]
  readonly isCrossAccount: boolean
}

/** A statement that is about the action and the resource, but whose conditions aren't met. */
export interface NearMiss extends Match {
  readonly unmet: readonly { readonly operator: string; readonly key: string }[]
}

/** With everything that explanations and simulations tell. */
export interface TracedDecision extends Decision {
  readonly matches: readonly Match[]
  readonly nearMisses: readonly NearMiss[]
  /** Keys that statements about this action and resource look at, and the request hasn't. */
  readonly missingContextKeys: readonly string[]
  /** What each type of policy says by itself. */
  readonly verdicts: Readonly<Partial<Record<PolicyType, Effect>>>
}
