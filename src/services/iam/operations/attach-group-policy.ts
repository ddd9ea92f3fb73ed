import {
  AttachGroupPolicy,
  DetachGroupPolicy,
  ListAttachedGroupPolicies,
} from '../../../generated/iam.ts'
import { attachPolicy, detachPolicy, pageOfAttached } from '../attachments.ts'
import { iamOperation } from '../operation.ts'
import { groupOwner } from '../owners.ts'
import { ofGroup, policyContext, withContext } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachGroupPolicy.html */
export const attachGroupPolicy = iamOperation(AttachGroupPolicy, {
  resource: (input, place, own) =>
    withContext(ofGroup(input, place, own), policyContext(input.PolicyArn)),
  run: (call) => attachPolicy(call, groupOwner(call.state, call.input), call.input),
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachGroupPolicy.html */
export const detachGroupPolicy = iamOperation(DetachGroupPolicy, {
  resource: (input, place, own) =>
    withContext(ofGroup(input, place, own), policyContext(input.PolicyArn)),
  run: ({ state, input }) => detachPolicy(state, groupOwner(state, input), input),
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedGroupPolicies.html */
export const listAttachedGroupPolicies = iamOperation(ListAttachedGroupPolicies, {
  resource: ofGroup,
  run: (call) => pageOfAttached(call, groupOwner(call.state, call.input), call.input),
})
