/** Who makes a call, as IAM and the services see them. */
export interface Caller {
  readonly kind: 'root' | 'user' | 'role' | 'federated' | 'service' | 'anonymous'
  /** Twelve digits; for anonymous callers the account they speak to. */
  readonly account: string
  /** `arn:aws:iam::…:root`, `…:user/name`, `arn:aws:sts::…:assumed-role/role/session`, or empty. */
  readonly arn: string
  /** The unique id: the account (root), `AIDA…`, `AROA…:session`. */
  readonly userId: string
  readonly accessKeyId?: string
  /** For `service`: the principal, such as `events.amazonaws.com`. */
  readonly service?: string
  /** What the identity adds to the request's context keys (MFA, session tags, source identity). */
  readonly context?: Readonly<Record<string, string | readonly string[]>>
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
