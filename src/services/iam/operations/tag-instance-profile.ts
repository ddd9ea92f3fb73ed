import {
  ListInstanceProfileTags,
  TagInstanceProfile,
  UntagInstanceProfile,
} from '../../../generated/iam.ts'
import { iamOperation } from '../operation.ts'
import { ofInstanceProfile } from '../resources.ts'
import { pageOfTags, withoutTags, withTags } from '../tags.ts'
import { requireInstanceProfile } from '../instance-profiles.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagInstanceProfile.html */
export const tagInstanceProfile = iamOperation(TagInstanceProfile, {
  resource: ofInstanceProfile,

  run({ input, state }) {
    const profile = requireInstanceProfile(state, input.InstanceProfileName)
    state.instanceProfiles.put({
      ...profile,
      tags: withTags('InstanceProfile', profile.tags, input.Tags),
    })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagInstanceProfile.html */
export const untagInstanceProfile = iamOperation(UntagInstanceProfile, {
  resource: ofInstanceProfile,

  run({ input, state }) {
    const profile = requireInstanceProfile(state, input.InstanceProfileName)
    state.instanceProfiles.put({
      ...profile,
      tags: withoutTags('InstanceProfile', profile.tags, input.TagKeys),
    })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfileTags.html */
export const listInstanceProfileTags = iamOperation(ListInstanceProfileTags, {
  resource: ofInstanceProfile,
  run: ({ input, state }) =>
    pageOfTags(requireInstanceProfile(state, input.InstanceProfileName).tags, input),
})
