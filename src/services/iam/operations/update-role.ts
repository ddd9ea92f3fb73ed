import { UpdateRole, UpdateRoleDescription } from '../../../generated/iam.ts'
import { protectedRole } from '../errors.ts'
import { iamOperation } from '../operation.ts'
import { ofBoundedRole } from '../resources.ts'
import { requireRole, writeRole } from '../roles.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html */
export const updateRole = iamOperation(UpdateRole, {
  resource: ofBoundedRole,

  run({ input, state }) {
    const { Description: description, MaxSessionDuration: sessionSecondsMax } = input
    const role = requireRole(state, input.RoleName)
    // AWS: of a service-linked role nothing but the description may be changed.
    if (role.linkedTo !== undefined && sessionSecondsMax !== undefined) {
      throw protectedRole(role.name)
    }
    state.roles.put({
      ...role,
      ...(description !== undefined && { description }),
      ...(sessionSecondsMax !== undefined && { sessionSecondsMax }),
    })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRoleDescription.html */
export const updateRoleDescription = iamOperation(UpdateRoleDescription, {
  resource: ofBoundedRole,

  run(call) {
    const { input, state } = call
    const role = { ...requireRole(state, input.RoleName), description: input.Description }
    state.roles.put(role)
    return { Role: writeRole(call, role) }
  },
})
