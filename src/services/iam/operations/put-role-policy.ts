import {
  DeleteRolePolicy,
  GetRolePolicy,
  ListRolePolicies,
  PutRolePolicy,
} from '../../../generated/iam.ts'
import {
  deleteInlinePolicy,
  pageOfInlinePolicies,
  putInlinePolicy,
  writeInlinePolicy,
} from '../inline-policies.ts'
import { iamOperation } from '../operation.ts'
import { changeableRoleOwner, roleOwner } from '../owners.ts'
import { ofBoundedRole, ofRole } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
export const putRolePolicy = iamOperation(PutRolePolicy, {
  resource: ofBoundedRole,
  run: ({ input, state }) => putInlinePolicy(state, changeableRoleOwner(state, input), input),
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html */
export const deleteRolePolicy = iamOperation(DeleteRolePolicy, {
  resource: ofBoundedRole,
  run: ({ input, state }) => deleteInlinePolicy(state, changeableRoleOwner(state, input), input),
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html */
export const getRolePolicy = iamOperation(GetRolePolicy, {
  resource: ofRole,

  run({ input, state }) {
    const role = roleOwner(state, input)
    return { RoleName: role.name, ...writeInlinePolicy(state, role, input) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html */
export const listRolePolicies = iamOperation(ListRolePolicies, {
  resource: ofRole,
  run: ({ input, state }) => pageOfInlinePolicies(state, roleOwner(state, input), input),
})
