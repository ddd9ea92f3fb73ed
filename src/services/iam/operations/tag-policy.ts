import { ListPolicyTags, TagPolicy, UntagPolicy } from '../../../generated/iam.ts'
import { iamOperation } from '../operation.ts'
import { ofPolicy } from '../resources.ts'
import { pageOfTags, withoutTags, withTags } from '../tags.ts'
import { requireCustomerPolicy } from '../managed-policies.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagPolicy.html */
export const tagPolicy = iamOperation(TagPolicy, {
  resource: ofPolicy,

  run({ input, state }) {
    const policy = requireCustomerPolicy(state, input.PolicyArn)
    state.policies.put({ ...policy, tags: withTags('Policy', policy.tags, input.Tags) })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagPolicy.html */
export const untagPolicy = iamOperation(UntagPolicy, {
  resource: ofPolicy,

  run({ input, state }) {
    const policy = requireCustomerPolicy(state, input.PolicyArn)
    state.policies.put({ ...policy, tags: withoutTags('Policy', policy.tags, input.TagKeys) })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyTags.html */
export const listPolicyTags = iamOperation(ListPolicyTags, {
  resource: ofPolicy,
  run: ({ input, state }) => pageOfTags(requireCustomerPolicy(state, input.PolicyArn).tags, input),
})
