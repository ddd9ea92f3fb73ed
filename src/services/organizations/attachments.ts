/** Which policies are attached to what. */
import { duplicateAttachment, lastAttached, nonDetachablePolicy, notAttached } from './errors.ts'
import { tooManyAttached } from './limit-errors.ts'
import { findPolicy, typeFacts } from './policies.ts'
import type {
  ControlType,
  Organization,
  OrganizationsReading,
  OrganizationsState,
  Policy,
} from './state.ts'
import { listTargetIds } from './tree.ts'

/** Of a type, attached to a target itself. */
export function policiesAttachedTo(
  state: OrganizationsState,
  targetId: string,
  type: ControlType,
): Policy[] {
  const attachments = [...state.attachments.range({ prefix: [targetId] })]
  return attachments
    .flatMap(({ policyId }) => findPolicy(state, policyId) ?? [])
    .filter((policy) => policy.type === type)
}

export function targetsOf(state: OrganizationsState, policyId: string): string[] {
  const attachments = state.attachments.index('policy').range({ prefix: [policyId] })
  return [...attachments].map(({ targetId }) => targetId)
}

/** @throws AwsError DuplicatePolicyAttachmentException, ConstraintViolationException */
export function attach({ state, limits }: OrganizationsReading, policy: Policy, targetId: string) {
  const attached = policiesAttachedTo(state, targetId, policy.type)
  if (attached.some(({ id }) => id === policy.id)) throw duplicateAttachment(policy.id, targetId)
  const { perTargetMax: quota } = typeFacts[policy.type]
  const max = limits.valueOf(quota)
  if (attached.length >= max) {
    throw tooManyAttached({ quota, max, used: attached.map(({ id }) => id) })
  }
  state.attachments.put({ targetId, policyId: policy.id })
}

/** @throws AwsError PolicyNotAttachedException, InvalidInputException, ConstraintViolationException */
export function detach(state: OrganizationsState, policy: Policy, targetId: string): void {
  const attached = policiesAttachedTo(state, targetId, policy.type)
  if (!attached.some(({ id }) => id === policy.id)) throw notAttached(policy.id, targetId)
  if (policy === typeFacts.RESOURCE_CONTROL_POLICY.fullAccess) throw nonDetachablePolicy(policy.id)
  if (attached.length === 1) throw lastAttached(policy.id, targetId)
  state.attachments.delete(targetId, policy.id)
}

/** AWS: whatever comes into the tree has full access of each enabled type. */
export function attachFullAccess(
  state: OrganizationsState,
  types: readonly ControlType[],
  targetId: string,
): void {
  for (const type of types) {
    state.attachments.put({ targetId, policyId: typeFacts[type].fullAccess.id })
  }
}

export function attachFullAccessToAll(
  state: OrganizationsState,
  organization: Organization,
  type: ControlType,
): void {
  for (const id of listTargetIds(state, organization)) attachFullAccess(state, [type], id)
}

/** AWS: what was attached is forgotten with the type, or with the target. */
export function detachAll(state: OrganizationsState, targetId: string, type?: ControlType): void {
  for (const { policyId } of [...state.attachments.range({ prefix: [targetId] })]) {
    const policy = findPolicy(state, policyId)
    if (type === undefined || policy?.type === type) state.attachments.delete(targetId, policyId)
  }
}
