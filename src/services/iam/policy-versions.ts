/** The versions of a customer's managed policy; the default one alone counts. */
import { lengthOf } from './documents.ts'
import { noSuchPolicyVersion, quotaReached, tooManyVersions } from './errors.ts'
import { managedPolicyLength, versionsPerPolicy } from './limits.ts'
import type { IamChange, IamReading, IamState, Policy, PolicyVersion } from './state.ts'

/** @throws AwsError LimitExceeded */
export function checkPolicyLength({ limits }: Pick<IamReading, 'limits'>, document: string): void {
  const quota = managedPolicyLength
  const max = limits.valueOf(quota)
  const used = lengthOf(document)
  if (used > max) throw quotaReached('PolicySize', { quota, max, used })
}

/** @throws AwsError LimitExceeded */
export function addVersion(
  { state, limits, clock }: Pick<IamChange, 'state' | 'limits' | 'clock'>,
  policy: Policy,
  { document, isDefault }: { readonly document: string; readonly isDefault: boolean },
): PolicyVersion {
  const max = limits.valueOf(versionsPerPolicy)
  const used = state.policyVersions.count({ prefix: [policy.id] })
  if (used >= max) throw tooManyVersions(policy.arn, { quota: versionsPerPolicy, max, used })
  const number = policy.lastVersion + 1
  const createdAtMs = clock.now()
  const version = { policyId: policy.id, number, document, createdAtMs }
  state.policyVersions.put(version)
  // AWS: UpdateDate is when the newest version was made, be it the default one or not.
  const defaultVersion = isDefault ? number : policy.defaultVersion
  state.policies.put({ ...policy, lastVersion: number, defaultVersion, updatedAtMs: createdAtMs })
  return version
}

/** @throws AwsError NoSuchEntity */
export function requireCustomerVersion(
  state: IamState,
  { id, arn }: Policy,
  versionId: string,
): PolicyVersion {
  const number = /^v([1-9]\d{0,8})$/.exec(versionId)?.[1]
  const version = number === undefined ? undefined : state.policyVersions.get(id, Number(number))
  if (!version) throw noSuchPolicyVersion(arn, versionId)
  return version
}
