/** What accounts know of their organisation, each in its own state. */
import type { OrganizationDirectory } from '../../ports/organization-directory.ts'
import { controlsOf } from './controls.ts'
import { keepInvitation } from './invitations.ts'
import type { OrganizationsChange } from './state.ts'

/** The state of Organizations in an account. */
export type ChangeOf = (account: string, partition: string) => OrganizationsChange

export function organizationDirectory(changeOf: ChangeOf): OrganizationDirectory {
  const membershipOf = (account: string, partition: string) =>
    changeOf(account, partition).state.memberships.get('account')

  return {
    membershipOf,
    serviceControlOver(account, partition) {
      const membership = membershipOf(account, partition)
      const controls =
        membership && controlsOf(changeOf(membership.managementAccount, partition), account)
      return controls?.serviceControl?.map((level) =>
        level.map(({ name, arn = '', policy }) => ({ name, arn, document: policy.text })),
      )
    },
    join: (account, partition, membership) =>
      changeOf(account, partition).state.memberships.put(membership),
    leave: (...owner) => void changeOf(...owner).state.memberships.delete('account'),
    note: (invitation, partition) =>
      keepInvitation(changeOf(invitation.account, partition), invitation),
  }
}
