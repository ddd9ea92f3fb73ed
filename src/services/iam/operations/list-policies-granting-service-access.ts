import { ListPoliciesGrantingServiceAccess } from '../../../generated/iam.ts'
import type { AttachedPolicy } from '../../../policy/decision.ts'
import { grantsSomethingOf } from '../granted-services.ts'
import { iamOperation } from '../operation.ts'
import { requireEntity } from '../policy-sources.ts'
import { policiesWithGroups } from '../principals.ts'
import { ofArn } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPoliciesGrantingServiceAccess.html */
export const listPoliciesGrantingServiceAccess = iamOperation(ListPoliciesGrantingServiceAccess, {
  resource: ({ Arn: arn }, place, own) => ofArn(arn, place, own),

  run(call) {
    const { Arn: arn, ServiceNamespaces: namespaces } = call.input
    const policies = policiesWithGroups(call, requireEntity(call, arn))
    return {
      PoliciesGrantingServiceAccess: namespaces.map((namespace) => ({
        ServiceNamespace: namespace,
        Policies: policies
          .filter(({ policy }) => grantsSomethingOf(policy, namespace.toLowerCase()))
          .map(writeGranting),
      })),
      IsTruncated: false,
    }
  },
})

/** AWS: inline policies tell whose part they are, managed ones their ARN. */
function writeGranting({ name, arn, source, owner = '' }: AttachedPolicy) {
  if (arn !== undefined) {
    return { PolicyName: name, PolicyType: 'MANAGED', PolicyArn: arn } as const
  }
  const type = source === 'user' ? 'USER' : source === 'group' ? 'GROUP' : 'ROLE'
  return { PolicyName: name, PolicyType: 'INLINE', EntityType: type, EntityName: owner } as const
}
