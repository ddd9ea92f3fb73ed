import { CreateGroup } from '../../../generated/iam.ts'
import { newEntity } from '../entities.ts'
import { checkGroupNameFree, writeGroup } from '../groups.ts'
import { groupsPerAccount } from '../limits.ts'
import { iamOperation } from '../operation.ts'
import { checkRoomFor } from '../quotas.ts'
import { ofNew } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html */
export const createGroup = iamOperation(CreateGroup, {
  resource: ({ GroupName: name, Path: path }, place) => [ofNew(place, 'group', { name, path })],

  run(call) {
    const { input, state } = call
    checkGroupNameFree(state, input.GroupName)
    checkRoomFor(call, 'GroupsPerAccount', groupsPerAccount, state.groups.count())
    const group = newEntity(call, 'AGPA', { name: input.GroupName, path: input.Path })
    state.groups.put(group)
    return { Group: writeGroup(call, group) }
  },
})
