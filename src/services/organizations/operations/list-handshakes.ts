import {
  DescribeHandshake,
  type HandshakeFilter,
  ListHandshakesForAccount,
  ListHandshakesForOrganization,
} from '../../../generated/organizations.ts'
import type { Invitation } from '../../../ports/organization-directory.ts'
import { listInvitations, requireInvitation, writeHandshake } from '../invitations.ts'
import { organizationsOperation } from '../operation.ts'
import { requireManaged } from '../organization.ts'
import { pageOf } from '../paging.ts'
import { ofInvitation } from '../resources.ts'
import type { OrganizationsReading } from '../state.ts'

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeHandshake.html */
export const describeHandshake = organizationsOperation(DescribeHandshake, {
  resource: ({ HandshakeId }, place, own) => ofInvitation(place, own, HandshakeId),

  run(call) {
    const invitation = requireInvitation(call, call.input.HandshakeId)
    return { Handshake: writeHandshake(call.place, invitation, call.clock.now()) }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListHandshakesForAccount.html */
export const listHandshakesForAccount = organizationsOperation(ListHandshakesForAccount, {
  resource: () => '*',
  run: (call) => pageOfHandshakes(call, call.input, listInvitations(call, 'receiver')),
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListHandshakesForOrganization.html */
export const listHandshakesForOrganization = organizationsOperation(ListHandshakesForOrganization, {
  resource: () => '*',

  run(call) {
    requireManaged(call)
    return pageOfHandshakes(call, call.input, listInvitations(call, 'sender'))
  },
})

interface Asked {
  readonly Filter?: HandshakeFilter
  readonly NextToken?: string
  readonly MaxResults?: number
}

/** All handshakes here are invitations, and none has a parent. */
function pageOfHandshakes(
  { place, clock }: OrganizationsReading,
  asked: Asked,
  invitations: readonly Invitation[],
) {
  const { ActionType: action = 'INVITE', ParentHandshakeId: parent } = asked.Filter ?? {}
  const wanted = action === 'INVITE' && parent === undefined ? invitations : []
  const { items, ...more } = pageOf(wanted, asked, ({ id }) => id)
  const nowMs = clock.now()
  return { Handshakes: items.map((one) => writeHandshake(place, one, nowMs)), ...more }
}
