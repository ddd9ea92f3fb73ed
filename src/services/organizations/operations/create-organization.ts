import {
  CreateOrganization,
  DeleteOrganization,
  DescribeOrganization,
} from '../../../generated/organizations.ts'
import { addAccount } from '../accounts.ts'
import { alreadyInOrganization, organizationNotEmpty } from '../errors.ts'
import { newOrganizationId, newRootId } from '../ids.ts'
import { openInvitations, endInvitation } from '../invitations.ts'
import { organizationsOperation } from '../operation.ts'
import {
  addressOf,
  managementAccountOf,
  nameOf,
  requireManaged,
  requireOwn,
  writeOrganization,
} from '../organization.ts'
import { ofOwnOrganization } from '../resources.ts'
import type { Organization, OrganizationsChange, OrganizationsState } from '../state.ts'

/**
 * AWS enables no policy type in a new root, whatever the API reference says.
 * https://github.com/hashicorp/terraform-provider-aws/issues/4545
 *
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateOrganization.html
 */
export const createOrganization = organizationsOperation(CreateOrganization, {
  resource: () => '*',

  run(call) {
    const { input, state, place, random } = call
    const { account } = place
    if (managementAccountOf(state) !== undefined) throw alreadyInOrganization(account)
    const organization: Organization = {
      id: newOrganizationId(random),
      rootId: newRootId(random),
      featureSet: input.FeatureSet ?? 'ALL',
      enabledTypes: [],
      rootTags: [],
    }
    state.organizations.put(organization)
    addAccount(call, organization, {
      id: account,
      name: nameOf(account),
      email: addressOf(account),
      joinedMethod: 'INVITED',
      tags: [],
    })
    return { Organization: writeOrganization(place, organization) }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html */
export const describeOrganization = organizationsOperation(DescribeOrganization, {
  resource: (_input, _place, own) => ofOwnOrganization(own),
  run: (call) => ({ Organization: writeOrganization(call.place, requireOwn(call)) }),
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeleteOrganization.html */
export const deleteOrganization = organizationsOperation(DeleteOrganization, {
  resource: () => '*',

  run(call) {
    const { state, place, ports } = call
    requireManaged(call)
    const members = [...state.accounts.range()].filter(({ id }) => id !== place.account)
    if (members.length > 0) throw organizationNotEmpty(members.map(({ id }) => id))
    endWhatIsUnderWay(call)
    clear(state)
    ports.organizationDirectory.leave(place.account, place.partition)
    return {}
  },
})

function endWhatIsUnderWay(call: OrganizationsChange): void {
  for (const invitation of openInvitations(call)) endInvitation(call, invitation, 'CANCELED')
  for (const { id } of [...call.state.creations.range()]) call.cancel('createAccount', id)
}

function clear(state: OrganizationsState): void {
  for (const { targetId, policyId } of [...state.attachments.range()]) {
    state.attachments.delete(targetId, policyId)
  }
  const { organizations, units, accounts, policies, creations, trustedServices } = state
  for (const { id } of [...units.range()]) units.delete(id)
  for (const { id } of [...accounts.range()]) accounts.delete(id)
  for (const { id } of [...policies.range()]) policies.delete(id)
  for (const { id } of [...creations.range()]) creations.delete(id)
  for (const { principal } of [...trustedServices.range()]) trustedServices.delete(principal)
  organizations.delete('organization')
}
