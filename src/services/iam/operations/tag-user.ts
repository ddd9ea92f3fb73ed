import { ListUserTags, TagUser, UntagUser } from '../../../generated/iam.ts'
import { iamOperation } from '../operation.ts'
import { ofUser } from '../resources.ts'
import { pageOfTags, withoutTags, withTags } from '../tags.ts'
import { requireUser } from '../users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagUser.html */
export const tagUser = iamOperation(TagUser, {
  resource: ofUser,

  run({ input, state }) {
    const user = requireUser(state, input.UserName)
    state.users.put({ ...user, tags: withTags('User', user.tags, input.Tags) })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagUser.html */
export const untagUser = iamOperation(UntagUser, {
  resource: ofUser,

  run({ input, state }) {
    const user = requireUser(state, input.UserName)
    state.users.put({ ...user, tags: withoutTags('User', user.tags, input.TagKeys) })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUserTags.html */
export const listUserTags = iamOperation(ListUserTags, {
  resource: ofUser,
  run: ({ input, state }) => pageOfTags(requireUser(state, input.UserName).tags, input),
})
