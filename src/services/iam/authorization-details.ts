/** Users, groups, roles and policies with all that they may, for GetAccountAuthorizationDetails. */
import type { EntityType } from '../../generated/iam.ts'
import { attachedPolicies, writeAttached } from './attachments.ts'
import { boundaryMember } from './boundary.ts'
import { groupsOf, writeGroup } from './groups.ts'
import { writeInlinePolicies } from './inline-policies.ts'
import { profilesOf, writeInstanceProfile } from './instance-profiles.ts'
import { listAwsPolicies, type ManagedPolicy, ofCustomer } from './managed-policies.ts'
import { attachmentCount, boundaryCount } from './policy-answers.ts'
import { writeLastUsed, writeRoleBriefly } from './roles.ts'
import type { Group, IamReading, Role, User } from './state.ts'
import { tagsMember } from './tags.ts'
import { writeUser } from './users.ts'

/** One of the four; what it is stands under its own name. */
export interface Detailed {
  readonly kind: EntityType
  readonly name: string
  readonly id: string
  /** Everything but the policies of AWS that nobody has. */
  readonly isUsed: boolean
  readonly user?: User
  readonly group?: Group
  readonly role?: Role
  readonly policy?: ManagedPolicy
}

export function listDetailed(reading: IamReading): Detailed[] {
  const { users, groups, roles, policies } = reading.state
  return [
    ...[...users.range()].map((user) => detailed('User', user, { user })),
    ...[...groups.range()].map((group) => detailed('Group', group, { group })),
    ...[...roles.range()].map((role) => detailed('Role', role, { role })),
    ...[...policies.range()].map((one) =>
      detailed('LocalManagedPolicy', one, { policy: ofCustomer(one) }),
    ),
    ...listDetailedAws(reading),
  ]
}

export function writeUserDetail(reading: IamReading, user: User) {
  const { state } = reading
  return {
    ...withoutPassword(writeUser(reading, user)),
    ...boundaryMember(user),
    ...tagsMember(user.tags),
    UserPolicyList: writeInlinePolicies(state, user.id),
    GroupList: groupsOf(state, user.id).map(({ name }) => name),
    AttachedManagedPolicies: attachedPolicies(reading, user.id).map(writeAttached),
  }
}

export function writeGroupDetail(reading: IamReading, group: Group) {
  return {
    ...writeGroup(reading, group),
    GroupPolicyList: writeInlinePolicies(reading.state, group.id),
    AttachedManagedPolicies: attachedPolicies(reading, group.id).map(writeAttached),
  }
}

export function writeRoleDetail(reading: IamReading, role: Role) {
  const { state } = reading
  return {
    ...writeRoleBriefly(reading, role),
    ...boundaryMember(role),
    ...tagsMember(role.tags),
    InstanceProfileList: profilesOf(state, role.id).map((profile) =>
      writeInstanceProfile(reading, profile),
    ),
    RolePolicyList: writeInlinePolicies(state, role.id),
    AttachedManagedPolicies: attachedPolicies(reading, role.id).map(writeAttached),
    RoleLastUsed: writeLastUsed(role),
  }
}

function listDetailedAws(reading: IamReading): Detailed[] {
  const { state } = reading
  return listAwsPolicies(reading).map((policy) => {
    const { name, arn } = policy
    const isUsed = attachmentCount(state, arn) + boundaryCount(state, arn) > 0
    return { kind: 'AWSManagedPolicy', name, id: arn, isUsed, policy }
  })
}

function detailed(
  kind: EntityType,
  { name, id }: { readonly name: string; readonly id: string },
  what: Pick<Detailed, 'user' | 'group' | 'role' | 'policy'>,
): Detailed {
  return { kind, name, id, isUsed: true, ...what }
}

/** The details, unlike the user itself, have no PasswordLastUsed. */
function withoutPassword({ PasswordLastUsed: _, ...user }: ReturnType<typeof writeUser>) {
  return user
}
