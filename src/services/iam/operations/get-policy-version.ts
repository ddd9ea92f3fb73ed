import { GetPolicyVersion, ListPolicyVersions } from '../../../generated/iam.ts'
import { requireManagedPolicy, requireVersion, versionsOf } from '../managed-policies.ts'
import { iamOperation } from '../operation.ts'
import { pageOfAll } from '../paging.ts'
import { writeVersion, writeVersionWhole } from '../policy-answers.ts'
import { ofPolicy } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html */
export const getPolicyVersion = iamOperation(GetPolicyVersion, {
  resource: ofPolicy,

  run(call) {
    const policy = requireManagedPolicy(call, call.input.PolicyArn)
    const version = requireVersion(call, policy, call.input.VersionId)
    return { PolicyVersion: writeVersionWhole(policy, version) }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html */
export const listPolicyVersions = iamOperation(ListPolicyVersions, {
  resource: ofPolicy,

  run(call) {
    const policy = requireManagedPolicy(call, call.input.PolicyArn)
    const { items, ...more } = pageOfAll(versionsOf(call, policy), call.input, newestFirst)
    return { Versions: items.map((version) => writeVersion(policy, version)), ...more }
  },
})

/** AWS: the newest version stands first. */
function newestFirst({ number }: { readonly number: number }): string {
  return String(10 ** 9 - number)
}
