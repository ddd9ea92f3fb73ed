/** Which managed policies a user, a group or a role has. */
import { notAttachable, notAttached, serviceRolePolicy } from './errors.ts'
import {
  managedPoliciesPerGroup,
  managedPoliciesPerRole,
  managedPoliciesPerUser,
} from './limits.ts'
import {
  checkPolicyArn,
  findManagedPolicy,
  type ManagedPolicy,
  type ManagedPolicyReading,
} from './managed-policies.ts'
import type { Owner } from './owners.ts'
import { pageOfAll, type Paged } from './paging.ts'
import { checkRoomFor } from './quotas.ts'
import type { IamReading, IamState } from './state.ts'

interface Asked {
  readonly PolicyArn: string
}

const quotas = {
  User: { name: 'PoliciesPerUser', quota: managedPoliciesPerUser },
  Group: { name: 'PoliciesPerGroup', quota: managedPoliciesPerGroup },
  Role: { name: 'PoliciesPerRole', quota: managedPoliciesPerRole },
}

/**
 * Attaching what is attached already changes nothing.
 * @throws AwsError InvalidInput, NoSuchEntity, PolicyNotAttachable, LimitExceeded
 */
export function attachPolicy(
  call: ManagedPolicyReading & Pick<IamReading, 'limits'>,
  { kind, id: ownerId }: Owner,
  { PolicyArn: policyArn }: Asked,
): Record<never, never> {
  const { attachments } = call.state
  checkPolicyArn(policyArn)
  const policy = findManagedPolicy(call, policyArn)
  if (!policy) throw notAttachable(policyArn)
  if (!policy.isAttachable) throw serviceRolePolicy(policyArn)
  if (attachments.get(ownerId, policyArn)) return {}
  const { name, quota } = quotas[kind]
  checkRoomFor(call, name, quota, attachments.count({ prefix: [ownerId] }))
  attachments.put({ ownerId, policyArn })
  return {}
}

/** @throws AwsError NoSuchEntity */
export function detachPolicy(
  state: IamState,
  owner: Owner,
  { PolicyArn: policyArn }: Asked,
): Record<never, never> {
  checkPolicyArn(policyArn)
  if (!state.attachments.delete(owner.id, policyArn)) throw notAttached(policyArn, owner.name)
  return {}
}

export function pageOfAttached(
  reading: ManagedPolicyReading,
  { id }: Owner,
  paged: Paged & { readonly PathPrefix?: string },
) {
  const { PathPrefix: prefix = '/' } = paged
  const policies = attachedPolicies(reading, id).filter(({ path }) => path.startsWith(prefix))
  const { items, ...more } = pageOfAll(policies, paged, ({ name, arn }) => `${name} ${arn}`)
  return { AttachedPolicies: items.map(writeAttached), ...more }
}

export function attachedPolicies(reading: ManagedPolicyReading, ownerId: string): ManagedPolicy[] {
  return [...reading.state.attachments.range({ prefix: [ownerId] })]
    .map(({ policyArn }) => findManagedPolicy(reading, policyArn))
    .filter((policy) => policy !== undefined)
}

export function writeAttached({ name, arn }: ManagedPolicy) {
  return { PolicyName: name, PolicyArn: arn }
}
