import {
  CancelHandshake,
  InviteAccountToOrganization,
  type HandshakeParty,
} from '../../../generated/organizations.ts'
import { NotEmulated } from '../../../kernel/errors.ts'
import type { Invitation } from '../../../ports/organization-directory.ts'
import { findAccountsReached } from '../accounts.ts'
import {
  alreadyInAnOrganization,
  duplicateInvitation,
  invalidValue,
  invitationNotFound,
  wrongPartyType,
} from '../errors.ts'
import { isAccountId, newInvitationId } from '../ids.ts'
import {
  endInvitation,
  keepInvitation,
  openInvitations,
  requireInvitation,
  sentInvitations,
  writeHandshake,
} from '../invitations.ts'
import { tooManyAccountsToInvite, tooManyInvitations } from '../limit-errors.ts'
import { accountsMax, dayMs, invitationLifeMs, invitationsPerDay } from '../limits.ts'
import { organizationsOperation } from '../operation.ts'
import { addressOf, nameOf, requireManaged } from '../organization.ts'
import { ofForeignAccount, ofInvitation } from '../resources.ts'
import type { OrganizationsChange, OrganizationsReading } from '../state.ts'
import { withTags } from '../tags.ts'

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_InviteAccountToOrganization.html */
export const inviteAccountToOrganization = organizationsOperation(InviteAccountToOrganization, {
  resource: ({ Target }, place, own) => ofForeignAccount(place, own, Target?.Id ?? ''),

  run(call) {
    const { input, place, clock, random, ports } = call
    const { id: organizationId, featureSet } = requireManaged(call)
    const account = invitedAccount(input.Target)
    checkMayInvite(call, account)
    const { Notes: notes } = input
    const requestedAtMs = clock.now()
    const invitation: Invitation = {
      id: newInvitationId(random),
      organizationId,
      managementAccount: place.account,
      managementEmail: addressOf(place.account),
      managementName: nameOf(place.account),
      featureSet,
      account,
      target: { type: input.Target.Type === 'EMAIL' ? 'EMAIL' : 'ACCOUNT', id: input.Target.Id },
      ...(notes !== undefined && { notes }),
      tags: withTags([], input.Tags),
      state: 'OPEN',
      requestedAtMs,
      expiresAtMs: requestedAtMs + invitationLifeMs,
    }
    keepInvitation(call, invitation)
    ports.organizationDirectory.note(invitation, place.partition)
    return { Handshake: writeHandshake(place, invitation, requestedAtMs) }
  },
})

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_CancelHandshake.html */
export const cancelHandshake = organizationsOperation(CancelHandshake, {
  resource: ({ HandshakeId }, place, own) => ofInvitation(place, own, HandshakeId),

  run(call) {
    const { input, place, clock } = call
    const invitation = requireInvitation(call, input.HandshakeId)
    if (invitation.managementAccount !== place.account) throw invitationNotFound(invitation.id)
    const canceled = endInvitation(call, invitation, 'CANCELED')
    return { Handshake: writeHandshake(place, canceled, clock.now()) }
  },
})

/** Who is meant. Only addresses that Kasane gives are known to belong to an account. */
function invitedAccount({ Type: type, Id: id }: HandshakeParty): string {
  if (type === 'ACCOUNT') {
    if (!isAccountId(id)) throw invalidValue('INVALID_PATTERN_TARGET_ID', { id })
    return id
  }
  if (type !== 'EMAIL') throw wrongPartyType(type)
  const account = /^root@(\d{12})\.example\.com$/.exec(id)?.[1]
  if (account === undefined) throw new NotEmulated('invitations to addresses of unknown accounts')
  return account
}

/** @throws AwsError DuplicateHandshakeException, HandshakeConstraintViolationException */
function checkMayInvite(call: OrganizationsChange, account: string): void {
  const { ports, place } = call
  const known = ports.organizationDirectory.membershipOf(account, place.partition)
  if (known) throw alreadyInAnOrganization(account)
  const [open] = openInvitations(call, account)
  if (open) throw duplicateInvitation(account, open.id)
  const reached = findAccountsReached(call)
  if (reached) throw tooManyAccountsToInvite(reached)
  checkRate(call)
}

function checkRate(call: OrganizationsReading): void {
  const { limits, clock } = call
  const max = Math.max(limits.valueOf(invitationsPerDay), limits.valueOf(accountsMax))
  const sinceMs = clock.now() - dayMs
  const used = sentInvitations(call).filter(
    ({ requestedAtMs, state }) => requestedAtMs > sinceMs && state !== 'ACCEPTED',
  ).length
  if (used >= max) throw tooManyInvitations(max, used)
}
