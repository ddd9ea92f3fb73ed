/**
 * Calls about several tables run in one account's cell. A name without account means the caller's
 * table, so where another account's was asked about, too, it would find the wrong one.
 */
import type { ResourceCheck } from '../../kernel/authorisation.ts'
import { NotEmulated } from '../../kernel/errors.ts'

/** The checks of one call. @throws NotEmulated when their tables belong to several accounts */
export function ofOneAccount(checks: readonly ResourceCheck[]): readonly ResourceCheck[] {
  const owners = checks.flatMap(({ resource }) => resource.split(':')[4] ?? [])
  if (owners.every((owner) => owner === owners[0])) return checks
  throw new NotEmulated('one DynamoDB call on tables of several accounts')
}
