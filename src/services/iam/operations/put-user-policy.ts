import {
  DeleteUserPolicy,
  GetUserPolicy,
  ListUserPolicies,
  PutUserPolicy,
} from '../../../generated/iam.ts'
import {
  deleteInlinePolicy,
  pageOfInlinePolicies,
  putInlinePolicy,
  writeInlinePolicy,
} from '../inline-policies.ts'
import { iamOperation } from '../operation.ts'
import { userOwner } from '../owners.ts'
import { ofBoundedUser, ofUser } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html */
export const putUserPolicy = iamOperation(PutUserPolicy, {
  resource: ofBoundedUser,
  run: ({ input, state }) => putInlinePolicy(state, userOwner(state, input), input),
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html */
export const deleteUserPolicy = iamOperation(DeleteUserPolicy, {
  resource: ofBoundedUser,
  run: ({ input, state }) => deleteInlinePolicy(state, userOwner(state, input), input),
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html */
export const getUserPolicy = iamOperation(GetUserPolicy, {
  resource: ofUser,

  run({ input, state }) {
    const user = userOwner(state, input)
    return { UserName: user.name, ...writeInlinePolicy(state, user, input) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserPolicies.html */
export const listUserPolicies = iamOperation(ListUserPolicies, {
  resource: ofUser,
  run: ({ input, state }) => pageOfInlinePolicies(state, userOwner(state, input), input),
})
