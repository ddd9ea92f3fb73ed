import { ListChildren, ListParents } from '../../../generated/organizations.ts'
import { childNotFound } from '../errors.ts'
import { organizationsOperation } from '../operation.ts'
import { requireManaged } from '../organization.ts'
import { pageOf } from '../paging.ts'
import { ofThings } from '../resources.ts'
import { checkParent, writeParent } from '../tree.ts'

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListParents.html */
export const listParents = organizationsOperation(ListParents, {
  resource: ({ ChildId }, place, own) => ofThings(place, own, ChildId),

  run(call) {
    const { state, input } = call
    requireManaged(call)
    const child = state.accounts.get(input.ChildId) ?? state.units.get(input.ChildId)
    if (!child) throw childNotFound(input.ChildId)
    return { Parents: [writeParent(child.parentId)] }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListChildren.html */
export const listChildren = organizationsOperation(ListChildren, {
  resource: ({ ParentId }, place, own) => ofThings(place, own, ParentId),

  run(call) {
    const { state, input } = call
    const { ParentId: parentId, ChildType: Type } = input
    checkParent(state, requireManaged(call), parentId)
    const all = Type === 'ACCOUNT' ? state.accounts : state.units
    const children = all.index('parent').range({ prefix: [parentId] })
    const { items, ...more } = pageOf(children, input, ({ id }) => id)
    return { Children: items.map(({ id: Id }) => ({ Id, Type })), ...more }
  },
})
