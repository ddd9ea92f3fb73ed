/** What accounts know of their organisation, each in its own state. */
import type { OrganizationDirectory } from '../../ports/organization-directory.ts'
import type { OrganizationsChange } from './state.ts'

/** The state of Organizations in an account. */
export type ChangeOf = (account: string) => OrganizationsChange

export function organizationDirectory(changeOf: ChangeOf): OrganizationDirectory {
  return {
    membershipOf: (account) => changeOf(account).state.memberships.get('account'),
    join: (account, membership) => changeOf(account).state.memberships.put(membership),
    leave: (account) => void changeOf(account).state.memberships.delete('account'),
    note: (invitation) => changeOf(invitation.account).state.invitations.put(invitation),
  }
}
