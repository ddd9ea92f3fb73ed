/** Holds IAM's quotas. */
import type { Quota } from '../../kernel/limits.ts'
import { quotaReached } from './errors.ts'
import type { IamReading } from './state.ts'

/**
 * @param name as IAM's refusals call the quota: `UsersPerAccount`
 * @param used how much of it is used before the call
 * @throws AwsError LimitExceeded
 */
export function checkRoomFor(
  { limits }: Pick<IamReading, 'limits'>,
  name: string,
  quota: Quota,
  used: number,
): void {
  const max = limits.valueOf(quota)
  if (used >= max) throw quotaReached(name, { quota, max, used })
}
