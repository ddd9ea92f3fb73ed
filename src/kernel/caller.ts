/** Who makes a call, as IAM and the services see them. */
export interface Caller {
  readonly kind:
    | 'root'
    | 'user'
    | 'role'
    | 'federated'
    | 'service'
    /** Who shows a token of an identity provider, in an unsigned call. */
    | 'web-identity'
    | 'anonymous'
  /** Twelve digits; for anonymous callers the account they speak to. */
  readonly account: string
  /** `arn:aws:iam::…:root`, `…:user/name`, `arn:aws:sts::…:assumed-role/role/session`, or empty. */
  readonly arn: string
  /** The unique id: the account (root), `AIDA…`, `AROA…:session`. */
  readonly userId: string
  readonly accessKeyId?: string
  /** For `service`: the principal, such as `events.amazonaws.com`. */
  readonly service?: string
  /** For `web-identity`: the provider's ARN. */
  readonly provider?: string
  /** There for temporary credentials only. */
  readonly session?: CallerSession
  /** What the identity adds to the request's context keys (MFA, session tags, source identity). */
  readonly context?: Readonly<Record<string, string | readonly string[]>>
}

/** What temporary credentials stand for, and what they were made with. */
export interface CallerSession {
  /** The role with its path; of a federated user, the user who asked; of a user, the user itself. */
  readonly behindArn: string
  /** `AROA…`, `AIDA…`; the account for its root user. */
  readonly behindId: string
  /** The role is one that AWS has made for a service, whatever its path. */
  readonly isServiceLinked?: boolean
  readonly issuedAtMs: number
  readonly expiresAtMs: number
  /** An inline session policy, as written. Neither this nor `policyArns`: none were passed. */
  readonly policy?: string
  readonly policyArns?: readonly string[]
  readonly sourceIdentity?: string
  /** ARN of the identity provider whose token the session was made with. */
  readonly provider?: string
  /** Session tags, those that came by chaining included. */
  readonly tags?: readonly { readonly key: string; readonly value: string }[]
  /** Keys of the tags that go on to sessions made with these credentials. */
  readonly transitiveTagKeys?: readonly string[]
}

export function rootOf(account: string, partition = 'aws', accessKeyId?: string): Caller {
  return {
    kind: 'root',
    account,
    arn: `arn:${partition}:iam::${account}:root`,
    userId: account,
    ...(accessKeyId !== undefined && { accessKeyId }),
  }
}

export function servicePrincipal(service: string, account: string): Caller {
  return { kind: 'service', account, arn: '', userId: service, service }
}

export function anonymous(account: string): Caller {
  return { kind: 'anonymous', account, arn: '', userId: 'anonymous' }
}
