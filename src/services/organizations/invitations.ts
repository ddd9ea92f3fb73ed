/** Invitations to join an organisation; AWS calls them handshakes. */
import type { Place } from '../../kernel/place.ts'
import type { Invitation } from '../../ports/organization-directory.ts'
import { invitationArn } from './arns.ts'
import { invitationEnded, invitationInState, invitationNotFound } from './errors.ts'
import { invitationKeptMs } from './limits.ts'
import type { OrganizationsChange, OrganizationsReading } from './state.ts'

type State = Invitation['state'] | 'EXPIRED'

/** Nothing is written when an invitation expires. */
export function stateAt({ state, expiresAtMs }: Invitation, nowMs: number): State {
  return state === 'OPEN' && expiresAtMs <= nowMs ? 'EXPIRED' : state
}

function isForgotten({ completedAtMs, expiresAtMs }: Invitation, nowMs: number): boolean {
  return (completedAtMs ?? expiresAtMs) + invitationKeptMs <= nowMs
}

/** @throws AwsError HandshakeNotFoundException */
export function requireInvitation({ state, clock }: OrganizationsReading, id: string): Invitation {
  const invitation = state.invitations.get(id)
  if (!invitation || isForgotten(invitation, clock.now())) throw invitationNotFound(id)
  return invitation
}

/** Those that the account has sent, or those that it has received. */
export function listInvitations(
  { state, clock, place }: OrganizationsReading,
  role: 'sender' | 'receiver',
): Invitation[] {
  const nowMs = clock.now()
  return [...state.invitations.range()].filter(
    (one) =>
      !isForgotten(one, nowMs) &&
      (role === 'sender' ? one.managementAccount : one.account) === place.account,
  )
}

/** Those that the account has sent, to whomever or to one account; in no order of note. */
export function sentInvitations(
  { state, clock, place }: OrganizationsReading,
  to?: string,
): Invitation[] {
  const nowMs = clock.now()
  const prefix = to === undefined ? [place.account] : [place.account, to]
  const sent = [...state.invitations.index('account').range({ prefix })]
  return sent.filter((one) => !isForgotten(one, nowMs))
}

export function openInvitations(reading: OrganizationsReading, to?: string): Invitation[] {
  const nowMs = reading.clock.now()
  return sentInvitations(reading, to).filter((one) => stateAt(one, nowMs) === 'OPEN')
}

/** Keeps an invitation on one side, where those go that AWS has deleted by now. */
export function keepInvitation(
  { state, clock }: OrganizationsChange,
  invitation: Invitation,
): void {
  const nowMs = clock.now()
  for (const old of [...state.invitations.range()]) {
    if (isForgotten(old, nowMs)) state.invitations.delete(old.id)
  }
  state.invitations.put(invitation)
}

/** Ends an open invitation, on both sides. @throws AwsError of a handshake that isn't open */
export function endInvitation(
  change: OrganizationsChange,
  invitation: Invitation,
  end: 'CANCELED' | 'ACCEPTED' | 'DECLINED',
): Invitation {
  const nowMs = change.clock.now()
  const now = stateAt(invitation, nowMs)
  if (now === end) throw invitationInState(invitation.id, now)
  if (now !== 'OPEN') throw invitationEnded(invitation.id, now)
  const ended: Invitation = { ...invitation, state: end, completedAtMs: nowMs }
  keepInvitation(change, ended)
  change.ports.organizationDirectory.note(ended, change.place.partition)
  return ended
}

export function writeHandshake(place: Place, invitation: Invitation, nowMs: number) {
  const { id, organizationId, target, notes, requestedAtMs, expiresAtMs } = invitation
  return {
    Id: id,
    Arn: invitationArn(place, invitation),
    Parties: [
      { Id: organizationId, Type: 'ORGANIZATION' as const },
      { Id: target.id, Type: target.type },
    ],
    State: stateAt(invitation, nowMs),
    RequestedTimestamp: new Date(requestedAtMs),
    ExpirationTimestamp: new Date(expiresAtMs),
    Action: 'INVITE' as const,
    Resources: [
      {
        Type: 'ORGANIZATION' as const,
        Value: organizationId,
        Resources: [
          { Type: 'MASTER_EMAIL' as const, Value: invitation.managementEmail },
          { Type: 'MASTER_NAME' as const, Value: invitation.managementName },
          { Type: 'ORGANIZATION_FEATURE_SET' as const, Value: invitation.featureSet },
        ],
      },
      { Type: target.type, Value: target.id },
      ...(notes === undefined ? [] : [{ Type: 'NOTES' as const, Value: notes }]),
    ],
  }
}
