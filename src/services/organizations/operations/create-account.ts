import {
  CreateAccount,
  DescribeCreateAccountStatus,
  ListCreateAccountStatus,
} from '../../../generated/organizations.ts'
import { findAccountsReached } from '../accounts.ts'
import {
  defaultRoleName,
  keepCreation,
  listCreations,
  requireCreation,
  writeCreation,
} from '../creations.ts'
import { newAccountId, newCreationId } from '../ids.ts'
import { tooManyAccounts, tooManyCreations } from '../limit-errors.ts'
import { accountCreation, concurrentCreationsMax } from '../limits.ts'
import { organizationsOperation } from '../operation.ts'
import { requireManaged } from '../organization.ts'
import { pageOf } from '../paging.ts'
import type { Creation, OrganizationsReading } from '../state.ts'
import { withTags } from '../tags.ts'

/**
 * Whether IAM users may see bills is of no consequence here: there are none.
 *
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html
 */
export const createAccount = organizationsOperation(CreateAccount, {
  resource: () => '*',

  run(call) {
    const { input, clock, durations, random, at } = call
    requireManaged(call)
    checkRoom(call)
    const creation: Creation = {
      id: newCreationId(random),
      name: input.AccountName,
      email: input.Email,
      accountId: newAccountId(random),
      roleName: input.RoleName ?? defaultRoleName,
      tags: withTags([], input.Tags),
      state: 'IN_PROGRESS',
      requestedAtMs: clock.now(),
    }
    keepCreation(call, creation)
    at(clock.now() + durations.msOf(accountCreation), 'createAccount', creation.id)
    return { CreateAccountStatus: writeCreation(creation) }
  },
})

/** @throws AwsError ConstraintViolationException, TooManyRequestsException */
function checkRoom(call: OrganizationsReading): void {
  const reached = findAccountsReached(call)
  if (reached) throw tooManyAccounts(reached)
  const max = call.limits.valueOf(concurrentCreationsMax)
  const used = call.state.creations.index('state').count({ prefix: ['IN_PROGRESS'] })
  if (used >= max) throw tooManyCreations(max, used)
}

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeCreateAccountStatus.html */
export const describeCreateAccountStatus = organizationsOperation(DescribeCreateAccountStatus, {
  resource: () => '*',

  run(call) {
    requireManaged(call)
    const creation = requireCreation(call, call.input.CreateAccountRequestId)
    return { CreateAccountStatus: writeCreation(creation) }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListCreateAccountStatus.html */
export const listCreateAccountStatus = organizationsOperation(ListCreateAccountStatus, {
  resource: () => '*',

  run(call) {
    const { input } = call
    requireManaged(call)
    const wanted = input.States ?? []
    const creations = listCreations(call).filter(
      (creation) => wanted.length === 0 || wanted.includes(creation.state),
    )
    const { items, ...more } = pageOf(creations, input, ({ id }) => id)
    return { CreateAccountStatuses: items.map(writeCreation), ...more }
  },
})
