/**
 * What Organizations keeps: the whole organisation in its management account, and in every account
 * whose organisation it is in. Members refer to their place in the tree by id.
 */
import type { Changing, Reading } from '../../kernel/call.ts'
import { collection, defineState } from '../../kernel/collection.ts'
import type { Invitation, OrganizationMembership } from '../../ports/organization-directory.ts'

export interface Tag {
  readonly key: string
  readonly value: string
}

/** The types whose policies Kasane judges by. */
export type ControlType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY'

/** There is one or none; the root is part of it. */
export interface Organization {
  /** `o-…` */
  readonly id: string
  /** `r-…` */
  readonly rootId: string
  readonly featureSet: 'ALL' | 'CONSOLIDATED_BILLING'
  /** In the order in which they were enabled. */
  readonly enabledTypes: readonly ControlType[]
  readonly rootTags: readonly Tag[]
}

/** An organizational unit. */
export interface Unit {
  /** `ou-…` */
  readonly id: string
  /** The root or another unit. */
  readonly parentId: string
  readonly name: string
  readonly tags: readonly Tag[]
}

export interface Account {
  readonly id: string
  readonly parentId: string
  readonly name: string
  readonly email: string
  readonly joinedMethod: 'INVITED' | 'CREATED'
  readonly joinedAtMs: number
  readonly status: 'ACTIVE' | 'PENDING_CLOSURE' | 'SUSPENDED'
  readonly tags: readonly Tag[]
}

/** A customer's policy; AWS's own are no state. */
export interface Policy {
  /** `p-…` */
  readonly id: string
  readonly type: ControlType
  readonly name: string
  readonly description: string
  readonly content: string
  readonly tags: readonly Tag[]
}

export interface Attachment {
  /** The root, a unit or an account. */
  readonly targetId: string
  readonly policyId: string
}

/** A request to create an account. */
export interface Creation {
  /** `car-…` */
  readonly id: string
  readonly name: string
  readonly email: string
  /** The account that is made, or would have been. */
  readonly accountId: string
  readonly roleName: string
  readonly tags: readonly Tag[]
  readonly state: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED'
  readonly failure?: 'EMAIL_ALREADY_EXISTS' | 'INTERNAL_FAILURE'
  readonly requestedAtMs: number
  readonly completedAtMs?: number
}

/** A service that may act in all accounts of the organisation. */
export interface TrustedService {
  /** `cloudtrail.amazonaws.com` */
  readonly principal: string
  readonly enabledAtMs: number
}

export const state = defineState({
  organizations: collection({ version: 1, key: (_: Organization) => ['organization'] }),
  units: collection({
    version: 1,
    key: (unit: Unit) => [unit.id],
    indexes: { parent: (unit: Unit) => [unit.parentId, unit.id] },
  }),
  accounts: collection({
    version: 1,
    key: (account: Account) => [account.id],
    indexes: {
      parent: (account: Account) => [account.parentId, account.id],
      email: (account: Account) => [account.email.toLowerCase()],
    },
  }),
  policies: collection({
    version: 1,
    key: (policy: Policy) => [policy.id],
    indexes: { type: (policy: Policy) => [policy.type, policy.id] },
  }),
  attachments: collection({
    version: 1,
    key: (one: Attachment) => [one.targetId, one.policyId],
    indexes: { policy: (one: Attachment) => [one.policyId, one.targetId] },
  }),
  creations: collection({
    version: 1,
    key: (creation: Creation) => [creation.id],
    indexes: { state: (creation: Creation) => [creation.state, creation.id] },
  }),
  trustedServices: collection({
    version: 1,
    key: (service: TrustedService) => [service.principal],
  }),
  /** Those sent, in the management account; those received, in the account that is invited. */
  invitations: collection({
    version: 1,
    key: (invitation: Invitation) => [invitation.id],
    indexes: {
      account: ({ managementAccount, account, id }: Invitation) => [managementAccount, account, id],
    },
  }),
  /** Of the account itself: one or none. */
  memberships: collection({ version: 1, key: (_: OrganizationMembership) => ['account'] }),
})

export type OrganizationsReading = Reading<typeof state>
export type OrganizationsChange = Changing<typeof state>
export type OrganizationsState = OrganizationsReading['state']
