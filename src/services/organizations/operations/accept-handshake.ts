import { AcceptHandshake, DeclineHandshake } from '../../../generated/organizations.ts'
import type { Invitation } from '../../../ports/organization-directory.ts'
import { addAccount } from '../accounts.ts'
import { alreadyInAnOrganization, invitationNotFound, notInUse } from '../errors.ts'
import { endInvitation, requireInvitation, writeHandshake } from '../invitations.ts'
import { organizationsOperation } from '../operation.ts'
import { addressOf, findOrganization, nameOf } from '../organization.ts'
import { ofReceivedInvitation } from '../resources.ts'
import type { OrganizationsReading } from '../state.ts'

/**
 * Runs in the management account, where the tree is.
 *
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_AcceptHandshake.html
 */
export const acceptHandshake = organizationsOperation(AcceptHandshake, {
  resource: ({ HandshakeId }, place, own) => ofReceivedInvitation(place, own, HandshakeId),

  run(call) {
    const { caller, state, place, clock, ports } = call
    const { account: id } = caller
    const invitation = requireReceived(call, call.input.HandshakeId, id)
    const accepted = endInvitation(call, invitation, 'ACCEPTED')
    const known = ports.organizationDirectory.membershipOf(id, place.partition)
    if (known) throw alreadyInAnOrganization(id)
    const organization = findOrganization(state)
    if (!organization) throw notInUse(place.account)
    const { tags } = invitation
    const email = addressOf(id)
    addAccount(call, organization, { id, name: nameOf(id), email, joinedMethod: 'INVITED', tags })
    return { Handshake: writeHandshake(place, accepted, clock.now()) }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeclineHandshake.html */
export const declineHandshake = organizationsOperation(DeclineHandshake, {
  resource: ({ HandshakeId }, place, own) => ofReceivedInvitation(place, own, HandshakeId),

  run(call) {
    const { input, caller, place, clock } = call
    const invitation = requireReceived(call, input.HandshakeId, caller.account)
    const declined = endInvitation(call, invitation, 'DECLINED')
    return { Handshake: writeHandshake(place, declined, clock.now()) }
  },
})

/** Nobody answers for another. @throws AwsError HandshakeNotFoundException */
function requireReceived(call: OrganizationsReading, id: string, account: string): Invitation {
  const invitation = requireInvitation(call, id)
  if (invitation.account !== account) throw invitationNotFound(id)
  return invitation
}
