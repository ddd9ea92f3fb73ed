import { CreatePolicyVersion, SetDefaultPolicyVersion } from '../../../generated/iam.ts'
import { checkDocument } from '../documents.ts'
import { writeInstant } from '../instants.ts'
import { requireCustomerPolicy } from '../managed-policies.ts'
import { iamOperation } from '../operation.ts'
import { addVersion, checkPolicyLength, requireCustomerVersion } from '../policy-versions.ts'
import { ofPolicy } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html */
export const createPolicyVersion = iamOperation(CreatePolicyVersion, {
  resource: ofPolicy,

  run(call) {
    const { PolicyArn: arn, PolicyDocument: document, SetAsDefault: isDefault = false } = call.input
    const policy = requireCustomerPolicy(call.state, arn)
    checkDocument(document, 'identity')
    checkPolicyLength(call, document)
    const { number, createdAtMs } = addVersion(call, policy, { document, isDefault })
    return {
      PolicyVersion: {
        VersionId: `v${number}`,
        IsDefaultVersion: isDefault,
        CreateDate: writeInstant(createdAtMs),
      },
    }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html */
export const setDefaultPolicyVersion = iamOperation(SetDefaultPolicyVersion, {
  resource: ofPolicy,

  run({ input, state }) {
    const policy = requireCustomerPolicy(state, input.PolicyArn)
    const { number } = requireCustomerVersion(state, policy, input.VersionId)
    state.policies.put({ ...policy, defaultVersion: number })
    return {}
  },
})
