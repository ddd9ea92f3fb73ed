import { ListGroups, ListGroupsForUser } from '../../../generated/iam.ts'
import { listByName } from '../entities.ts'
import { groupsOf, writeGroup } from '../groups.ts'
import { iamOperation } from '../operation.ts'
import { pageOf, pageOfAll, readMarker } from '../paging.ts'
import { ofList, ofUser } from '../resources.ts'
import { nameKey } from '../state.ts'
import { requireUser } from '../users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroups.html */
export const listGroups = iamOperation(ListGroups, {
  resource: ({ PathPrefix }, place) => ofList(place, 'group', PathPrefix),

  run(call) {
    const { input, state } = call
    const groups = listByName(state.groups, input.PathPrefix, readMarker(input))
    const { items, ...more } = pageOf(groups, input, ({ name }) => name)
    return { Groups: items.map((group) => writeGroup(call, group)), ...more }
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html */
export const listGroupsForUser = iamOperation(ListGroupsForUser, {
  resource: ofUser,

  run(call) {
    const { input, state } = call
    const groups = groupsOf(state, requireUser(state, input.UserName).id)
    const { items, ...more } = pageOfAll(groups, input, ({ name }) => nameKey(name))
    return { Groups: items.map((group) => writeGroup(call, group)), ...more }
  },
})
