/**
 * What IAM keeps, in one account. Names can change and be used again, so that entities refer to
 * each other by their unique ids; managed policies, whose names stay, by their ARNs.
 */
import type { Changing, Reading } from '../../kernel/call.ts'
import { collection, defineState } from '../../kernel/collection.ts'
import { credentialCollections } from './credential-state.ts'

export interface Tag {
  readonly key: string
  readonly value: string
}

/** What all entities have. */
export interface Entity {
  /** Never used again: an entity made anew under an old name shares nothing with the old one. */
  readonly id: string
  readonly name: string
  /** Begins and ends with a slash. */
  readonly path: string
  readonly createdAtMs: number
}

export interface User extends Entity {
  readonly tags: readonly Tag[]
  /** ARN of the managed policy that bounds its permissions. */
  readonly boundaryArn?: string
  readonly passwordUsedAtMs?: number
}

export interface Group extends Entity {}

export interface Membership {
  readonly groupId: string
  readonly userId: string
}

export interface Role extends Entity {
  /** As written, but users and roles stand there by their unique ids. */
  readonly trustPolicy: string
  readonly description?: string
  readonly sessionSecondsMax: number
  readonly tags: readonly Tag[]
  readonly boundaryArn?: string
  readonly lastUsed?: { readonly atMs: number; readonly region: string }
  /** A service-linked role's service, such as `ecs.amazonaws.com`. */
  readonly linkedTo?: string
}

export interface InstanceProfile extends Entity {
  readonly tags: readonly Tag[]
  readonly roleId?: string
}

/** A policy that is part of a user, a group or a role. */
export interface InlinePolicy {
  readonly ownerId: string
  readonly name: string
  readonly document: string
}

/** A customer's managed policy. AWS's own are no state: they come with Kasane. */
export interface Policy extends Entity {
  readonly arn: string
  readonly description?: string
  readonly tags: readonly Tag[]
  readonly updatedAtMs: number
  readonly defaultVersion: number
  /** Numbers are never used again. */
  readonly lastVersion: number
}

export interface PolicyVersion {
  readonly policyId: string
  readonly number: number
  readonly document: string
  readonly createdAtMs: number
}

/** A managed policy that a user, a group or a role has. */
export interface Attachment {
  readonly ownerId: string
  readonly policyArn: string
}

export interface AccessKey {
  readonly id: string
  readonly secret: string
  /** A user, or the account itself for the keys of its root user. */
  readonly userId: string
  readonly status: 'Active' | 'Inactive'
  readonly createdAtMs: number
  readonly lastUsed?: { readonly atMs: number; readonly region: string; readonly service: string }
}

/** The account's name in the address of the console; there is one or none. */
export interface Alias {
  readonly name: string
}

/** What an account has chosen; there is one record or none. */
export interface Preferences {
  readonly globalEndpointTokenVersion: 1 | 2
}

const byName = ({ name }: Entity) => [nameKey(name)]
const byBoundary = ({ boundaryArn, id }: User | Role) =>
  boundaryArn === undefined ? undefined : [boundaryArn, id]

export const state = defineState({
  users: collection({
    version: 1,
    key: (user: User) => [user.id],
    indexes: { name: byName, boundary: byBoundary },
  }),
  groups: collection({ version: 1, key: (group: Group) => [group.id], indexes: { name: byName } }),
  memberships: collection({
    version: 1,
    key: (one: Membership) => [one.groupId, one.userId],
    indexes: { user: (one: Membership) => [one.userId, one.groupId] },
  }),
  roles: collection({
    version: 1,
    key: (role: Role) => [role.id],
    indexes: { name: byName, boundary: byBoundary },
  }),
  instanceProfiles: collection({
    version: 1,
    key: (profile: InstanceProfile) => [profile.id],
    indexes: {
      name: byName,
      role: ({ roleId, id }: InstanceProfile) => (roleId === undefined ? undefined : [roleId, id]),
    },
  }),
  inlinePolicies: collection({
    version: 1,
    key: (policy: InlinePolicy) => [policy.ownerId, policy.name],
  }),
  policies: collection({
    version: 1,
    key: (policy: Policy) => [policy.id],
    indexes: { name: byName, arn: (policy: Policy) => [policy.arn] },
  }),
  policyVersions: collection({
    version: 1,
    key: (version: PolicyVersion) => [version.policyId, version.number],
  }),
  attachments: collection({
    version: 1,
    key: (one: Attachment) => [one.ownerId, one.policyArn],
    indexes: { policy: (one: Attachment) => [one.policyArn, one.ownerId] },
  }),
  accessKeys: collection({
    version: 1,
    key: (key: AccessKey) => [key.id],
    indexes: { user: (key: AccessKey) => [key.userId, key.createdAtMs] },
  }),
  aliases: collection({ version: 1, key: (alias: Alias) => [alias.name] }),
  preferences: collection({ version: 1, key: (_: Preferences) => ['account'] }),
  ...credentialCollections,
})

export type IamReading = Reading<typeof state>
export type IamChange = Changing<typeof state>
export type IamState = IamReading['state']

/**
 * AWS: names keep their case and are unique regardless of it, over all paths.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function nameKey(name: string): string {
  return name.toLowerCase()
}
