import { CloseAccount } from '../../../generated/organizations.ts'
import { requireAccount } from '../accounts.ts'
import { alreadyClosed, constraintViolation, quotaCause } from '../errors.ts'
import { accountClosureMs, concurrentClosuresMax } from '../limits.ts'
import { organizationsOperation } from '../operation.ts'
import { requireManaged } from '../organization.ts'
import { ofThings } from '../resources.ts'
import type { OrganizationsReading } from '../state.ts'

/**
 * AWS lets nobody of a closed account in any more; here its credentials go on working.
 *
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_CloseAccount.html
 */
export const closeAccount = organizationsOperation(CloseAccount, {
  resource: ({ AccountId }, place, own) => ofThings(place, own, AccountId),

  run(call) {
    const { state, place, clock, at, input } = call
    requireManaged(call)
    const account = requireAccount(state, input.AccountId)
    if (account.id === place.account) throw isManagement(account.id)
    if (account.status !== 'ACTIVE') throw alreadyClosed(account.id)
    checkRoom(call)
    state.accounts.put({ ...account, status: 'PENDING_CLOSURE' })
    at(clock.now() + accountClosureMs, 'closeAccount', account.id)
    return {}
  },
})

/** The words of both are unconfirmed. */
function isManagement(account: string) {
  const message = "You can't close the management account of an organization."
  return constraintViolation('CANNOT_CLOSE_MANAGEMENT_ACCOUNT', message, { kind: 'state', account })
}

function checkRoom({ state, limits }: OrganizationsReading): void {
  const max = limits.valueOf(concurrentClosuresMax)
  const closing = [...state.accounts.range()].filter(({ status }) => status === 'PENDING_CLOSURE')
  if (closing.length < max) return
  const message = 'You have exceeded the number of accounts that you can close at a time.'
  const used = closing.map(({ id }) => id)
  const why = quotaCause({ quota: concurrentClosuresMax, max, used })
  throw constraintViolation('CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED', message, why)
}
