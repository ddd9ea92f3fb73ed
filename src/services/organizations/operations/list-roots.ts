import { ListRoots } from '../../../generated/organizations.ts'
import { organizationsOperation } from '../operation.ts'
import { requireManaged, writeRoot } from '../organization.ts'
import { pageOf } from '../paging.ts'

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListRoots.html */
export const listRoots = organizationsOperation(ListRoots, {
  resource: () => '*',

  run(call) {
    const organization = requireManaged(call)
    const { items, ...more } = pageOf([organization], call.input, ({ rootId }) => rootId)
    return { Roots: items.map((one) => writeRoot(call.place, one)), ...more }
  },
})
