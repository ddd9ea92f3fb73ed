import {
  AttachRolePolicy,
  DetachRolePolicy,
  ListAttachedRolePolicies,
} from '../../../generated/iam.ts'
import { attachPolicy, detachPolicy, pageOfAttached } from '../attachments.ts'
import { iamOperation } from '../operation.ts'
import { changeableRoleOwner, roleOwner } from '../owners.ts'
import { ofBoundedRole, ofRole, policyContext, withContext } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html */
export const attachRolePolicy = iamOperation(AttachRolePolicy, {
  resource: (input, place, own) =>
    withContext(ofBoundedRole(input, place, own), policyContext(input.PolicyArn)),
  run: (call) => attachPolicy(call, changeableRoleOwner(call.state, call.input), call.input),
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html */
export const detachRolePolicy = iamOperation(DetachRolePolicy, {
  resource: (input, place, own) =>
    withContext(ofBoundedRole(input, place, own), policyContext(input.PolicyArn)),
  run: ({ state, input }) => detachPolicy(state, changeableRoleOwner(state, input), input),
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html */
export const listAttachedRolePolicies = iamOperation(ListAttachedRolePolicies, {
  resource: ofRole,
  run: (call) => pageOfAttached(call, roleOwner(call.state, call.input), call.input),
})
