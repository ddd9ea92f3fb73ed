import {
  DeleteGroupPolicy,
  GetGroupPolicy,
  ListGroupPolicies,
  PutGroupPolicy,
} from '../../../generated/iam.ts'
import {
  deleteInlinePolicy,
  pageOfInlinePolicies,
  putInlinePolicy,
  writeInlinePolicy,
} from '../inline-policies.ts'
import { iamOperation } from '../operation.ts'
import { groupOwner } from '../owners.ts'
import { ofGroup } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutGroupPolicy.html */
export const putGroupPolicy = iamOperation(PutGroupPolicy, {
  resource: ofGroup,
  run: ({ input, state }) => putInlinePolicy(state, groupOwner(state, input), input),
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroupPolicy.html */
export const deleteGroupPolicy = iamOperation(DeleteGroupPolicy, {
  resource: ofGroup,
  run: ({ input, state }) => deleteInlinePolicy(state, groupOwner(state, input), input),
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroupPolicy.html */
export const getGroupPolicy = iamOperation(GetGroupPolicy, {
  resource: ofGroup,

  run({ input, state }) {
    const group = groupOwner(state, input)
    return { GroupName: group.name, ...writeInlinePolicy(state, group, input) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupPolicies.html */
export const listGroupPolicies = iamOperation(ListGroupPolicies, {
  resource: ofGroup,
  run: ({ input, state }) => pageOfInlinePolicies(state, groupOwner(state, input), input),
})
