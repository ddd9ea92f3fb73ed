/** Which policies are attached to what. */
import {
  constraintViolation,
  duplicateAttachment,
  nonDetachablePolicy,
  notAttached,
  quotaCause,
} from './errors.ts'
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
    // The words are unconfirmed.
    const message = 'You have attached the maximum number of policies to the specified target.'
    const why = quotaCause({ quota, max, used: attached.map(({ id }) => id) })
    throw constraintViolation('MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED', message, why)
  }
  state.attachments.put({ targetId, policyId: policy.id })
}

/** @throws AwsError PolicyNotAttachedException, InvalidInputException, ConstraintViolationException */
export function detach(state: OrganizationsState, policy: Policy, targetId: string): void {
  const attached = policiesAttachedTo(state, targetId, policy.type)
  if (!attached.some(({ id }) => id === policy.id)) throw notAttached(policy.id, targetId)
  if (policy === typeFacts.RESOURCE_CONTROL_POLICY.fullAccess) throw nonDetachablePolicy(policy.id)
  if (attached.length === 1) {
    // The words are unconfirmed.
    const message =
      'You cannot remove the last policy attached to the specified target. ' +
      'You must have at least one attached at all times.'
    const why = { kind: 'state', policy: policy.id, target: targetId } as const
    throw constraintViolation('MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED', message, why)
  }
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
