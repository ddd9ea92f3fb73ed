import {
  DeleteRolePermissionsBoundary,
  PutRolePermissionsBoundary,
} from '../../../generated/iam.ts'
import { requireBoundary } from '../boundary.ts'
import { noBoundary } from '../errors.ts'
import { iamOperation } from '../operation.ts'
import { boundaryContext, ofBoundedRole, ofRole, withContext } from '../resources.ts'
import { requireChangeableRole } from '../roles.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html */
export const putRolePermissionsBoundary = iamOperation(PutRolePermissionsBoundary, {
  resource: (input, place, own) =>
    withContext(ofRole(input, place, own), boundaryContext(input.PermissionsBoundary)),

  run(call) {
    const { input, state } = call
    const role = requireChangeableRole(state, input.RoleName)
    const boundaryArn = requireBoundary(call, input.PermissionsBoundary)
    state.roles.put({ ...role, boundaryArn })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html */
export const deleteRolePermissionsBoundary = iamOperation(DeleteRolePermissionsBoundary, {
  resource: ofBoundedRole,

  run({ input, state }) {
    const { boundaryArn, ...role } = requireChangeableRole(state, input.RoleName)
    if (boundaryArn === undefined) throw noBoundary('Role', role.name)
    state.roles.put(role)
    return {}
  },
})
