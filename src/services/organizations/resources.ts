/**
 * What the caller must be allowed: the ARNs and context keys of AWS's service authorization
 * reference. What can't be found stands as `*`, and the operation says so itself.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html
 */
import type { ResourceCheck } from '../../kernel/authorisation.ts'
import type { Place } from '../../kernel/place.ts'
import { invitationArn, targetArn } from './arns.ts'
import { findOrganization, managementAccountOf } from './organization.ts'
import { arnOf, findPolicy } from './policies.ts'
import type { OrganizationsReading, OrganizationsState, Tag } from './state.ts'
import { findTarget } from './tree.ts'

/** Of roots, units, accounts and policies, by their ids; of none, everything. */
export function ofThings(
  place: Place,
  { state }: OrganizationsReading,
  ...ids: readonly (string | undefined)[]
): ResourceCheck[] {
  const checks = ids.flatMap((id) => {
    const check = id === undefined ? undefined : findCheck(place, state, id)
    return check ? [check] : []
  })
  return checks.length > 0 ? checks : [{ resource: '*' }]
}

function findCheck(place: Place, state: OrganizationsState, id: string): ResourceCheck | undefined {
  const organization = findOrganization(state)
  if (!organization) return undefined
  const policy = findPolicy(state, id)
  if (policy) {
    const context = { ...tagContext(policy.tags), ...typeContext(policy.type) }
    return { resource: arnOf(place, organization, policy), context }
  }
  const target = findTarget(state, organization, id)
  if (!target) return undefined
  const tags = tagsOf(state, id) ?? organization.rootTags
  return { resource: targetArn(place, organization, id), context: tagContext(tags) }
}

/** AWS tells the type of a policy with its target, too. */
export function ofAttachment(
  place: Place,
  own: OrganizationsReading,
  { PolicyId, TargetId }: { readonly PolicyId: string; readonly TargetId: string },
): ResourceCheck[] {
  const policy = findPolicy(own.state, PolicyId)
  return ofType(policy?.type, ofThings(place, own, PolicyId, TargetId))
}

/** The same questions, about policies of a type. */
export function ofType(
  type: string | undefined,
  checks: readonly ResourceCheck[],
): ResourceCheck[] {
  return checks.map((check) => ({ ...check, context: { ...check.context, ...typeContext(type) } }))
}

function typeContext(type: string | undefined): Readonly<Record<string, string>> {
  return type === undefined ? {} : { 'organizations:PolicyType': type }
}

function tagsOf(state: OrganizationsState, id: string): readonly Tag[] | undefined {
  return (state.accounts.get(id) ?? state.units.get(id))?.tags
}

function tagContext(tags: readonly Tag[]): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map(({ key, value }) => [`aws:ResourceTag/${key}`, value]))
}

/** An account that isn't in the organisation, and need not be there. */
export function ofForeignAccount(
  place: Place,
  { state }: OrganizationsReading,
  account: string,
): ResourceCheck[] {
  const organization = findOrganization(state)
  if (!organization || !/^\d{12}$/.test(account)) return [{ resource: '*' }]
  return [{ resource: targetArn(place, organization, account) }]
}

/** What the organisation keeps for its members, asked by one of them. */
export function ofOwnOrganization({ state }: OrganizationsReading): ResourceCheck[] {
  const managementAccount = managementAccountOf(state)
  return [{ resource: '*', ...(managementAccount && { heldBy: managementAccount }) }]
}

/** Of an invitation, as the account has it. */
export function ofInvitation(
  place: Place,
  { state }: OrganizationsReading,
  id: string,
): ResourceCheck[] {
  const invitation = state.invitations.get(id)
  if (!invitation) return [{ resource: '*' }]
  return [{ resource: invitationArn(place, invitation), heldBy: place.account }]
}

/** The same of one that is answered, which changes what the sender keeps. */
export function ofReceivedInvitation(
  place: Place,
  own: OrganizationsReading,
  id: string,
): ResourceCheck[] {
  const invitation = own.state.invitations.get(id)
  const checks = ofInvitation(place, own, id)
  if (!invitation) return checks
  return checks.map((check) => ({ ...check, heldBy: invitation.managementAccount }))
}
