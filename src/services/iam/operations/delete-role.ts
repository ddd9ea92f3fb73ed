import { DeleteRole } from '../../../generated/iam.ts'
import { checkRoleDeletable } from '../deletion.ts'
import { forgetUses } from '../last-used.ts'
import { iamOperation } from '../operation.ts'
import { ofBoundedRole } from '../resources.ts'
import { requireChangeableRole } from '../roles.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html */
export const deleteRole = iamOperation(DeleteRole, {
  resource: ofBoundedRole,

  run({ input, state }) {
    const role = requireChangeableRole(state, input.RoleName)
    checkRoleDeletable(state, role)
    state.roles.delete(role.id)
    forgetUses(state, role.id)
    return {}
  },
})
