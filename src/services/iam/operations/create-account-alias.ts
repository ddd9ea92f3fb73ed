import {
  CreateAccountAlias,
  DeleteAccountAlias,
  ListAccountAliases,
} from '../../../generated/iam.ts'
import { aliasIsAccount, noSuchAlias } from '../errors.ts'
import { iamOperation } from '../operation.ts'
import { pageOfAll } from '../paging.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccountAlias.html */
export const createAccountAlias = iamOperation(CreateAccountAlias, {
  resource: () => '*',

  run({ input, state }) {
    const { AccountAlias: name } = input
    // AWS: aliases are unique over all accounts; Kasane's accounts share none.
    if (/^\d{12}$/.test(name)) throw aliasIsAccount(name)
    // AWS: an account has one alias; another takes its place.
    const old = state.aliases.first()
    if (old) state.aliases.delete(old.name)
    state.aliases.put({ name })
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccountAlias.html */
export const deleteAccountAlias = iamOperation(DeleteAccountAlias, {
  resource: () => '*',

  run({ input, state }) {
    if (!state.aliases.delete(input.AccountAlias)) throw noSuchAlias(input.AccountAlias)
    return {}
  },
})

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccountAliases.html */
export const listAccountAliases = iamOperation(ListAccountAliases, {
  resource: () => '*',

  run({ input, state }) {
    const names = [...state.aliases.range()].map(({ name }) => name)
    const { items, ...more } = pageOfAll(names, input, (name) => name)
    return { AccountAliases: items, ...more }
  },
})
