import { CloseAccount } from '../../../generated/organizations.ts'
import { requireAccount } from '../accounts.ts'
import { alreadyClosed, managementCannotClose } from '../errors.ts'
import { tooManyClosures } from '../limit-errors.ts'
import { accountClosure, concurrentClosuresMax } from '../limits.ts'
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
    const { state, place, clock, at, durations, input } = call
    requireManaged(call)
    const account = requireAccount(state, input.AccountId)
    if (account.id === place.account) throw managementCannotClose(account.id)
    if (account.status !== 'ACTIVE') throw alreadyClosed(account.id)
    checkRoom(call)
    state.accounts.put({ ...account, status: 'PENDING_CLOSURE' })
    at(clock.now() + durations.msOf(accountClosure), 'closeAccount', account.id)
    return {}
  },
})

function checkRoom({ state, limits }: OrganizationsReading): void {
  const max = limits.valueOf(concurrentClosuresMax)
  const closing = [...state.accounts.range()].filter(({ status }) => status === 'PENDING_CLOSURE')
  if (closing.length < max) return
  throw tooManyClosures(
    max,
    closing.map(({ id }) => id),
  )
}
