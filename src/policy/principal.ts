/** Who asks, as policies see it. */
export type Principal =
  | RootUser
  | User
  | RoleSession
  | FederatedUser
  | ServicePrincipal
  | WebIdentity
  | Anonymous

export interface RootUser {
  readonly kind: 'root'
  readonly account: string
  /** `arn:aws:iam::111122223333:root` */
  readonly arn: string
}

/** An IAM user; a session of GetSessionToken stays the user. */
export interface User {
  readonly kind: 'user'
  readonly account: string
  /** With the user's path. */
  readonly arn: string
  /** `AIDA…` */
  readonly userId: string
}

export interface RoleSession {
  readonly kind: 'role-session'
  readonly account: string
  /** `arn:aws:sts::111122223333:assumed-role/name/session`, which has no path. */
  readonly arn: string
  /** `arn:aws:iam::111122223333:role/path/name` */
  readonly roleArn: string
  /** `AROA…:session` */
  readonly userId: string
  /** Service control and resource control policies don't bind service-linked roles. */
  readonly isServiceLinked?: boolean
}

/** A session of GetFederationToken. */
export interface FederatedUser {
  readonly kind: 'federated-user'
  readonly account: string
  /** `arn:aws:sts::111122223333:federated-user/name` */
  readonly arn: string
  /** `111122223333:name` */
  readonly userId: string
  /** The IAM user (or root user) who asked for the session. */
  readonly by: { readonly arn: string; readonly userId: string }
}

export interface ServicePrincipal {
  readonly kind: 'service'
  /** `events.amazonaws.com` */
  readonly service: string
}

/** Who shows a token of an identity provider; unsigned, as AssumeRoleWithWebIdentity is. */
export interface WebIdentity {
  readonly kind: 'web-identity'
  /** The provider's ARN, or `accounts.google.com` and kin; SAML providers too. */
  readonly provider: string
}

export interface Anonymous {
  readonly kind: 'anonymous'
}

/** `undefined` for principals that belong to no account. */
export function accountOf(principal: Principal): string | undefined {
  return 'account' in principal ? principal.account : undefined
}

/** The principal as messages print it. */
export function printedPrincipal(principal: Principal): string {
  if (principal.kind === 'service') return principal.service
  if (principal.kind === 'web-identity') return principal.provider
  return principal.kind === 'anonymous' ? 'anonymous' : principal.arn
}
