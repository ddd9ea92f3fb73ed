import { UpdateGroup } from '../../../generated/iam.ts'
import { entityArn } from '../arns.ts'
import { findByName, isSameName } from '../entities.ts'
import { checkGroupNameFree, requireGroup } from '../groups.ts'
import { iamOperation } from '../operation.ts'
import { ofGroup } from '../resources.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateGroup.html */
export const updateGroup = iamOperation(UpdateGroup, {
  resource(input, place, own) {
    const before = ofGroup(input, place, own)
    const group = findByName(own.state.groups, input.GroupName ?? '')
    if (!group) return before
    // AWS: moving a group takes the right on its old ARN and on its new one.
    const { NewGroupName: name = group.name, NewPath: path = group.path } = input
    return [...before, { resource: entityArn(place, 'group', { name, path }) }]
  },

  run({ input, state }) {
    const { GroupName, NewGroupName: newName, NewPath: path } = input
    const group = requireGroup(state, GroupName)
    if (newName !== undefined && !isSameName(newName, group.name)) {
      checkGroupNameFree(state, newName)
    }
    state.groups.put({ ...group, name: newName ?? group.name, path: path ?? group.path })
    return {}
  },
})
