import {
  AttachPolicy,
  DetachPolicy,
  ListPoliciesForTarget,
  ListTargetsForPolicy,
} from '../../../generated/organizations.ts'
import { targetArn } from '../arns.ts'
import { attach, detach, policiesAttachedTo, targetsOf } from '../attachments.ts'
import { organizationsOperation } from '../operation.ts'
import { checkEnabled, requireManaged } from '../organization.ts'
import { pageOf } from '../paging.ts'
import { isControlType, requirePolicy, writeSummary } from '../policies.ts'
import { ofAttachment, ofThings, ofType } from '../resources.ts'
import { findTarget, requireTarget } from '../tree.ts'

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_AttachPolicy.html */
export const attachPolicy = organizationsOperation(AttachPolicy, {
  resource: (input, place, own) => ofAttachment(place, own, input),

  run(call) {
    const organization = requireManaged(call)
    const policy = requirePolicy(call.state, call.input.PolicyId)
    const target = requireTarget(call.state, organization, call.input.TargetId)
    checkEnabled(organization, policy.type)
    attach(call, policy, target.id)
    return {}
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DetachPolicy.html */
export const detachPolicy = organizationsOperation(DetachPolicy, {
  resource: (input, place, own) => ofAttachment(place, own, input),

  run(call) {
    const organization = requireManaged(call)
    const policy = requirePolicy(call.state, call.input.PolicyId)
    const target = requireTarget(call.state, organization, call.input.TargetId)
    detach(call.state, policy, target.id)
    return {}
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListPoliciesForTarget.html */
export const listPoliciesForTarget = organizationsOperation(ListPoliciesForTarget, {
  resource: ({ TargetId, Filter }, place, own) => ofType(Filter, ofThings(place, own, TargetId)),

  run(call) {
    const { input, state, place } = call
    const organization = requireManaged(call)
    const { id } = requireTarget(state, organization, input.TargetId)
    const { Filter: type } = input
    const attached = isControlType(type) ? policiesAttachedTo(state, id, type) : []
    const { items, ...more } = pageOf(attached, input, (policy) => policy.id)
    return { Policies: items.map((one) => writeSummary(place, organization, one)), ...more }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListTargetsForPolicy.html */
export const listTargetsForPolicy = organizationsOperation(ListTargetsForPolicy, {
  resource: ({ PolicyId }, place, own) => ofThings(place, own, PolicyId),

  run(call) {
    const { input, state, place } = call
    const organization = requireManaged(call)
    const { id: policyId } = requirePolicy(state, input.PolicyId)
    const { items, ...more } = pageOf(targetsOf(state, policyId), input, (id) => id)
    const targets = items.flatMap((id) => findTarget(state, organization, id) ?? [])
    const written = targets.map(({ id, type, name }) => ({
      TargetId: id,
      Arn: targetArn(place, organization, id),
      Name: name,
      Type: type,
    }))
    return { Targets: written, ...more }
  },
})
