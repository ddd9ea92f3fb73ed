/** ARNs of Organizations, which all name the organisation and its management account. */
import type { Place } from '../../kernel/place.ts'
import { isAccountId } from './ids.ts'
import type { Organization, Policy } from './state.ts'

/** `place` is the management account's. */
export function organizationArn(place: Place, { id }: Organization): string {
  return organizationsArn(place, `organization/${id}`)
}

/** Of the root, a unit or an account. */
export function targetArn(place: Place, organization: Organization, id: string): string {
  return organizationsArn(place, `${arnTypeOf(id)}/${organization.id}/${id}`)
}

export function policyArn(place: Place, organization: Organization, policy: Policy): string {
  const type = policy.type.toLowerCase()
  return organizationsArn(place, `policy/${organization.id}/${type}/${policy.id}`)
}

/** An invitation's; another account may have sent it. */
export function invitationArn(
  place: Place,
  invitation: {
    readonly id: string
    readonly organizationId: string
    readonly managementAccount: string
  },
): string {
  const { id, organizationId, managementAccount } = invitation
  const from = { ...place, account: managementAccount }
  return organizationsArn(from, `handshake/${organizationId}/invite/${id}`)
}

function arnTypeOf(id: string): 'root' | 'ou' | 'account' {
  if (isAccountId(id)) return 'account'
  return id.startsWith('r-') ? 'root' : 'ou'
}

function organizationsArn({ partition, account }: Place, resource: string): string {
  return `arn:${partition}:organizations::${account}:${resource}`
}
