import { DeletePolicy } from '../../../generated/iam.ts'
import { policyHasVersions, policyInUse } from '../errors.ts'
import { requireCustomerPolicy } from '../managed-policies.ts'
import { iamOperation } from '../operation.ts'
import { attachmentCount, boundaryCount } from '../policy-answers.ts'
import { ofPolicy } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html */
export const deletePolicy = iamOperation(DeletePolicy, {
  resource: ofPolicy,

  run({ input, state }) {
    const { id, arn, defaultVersion } = requireCustomerPolicy(state, input.PolicyArn)
    const attachments = attachmentCount(state, arn)
    const boundaries = boundaryCount(state, arn)
    if (attachments + boundaries > 0) throw policyInUse(arn, { attachments, boundaries })
    const others = [...state.policyVersions.range({ prefix: [id] })]
      .filter(({ number }) => number !== defaultVersion)
      .map(({ number }) => `v${number}`)
    if (others.length > 0) throw policyHasVersions(arn, others)
    state.policyVersions.delete(id, defaultVersion)
    state.policies.delete(id)
    return {}
  },
})
