import { AddUserToGroup, RemoveUserFromGroup } from '../../../generated/iam.ts'
import { requireGroup } from '../groups.ts'
import { groupsPerUser } from '../limits.ts'
import { iamOperation } from '../operation.ts'
import { checkRoomFor } from '../quotas.ts'
import { ofGroup } from '../resources.ts'
import { requireUser } from '../users.ts'

/**
 * AWS: who is in the group already may be added, and who isn't may be removed.
 * https://github.com/cloud-custodian/cloud-custodian/pull/4730
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html
 */
export const addUserToGroup = iamOperation(AddUserToGroup, {
  resource: ofGroup,

  run(call) {
    const { input, state } = call
    const { id: groupId } = requireGroup(state, input.GroupName)
    const { id: userId } = requireUser(state, input.UserName)
    if (state.memberships.get(groupId, userId)) return {}
    const used = state.memberships.index('user').count({ prefix: [userId] })
    checkRoomFor(call, 'GroupsPerUser', groupsPerUser, used)
    state.memberships.put({ groupId, userId })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveUserFromGroup.html */
export const removeUserFromGroup = iamOperation(RemoveUserFromGroup, {
  resource: ofGroup,

  run({ input, state }) {
    const group = requireGroup(state, input.GroupName)
    const user = requireUser(state, input.UserName)
    state.memberships.delete(group.id, user.id)
    return {}
  },
})
