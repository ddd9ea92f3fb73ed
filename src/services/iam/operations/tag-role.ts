import { ListRoleTags, TagRole, UntagRole } from '../../../generated/iam.ts'
import { iamOperation } from '../operation.ts'
import { ofRole } from '../resources.ts'
import { requireRole } from '../roles.ts'
import { pageOfTags, withoutTags, withTags } from '../tags.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html */
export const tagRole = iamOperation(TagRole, {
  resource: ofRole,

  run({ input, state }) {
    const role = requireRole(state, input.RoleName)
    state.roles.put({ ...role, tags: withTags('Role', role.tags, input.Tags) })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagRole.html */
export const untagRole = iamOperation(UntagRole, {
  resource: ofRole,

  run({ input, state }) {
    const role = requireRole(state, input.RoleName)
    state.roles.put({ ...role, tags: withoutTags('Role', role.tags, input.TagKeys) })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoleTags.html */
export const listRoleTags = iamOperation(ListRoleTags, {
  resource: ofRole,
  run: ({ input, state }) => pageOfTags(requireRole(state, input.RoleName).tags, input),
})
