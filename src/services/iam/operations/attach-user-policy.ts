import {
  AttachUserPolicy,
  DetachUserPolicy,
  ListAttachedUserPolicies,
} from '../../../generated/iam.ts'
import { attachPolicy, detachPolicy, pageOfAttached } from '../attachments.ts'
import { iamOperation } from '../operation.ts'
import { userOwner } from '../owners.ts'
import { ofBoundedUser, ofUser, policyContext, withContext } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html */
export const attachUserPolicy = iamOperation(AttachUserPolicy, {
  resource: (input, ...asked) =>
    withContext(ofBoundedUser(input, ...asked), policyContext(input.PolicyArn)),
  run: (call) => attachPolicy(call, userOwner(call.state, call.input), call.input),
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html */
export const detachUserPolicy = iamOperation(DetachUserPolicy, {
  resource: (input, ...asked) =>
    withContext(ofBoundedUser(input, ...asked), policyContext(input.PolicyArn)),
  run: ({ state, input }) => detachPolicy(state, userOwner(state, input), input),
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html */
export const listAttachedUserPolicies = iamOperation(ListAttachedUserPolicies, {
  resource: ofUser,
  run: (call) => pageOfAttached(call, userOwner(call.state, call.input), call.input),
})
