/** Whose organisation an account is in, and what stands over it there. */
import type { Owner } from '../gateway/policy-authoriser.ts'
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
  controlsOver(account: Owner): Controls | undefined
}

/** `kernel` is asked when it is first needed, since it is handed the directory itself. */
export function cloudOrganizations(kernel: () => Pick<Kernel, 'cells'>): CloudOrganizations {
  const changeOf = (account: string, partition: string) =>
    changeIn(kernel().cells.of(organizations, { partition, account, region: 'us-east-1' }))

  const memberships = new Map<string, Membership>()
  let generation = 0

  function membershipOf({ account, partition }: Owner): Membership {
    const name = `${partition} ${account}`
    const { cells } = kernel()
    if (cells.generation !== generation || memberships.size >= membershipsMax) memberships.clear()
    generation = cells.generation
    let known = memberships.get(name)
    if (!known) {
      memberships.set(name, (known = { own: changeOf(account, partition), revision: -1 }))
    }
    const { memberships: notes } = known.own.state
    if (notes.revision !== known.revision) {
      // What may still be dropped is read again.
      if (notes.isSettled) known.revision = notes.revision
      known.managementAccount = notes.get('account')?.managementAccount
    }
    return known
  }

  return {
    organizationDirectory: organizationDirectory(changeOf),
    controlsOver({ account, partition }) {
      const { managementAccount } = membershipOf({ account, partition })
      if (managementAccount === undefined) return undefined
      return controlsOf(membershipOf({ account: managementAccount, partition }).own, account)
    },
  }
}

/**
 * Kept by account, as every call asks for it: nearly all accounts come again and again, and nearly
 * none is in an organisation.
 */
interface Membership {
  readonly own: OrganizationsChange
  /** Of the account's notes, when they were read. */
  revision: number
  managementAccount?: string | undefined
}

/** Strangers' accounts can't fill the memory. */
const membershipsMax = 10_000

function changeIn({ changing }: Cell): OrganizationsChange {
  return changing as unknown as OrganizationsChange
}
