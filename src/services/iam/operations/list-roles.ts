import { ListRoles } from '../../../generated/iam.ts'
import { listByName } from '../entities.ts'
import { iamOperation } from '../operation.ts'
import { pageOf, readMarker } from '../paging.ts'
import { ofList } from '../resources.ts'
import { writeRole } from '../roles.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html */
export const listRoles = iamOperation(ListRoles, {
  resource: ({ PathPrefix }, place) => ofList(place, 'role', PathPrefix),

  run(call) {
    const { input, state } = call
    const roles = listByName(state.roles, input.PathPrefix, readMarker(input))
    const { items, ...more } = pageOf(roles, input, ({ name }) => name)
    return { Roles: items.map((role) => writeRole(call, role)), ...more }
  },
})
