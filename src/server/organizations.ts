/** Whose organisation an account is in, and what stands over it there. */
import type { Kernel } from '../kernel/kernel.ts'
import { defineService } from '../kernel/service.ts'
import type { OrganizationDirectory } from '../ports/organization-directory.ts'
import { type ControlsOver, controlsOverAccounts } from '../services/organizations/controls-over.ts'
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
  readonly controlsOver: ControlsOver
}

/** `kernel` is asked when it is first needed, since it is handed the directory itself. */
export function cloudOrganizations(kernel: () => Pick<Kernel, 'cells'>): CloudOrganizations {
  const changeOf = (account: string, partition: string) =>
    kernel().cells.of(organizations, { partition, account, region: 'us-east-1' })
      .changing as unknown as OrganizationsChange
  return {
    organizationDirectory: organizationDirectory(changeOf),
    controlsOver: controlsOverAccounts({
      changeOf,
      generation: () => kernel().cells.generation,
    }),
  }
}
