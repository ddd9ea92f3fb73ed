/** The question that every call puts before it runs: may this caller do this to that? */
import type { RequestFacts } from './call.ts'
import type { Caller } from './caller.ts'
import type { AwsError } from './errors.ts'

/** One thing that must be allowed; an operation may ask for several. */
export interface ResourceCheck {
  /** `sqs:SendMessage`; absent: the service's prefix and the operation's name. */
  readonly action?: string
  /** The ARN, or `*` for what names no resource. */
  readonly resource: string
  /** Condition keys of this check, with their values. */
  readonly context?: CheckContext
  /** Who is judged, where that is another than who calls: the holder of a provider's token. */
  readonly caller?: Caller
  /** A policy that lets in as the resource's own would: what AWS allows where nothing denies it. */
  readonly allowedBy?: string
  /** Another answer than the refusal, where AWS doesn't let strangers know what there is. */
  readonly refusedAs?: (refusal: AwsError) => AwsError
  /**
   * Account whose cell the call runs in, though the caller's own policies alone decide: what an
   * organisation's management account keeps for its members.
   */
  readonly heldBy?: string
  /**
   * Of a member that AWS judges by itself: refused, it doesn't stop the call, whose `refusals` tell
   * of it.
   */
  readonly isOfMember?: true
}

/** Worked out where a policy looks at it, when it is a function. */
export type CheckContext = ContextOfCheck | (() => ContextOfCheck)
type ContextOfCheck = Readonly<Record<string, string | readonly string[]>>

export interface AuthorisationRequest {
  readonly caller: Caller
  /** The service that was called, as in `models/`. */
  readonly service: string
  /** With its prefix: `sqs:SendMessage`. */
  readonly action: string
  readonly resource: string
  readonly region: string
  /** That of the endpoint: `aws:RequestedRegion`. */
  readonly requestedRegion: string
  /** Account that owns the resource. */
  readonly owner: string
  /** The operation's input, for `aws:RequestTag` and `aws:TagKeys`. */
  readonly input: object
  readonly request: RequestFacts
  /** The emulated instant: `aws:CurrentTime`. */
  readonly nowMs: number
  readonly context: CheckContext
  /** The resource's own policy, as stored; `undefined` when it has none. */
  readonly resourcePolicy: (() => string | undefined) | undefined
  readonly resourcePolicyKind: ResourcePolicyKind
  /** The resource's tags, for `aws:ResourceTag`. */
  readonly resourceTags: (() => Readonly<Record<string, string>>) | undefined
}

/**
 * What a resource's policy is to its service: `grant`, one more place where an allow may stand (a
 * queue's); `trust`, a role's, and `key`, of KMS: without an allow of it nobody may.
 */
export type ResourcePolicyKind = 'grant' | 'trust' | 'key'

export interface Authoriser {
  /** The refusal, in the words of the service's family, or `undefined` when all is allowed. */
  refuse(request: AuthorisationRequest): AwsError | undefined
}

/** The action as policies write it: `sqs:SendMessage`, of a service's prefix and what it asks for. */
export function fullAction(prefix: string, action: string): string {
  return action.includes(':') ? action : `${prefix}:${action}`
}
