import { GetGroup } from '../../../generated/iam.ts'
import { membersOf, requireGroup, writeGroup } from '../groups.ts'
import { iamOperation } from '../operation.ts'
import { pageOfAll } from '../paging.ts'
import { ofGroup } from '../resources.ts'
import { nameKey } from '../state.ts'
import { writeUser } from '../users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html */
export const getGroup = iamOperation(GetGroup, {
  resource: ofGroup,

  run(call) {
    const group = requireGroup(call.state, call.input.GroupName)
    const members = membersOf(call.state, group)
    const { items, ...more } = pageOfAll(members, call.input, ({ name }) => nameKey(name))
    const users = items.map((user) => writeUser(call, user))
    return { Group: writeGroup(call, group), Users: users, ...more }
  },
})
