/** Whose organisation an account is in, and what stands over it there. */
import type { Cell } from '../kernel/cells.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { defineService } from '../kernel/service.ts'
import type { OrganizationDirectory } from '../ports/organization-directory.ts'
import { type Controls, controlsOf } from '../services/organizations/controls.ts'
import { organizationDirectory } from '../services/organizations/directory.ts'
import { type OrganizationsChange, state } from '../services/organizations/state.ts'

/** The state alone: calls are judged without loading the service. */
const organizations = defineService({
  name: 'organizations',
  scope: 'global',
  state,
  operations: [],
})

export interface CloudOrganizations {
  /** The port of the same name. */
  readonly organizationDirectory: OrganizationDirectory
  /** `undefined`: the account is in no organisation. */
  controlsOver(account: string): Controls | undefined
}

/** `kernel` is asked when it is first needed, since it is handed the directory itself. */
export function cloudOrganizations(kernel: () => Pick<Kernel, 'cells'>): CloudOrganizations {
  const changeOf = (account: string) => changeIn(kernel().cells.of(organizations, placeOf(account)))

  /** By account: nearly all are asked for again and again, and nearly none is in an organisation. */
  const known = new Map<string, Known>()

  return {
    organizationDirectory: organizationDirectory(changeOf),
    controlsOver(account) {
      const own = changeOf(account)
      const { revision } = own.state.memberships
      let membership = known.get(account)
      if (membership?.own !== own || membership.revision !== revision) {
        const { managementAccount } = own.state.memberships.get('account') ?? {}
        membership = { own, revision, managementAccount }
        if (known.size >= knownMax) known.clear()
        known.set(account, membership)
      }
      const { managementAccount } = membership
      return managementAccount === undefined
        ? undefined
        : controlsOf(changeOf(managementAccount), account)
    },
  }
}

interface Known {
  readonly own: OrganizationsChange
  readonly revision: number
  readonly managementAccount: string | undefined
}

/** Strangers' accounts can't fill the memory. */
const knownMax = 10_000

function changeIn({ changing }: Cell): OrganizationsChange {
  return changing as unknown as OrganizationsChange
}

function placeOf(account: string) {
  return { partition: 'aws', account, region: 'us-east-1' }
}
