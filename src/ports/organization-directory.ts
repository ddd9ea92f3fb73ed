declare module '../kernel/ports.ts' {
  interface Ports {
    readonly organizationDirectory: OrganizationDirectory
  }
}

export type ControlLevels = readonly (readonly ControlPolicy[])[]

export interface ControlPolicy {
  readonly name: string
  readonly arn: string
  readonly document: string
}

/** Whose organisation an account is in; the management account is in its own. */
export interface OrganizationMembership {
  /** `o-…` */
  readonly organizationId: string
  readonly managementAccount: string
}

/** An invitation to join an organisation, as both sides keep it. */
export interface Invitation {
  /** `h-…` */
  readonly id: string
  readonly organizationId: string
  readonly managementAccount: string
  readonly managementEmail: string
  readonly managementName: string
  readonly featureSet: 'ALL' | 'CONSOLIDATED_BILLING'
  /** The account that is invited, and how it was called: by its id or its address. */
  readonly account: string
  readonly target: { readonly type: 'ACCOUNT' | 'EMAIL'; readonly id: string }
  readonly notes?: string
  readonly tags: readonly { readonly key: string; readonly value: string }[]
  readonly state: 'OPEN' | 'CANCELED' | 'ACCEPTED' | 'DECLINED'
  readonly requestedAtMs: number
  readonly expiresAtMs: number
  readonly completedAtMs?: number
}

/**
 * What accounts know of the organisation they are in or are asked into, each in its own state. What
 * is noted is part of the change under way, so that both sides always agree.
 */
export interface OrganizationDirectory {
  /**
   * The service control policies that bind an account, by level from the root down; `undefined`
   * where none do.
   */
  serviceControlOver(account: string, partition: string): ControlLevels | undefined
  membershipOf(account: string, partition: string): OrganizationMembership | undefined
  join(account: string, partition: string, membership: OrganizationMembership): void
  leave(account: string, partition: string): void
  /** Notes an invitation, or what became of it, with the account that is invited. */
  note(invitation: Invitation, partition: string): void
}
