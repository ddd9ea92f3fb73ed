import { DeleteGroup } from '../../../generated/iam.ts'
import { checkGroupDeletable } from '../deletion.ts'
import { requireGroup } from '../groups.ts'
import { iamOperation } from '../operation.ts'
import { ofGroup } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html */
export const deleteGroup = iamOperation(DeleteGroup, {
  resource: ofGroup,

  run({ input, state }) {
    const group = requireGroup(state, input.GroupName)
    checkGroupDeletable(state, group)
    state.groups.delete(group.id)
    return {}
  },
})
