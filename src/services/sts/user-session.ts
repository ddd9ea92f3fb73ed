/** Sessions that users and root users ask for themselves. */
import type { Caller } from '../../kernel/caller.ts'
import { notWithSessionCredentials } from './errors.ts'
import { rootSessionSecondsMax, userSessionSecondsDefault } from './limits.ts'
import { requireSigned } from './signed.ts'

/** AWS: longer sessions of a root user are cut to an hour, and not refused. */
export function userSessionSeconds(asked: number | undefined, caller: Caller): number {
  const seconds = asked ?? userSessionSecondsDefault
  return caller.kind === 'root' ? Math.min(seconds, rootSessionSecondsMax) : seconds
}

/**
 * AWS: credentials of GetFederationToken and of GetSessionToken are for no operation of STS but
 * GetCallerIdentity; the latter for AssumeRole, too.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html
 * @throws AwsError AccessDenied
 */
export function refuseUserSessions(caller: Caller, operation: string): void {
  if (caller.session && caller.kind !== 'role') {
    throw notWithSessionCredentials(operation, caller.arn)
  }
}

/** @throws AwsError AccessDenied */
export function requireLongTerm(caller: Caller, operation: string): void {
  requireSigned(caller)
  if (caller.session || (caller.kind !== 'user' && caller.kind !== 'root')) {
    throw notWithSessionCredentials(operation, caller.arn)
  }
}
