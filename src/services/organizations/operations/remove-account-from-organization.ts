import {
  LeaveOrganization,
  RemoveAccountFromOrganization,
} from '../../../generated/organizations.ts'
import { checkMayLeave, removeAccount, requireAccount } from '../accounts.ts'
import { organizationsOperation } from '../operation.ts'
import { requireManaged, requireOwn } from '../organization.ts'
import { ofOwnOrganization, ofThings } from '../resources.ts'

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_RemoveAccountFromOrganization.html */
export const removeAccountFromOrganization = organizationsOperation(RemoveAccountFromOrganization, {
  resource: ({ AccountId }, place, own) => ofThings(place, own, AccountId),

  run(call) {
    requireManaged(call)
    const account = requireAccount(call.state, call.input.AccountId)
    checkMayLeave(call, account)
    removeAccount(call, account.id)
    return {}
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_LeaveOrganization.html */
export const leaveOrganization = organizationsOperation(LeaveOrganization, {
  resource: (_input, _place, own) => ofOwnOrganization(own),

  run(call) {
    requireOwn(call)
    const account = requireAccount(call.state, call.caller.account)
    checkMayLeave(call, account)
    removeAccount(call, account.id)
    return {}
  },
})
