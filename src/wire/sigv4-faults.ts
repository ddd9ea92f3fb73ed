/** What can be wrong with a signature, before anyone puts it into words. */

import type { CallerSession } from '../kernel/caller.ts'

/** Services word their refusals in five families. */
export type AuthFamily = 's3' | 'ec2' | 'query' | 'json' | 'restJson'

export type SignatureFault =
  | { readonly kind: 'missing' }
  | { readonly kind: 'two-ways'; readonly header: string }
  | { readonly kind: 'scheme'; readonly header: string }
  | { readonly kind: 'signature-v2' }
  | { readonly kind: 'signature-v4a' }
  | { readonly kind: 'algorithm'; readonly algorithm: string; readonly presigned: boolean }
  | { readonly kind: 'pair'; readonly pair: string; readonly header: string }
  | { readonly kind: 'repeated'; readonly name: string; readonly header: string }
  | { readonly kind: 'components'; readonly missing: readonly string[]; readonly header: string }
  | { readonly kind: 'parameters'; readonly missing: readonly string[] }
  | { readonly kind: 'date-format'; readonly date: string; readonly presigned: boolean }
  | { readonly kind: 'credential'; readonly credential: string; readonly presigned: boolean }
  | {
      readonly kind: 'scope'
      readonly problems: readonly ScopeProblem[]
      readonly presigned: boolean
    }
  | { readonly kind: 'expires'; readonly problem: 'number' | 'negative' | 'week' }
  | { readonly kind: 'unsigned-headers'; readonly headers: readonly string[] }
  | { readonly kind: 'content-hash-missing' }
  | ({ readonly kind: 'skew' | 'not-yet' | 'expired' } & Freshness)
  | ({ readonly kind: 'unknown-key'; readonly accessKeyId: string } & Partial<KeyFacts>)
  | { readonly kind: 'token-invalid'; readonly sessionToken: string }
  | ({ readonly kind: 'token-expired'; readonly sessionToken: string } & Partial<Ended>)
  | ({ readonly kind: 'mismatch' } & Mismatch)

/** Why a key counts as unknown: for explanations, never in an answer. */
export interface KeyFacts {
  /**
   * `revoked`: made here, and deleted, or by an earlier run; `foreign`: not made here, where only
   * keys count that were; `tokenless`: of a session, made here or by an earlier run, without its
   * token; `barred`: of a session that the service takes no calls of.
   */
  readonly state: 'inactive' | 'revoked' | 'foreign' | 'tokenless' | 'barred'
  /** The user whose key it is, or the session; an ARN. */
  readonly owner: string
}

/** A session that is over: for explanations, never in an answer. */
export interface Ended {
  /** Whose it was; its ARN. */
  readonly session: string
  /** The role, or the user who asked for it; an ARN. */
  readonly behind: string
  readonly expiredAtMs: number
  readonly made: CallerSession
  /** A code of an MFA device was shown. */
  readonly hasMfa: boolean
}

export interface ScopeProblem {
  readonly part: 'region' | 'service' | 'terminator' | 'date'
  readonly given: string
  readonly wanted: string
  /** Of the request, `20150830T123600Z`. */
  readonly amzDate: string
}

export interface Freshness {
  readonly amzDate: string
  readonly signedAtMs: number
  readonly nowMs: number
  readonly toleranceSeconds: number
}

export interface Mismatch {
  readonly accessKeyId: string
  readonly signature: string
  readonly stringToSign: string
  /** Of the request that started a signed stream, where a chunk's signature is wrong. */
  readonly canonicalRequest: string
  /** What was changed after the client had signed, where that could be found out. */
  readonly diagnosis?: Diagnosis
}

/** What a client has signed, against what came. */
export interface Diagnosis {
  readonly part:
    | 'host'
    | 'path'
    | 'query'
    | 'header'
    | 'method'
    | 'body'
    /** The body is the same, and was signed by another hash than its own. */
    | 'payload-hash'
    | 'secret'
  /** Of the header. */
  readonly name?: string
  readonly signed: string
  readonly received: string
}
