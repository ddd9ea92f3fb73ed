/** The accounts of an organisation. */
import type { Place } from '../../kernel/place.ts'
import { targetArn } from './arns.ts'
import { attachFullAccess, detachAll } from './attachments.ts'
import { accountNotFound, managementCannotLeave } from './errors.ts'
import { type Reached, tooYoungToLeave } from './limit-errors.ts'
import { accountsMax, dayMs, removalAgeDaysMin } from './limits.ts'
import { openInvitations } from './invitations.ts'
import type {
  Account,
  Organization,
  OrganizationsChange,
  OrganizationsReading,
  OrganizationsState,
} from './state.ts'
import { pathOf } from './tree.ts'

/** @throws AwsError AccountNotFoundException */
export function requireAccount(state: OrganizationsState, id: string): Account {
  const account = state.accounts.get(id)
  if (!account) throw accountNotFound(id)
  return account
}

/** What is used of the quota when it is used up; AWS counts whoever may still come. */
export function findAccountsReached(reading: OrganizationsReading): Reached | undefined {
  const { state, limits } = reading
  const max = limits.valueOf(accountsMax)
  const used =
    state.accounts.count() +
    state.creations.index('state').count({ prefix: ['IN_PROGRESS'] }) +
    openInvitations(reading).length
  return used >= max ? { quota: accountsMax, max, used } : undefined
}

/** Takes an account into the organisation, at its root. */
export function addAccount(
  { state, place, clock, ports }: OrganizationsChange,
  organization: Organization,
  account: Pick<Account, 'id' | 'name' | 'email' | 'joinedMethod' | 'tags'>,
): void {
  const { rootId, id: organizationId, enabledTypes } = organization
  const joinedAtMs = clock.now()
  state.accounts.put({ ...account, parentId: rootId, joinedAtMs, status: 'ACTIVE' })
  attachFullAccess(state, enabledTypes, account.id)
  ports.organizationDirectory.join(account.id, place.partition, {
    organizationId,
    managementAccount: place.account,
  })
}

export function removeAccount({ state, place, ports }: OrganizationsChange, id: string): void {
  detachAll(state, id)
  state.accounts.delete(id)
  ports.organizationDirectory.leave(id, place.partition)
}

/** @throws AwsError MasterCannotLeaveOrganizationException, ConstraintViolationException */
export function checkMayLeave({ place, clock, limits }: OrganizationsReading, account: Account) {
  if (account.id === place.account) throw managementCannotLeave(account.id)
  const days = limits.valueOf(removalAgeDaysMin)
  const freeAtMs = account.joinedAtMs + days * dayMs
  if (account.joinedMethod === 'INVITED' || freeAtMs <= clock.now()) return
  throw tooYoungToLeave(account.id, days, freeAtMs)
}

export function writeAccount(
  { state, place }: { readonly state: OrganizationsState; readonly place: Place },
  organization: Organization,
  account: Account,
) {
  const { id, name, email, status, joinedMethod, joinedAtMs } = account
  return {
    Id: id,
    Arn: targetArn(place, organization, id),
    Email: email,
    Name: name,
    Status: status,
    State: status === 'SUSPENDED' ? ('CLOSED' as const) : status,
    Paths: [pathOf(state, organization, id)],
    JoinedMethod: joinedMethod,
    JoinedTimestamp: new Date(joinedAtMs),
  }
}
