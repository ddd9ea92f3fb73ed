import { UpdateAssumeRolePolicy } from '../../../generated/iam.ts'
import { iamOperation } from '../operation.ts'
import { ofBoundedRole } from '../resources.ts'
import { requireChangeableRole } from '../roles.ts'
import { readTrustPolicy } from '../trust-policy.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html */
export const updateAssumeRolePolicy = iamOperation(UpdateAssumeRolePolicy, {
  resource: ofBoundedRole,

  run(call) {
    const { input, state } = call
    const role = requireChangeableRole(state, input.RoleName)
    state.roles.put({ ...role, trustPolicy: readTrustPolicy(call, input.PolicyDocument) })
    return {}
  },
})
