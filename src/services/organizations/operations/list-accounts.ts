import {
  DescribeAccount,
  ListAccounts,
  ListAccountsForParent,
} from '../../../generated/organizations.ts'
import { requireAccount, writeAccount } from '../accounts.ts'
import { organizationsOperation } from '../operation.ts'
import { requireManaged } from '../organization.ts'
import { pageOf } from '../paging.ts'
import { ofThings } from '../resources.ts'
import { checkParent } from '../tree.ts'

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html */
export const listAccounts = organizationsOperation(ListAccounts, {
  resource: () => '*',

  run(call) {
    const organization = requireManaged(call)
    const { items, ...more } = pageOf(call.state.accounts.range(), call.input, ({ id }) => id)
    return { Accounts: items.map((one) => writeAccount(call, organization, one)), ...more }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccountsForParent.html */
export const listAccountsForParent = organizationsOperation(ListAccountsForParent, {
  resource: ({ ParentId }, place, own) => ofThings(place, own, ParentId),

  run(call) {
    const { state, input } = call
    const organization = requireManaged(call)
    checkParent(state, organization, input.ParentId)
    const accounts = state.accounts.index('parent').range({ prefix: [input.ParentId] })
    const { items, ...more } = pageOf(accounts, input, ({ id }) => id)
    return { Accounts: items.map((one) => writeAccount(call, organization, one)), ...more }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeAccount.html */
export const describeAccount = organizationsOperation(DescribeAccount, {
  resource: ({ AccountId }, place, own) => ofThings(place, own, AccountId),

  run(call) {
    const organization = requireManaged(call)
    const account = requireAccount(call.state, call.input.AccountId)
    return { Account: writeAccount(call, organization, account) }
  },
})
