import { MoveAccount } from '../../../generated/organizations.ts'
import { requireAccount } from '../accounts.ts'
import {
  accountNotFound,
  destinationParentNotFound,
  duplicateAccount,
  sourceParentNotFound,
} from '../errors.ts'
import { organizationsOperation } from '../operation.ts'
import { requireManaged } from '../organization.ts'
import { ofThings } from '../resources.ts'
import { isParent } from '../tree.ts'

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_MoveAccount.html */
export const moveAccount = organizationsOperation(MoveAccount, {
  resource: ({ AccountId, SourceParentId, DestinationParentId }, place, own) =>
    ofThings(place, own, AccountId, SourceParentId, DestinationParentId),

  run(call) {
    const { state, input } = call
    const { SourceParentId: source, DestinationParentId: destination } = input
    const organization = requireManaged(call)
    const account = requireAccount(state, input.AccountId)
    if (!isParent(state, organization, source)) throw sourceParentNotFound(source)
    if (!isParent(state, organization, destination)) throw destinationParentNotFound(destination)
    // AWS says of an account that is elsewhere that there is none.
    if (account.parentId !== source) throw accountNotFound(account.id)
    if (source === destination) throw duplicateAccount(account.id, destination)
    state.accounts.put({ ...account, parentId: destination })
    return {}
  },
})
