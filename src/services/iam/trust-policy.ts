/** Who may assume a role. */
import { boundPolicy } from '../../policy/bound-policy.ts'
import { lengthOf, refusingFaults } from './documents.ts'
import { quotaReached } from './errors.ts'
import { trustPolicyLength } from './limits.ts'
import type { IamReading } from './state.ts'

/**
 * The policy as it is kept.
 * @throws AwsError MalformedPolicyDocument, LimitExceeded
 */
export function readTrustPolicy({ ports, limits }: IamReading, document: string): string {
  const directory = ports.identityDirectory
  const trustPolicy = refusingFaults(() => boundPolicy(document, 'trust', directory))
  const max = limits.valueOf(trustPolicyLength)
  const used = lengthOf(document)
  if (used > max) throw quotaReached('ACLSizePerRole', { quota: trustPolicyLength, max, used })
  return trustPolicy
}
