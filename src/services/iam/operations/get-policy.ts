import { GetPolicy } from '../../../generated/iam.ts'
import { requireManagedPolicy } from '../managed-policies.ts'
import { iamOperation } from '../operation.ts'
import { writePolicyWhole } from '../policy-answers.ts'
import { ofPolicy } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html */
export const getPolicy = iamOperation(GetPolicy, {
  resource: ofPolicy,

  run(call) {
    const policy = requireManagedPolicy(call, call.input.PolicyArn)
    return { Policy: writePolicyWhole(call.state, policy) }
  },
})
