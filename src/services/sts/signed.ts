import type { Caller } from '../../kernel/caller.ts'
import { missingCredentials } from './errors.ts'

/**
 * A trust policy may name everybody, but never who doesn't sign.
 * @throws AwsError MissingAuthenticationToken
 */
export function requireSigned(caller: Caller): void {
  if (caller.kind === 'anonymous') throw missingCredentials()
}
