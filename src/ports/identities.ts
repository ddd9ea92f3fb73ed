/** Who is behind an access key: asked of IAM, of the configured keys, of the keys made for a test. */
import type { Caller } from '../kernel/caller.ts'

export type KeyFinding =
  | KnownKey
  /** An id of Kasane's own form that is no key of this cloud: deleted, or of another run. */
  | { readonly kind: 'revoked' }
  /** Any other id, such as `test`: nothing is known of it. */
  | { readonly kind: 'foreign' }

export interface KnownKey {
  readonly kind: 'known'
  readonly secret: string
  readonly caller: Caller
  /** Temporary credentials: the token that must come with the key. */
  readonly sessionToken?: string
  readonly status: 'active' | 'inactive' | 'expired'
  /** Services that don't know these credentials, as AWS's IAM knows none of GetSessionToken's. */
  readonly unknownTo?: readonly string[]
}

export interface Identities {
  /**
   * `sessionToken` as it came with the request: what a session is stands in its token. `partition`,
   * the request's: credentials are good in their own alone.
   */
  find(accessKeyId: string, sessionToken?: string, partition?: string): KeyFinding
}
