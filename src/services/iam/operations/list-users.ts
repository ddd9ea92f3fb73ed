import { ListUsers } from '../../../generated/iam.ts'
import { listByName } from '../entities.ts'
import { iamOperation } from '../operation.ts'
import { pageOf, readMarker } from '../paging.ts'
import { ofList } from '../resources.ts'
import { writeUser } from '../users.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html */
export const listUsers = iamOperation(ListUsers, {
  resource: ({ PathPrefix }, place) => ofList(place, 'user', PathPrefix),

  run(call) {
    const { input, state } = call
    const users = listByName(state.users, input.PathPrefix, readMarker(input))
    const { items, ...more } = pageOf(users, input, ({ name }) => name)
    return { Users: items.map((user) => writeUser(call, user)), ...more }
  },
})
