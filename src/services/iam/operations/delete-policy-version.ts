import { DeletePolicyVersion } from '../../../generated/iam.ts'
import { defaultVersion } from '../errors.ts'
import { requireCustomerPolicy } from '../managed-policies.ts'
import { iamOperation } from '../operation.ts'
import { requireCustomerVersion } from '../policy-versions.ts'
import { ofPolicy } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html */
export const deletePolicyVersion = iamOperation(DeletePolicyVersion, {
  resource: ofPolicy,

  run({ input, state }) {
    const policy = requireCustomerPolicy(state, input.PolicyArn)
    const { number } = requireCustomerVersion(state, policy, input.VersionId)
    if (number === policy.defaultVersion) throw defaultVersion(policy.arn, input.VersionId)
    state.policyVersions.delete(policy.id, number)
    return {}
  },
})
