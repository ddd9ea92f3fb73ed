/** What accounts know of their organisation, each in its own state. */
import type { OrganizationDirectory } from '../../ports/organization-directory.ts'
import type { OrganizationsChange } from './state.ts'

/** The state of Organizations in an account. */
export type ChangeOf = (account: string, partition: string) => OrganizationsChange

export function organizationDirectory(changeOf: ChangeOf): OrganizationDirectory {
  return {
    membershipOf: (...owner) => changeOf(...owner).state.memberships.get('account'),
    join: (account, partition, membership) =>
      changeOf(account, partition).state.memberships.put(membership),
    leave: (...owner) => void changeOf(...owner).state.memberships.delete('account'),
    note: (invitation, partition) =>
      changeOf(invitation.account, partition).state.invitations.put(invitation),
  }
}
