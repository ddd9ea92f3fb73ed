import { GetRole } from '../../../generated/iam.ts'
import { iamOperation } from '../operation.ts'
import { ofBoundedRole } from '../resources.ts'
import { requireRole, writeRoleWhole } from '../roles.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export const getRole = iamOperation(GetRole, {
  resource: ofBoundedRole,
  run: (call) => ({ Role: writeRoleWhole(call, requireRole(call.state, call.input.RoleName)) }),
})
