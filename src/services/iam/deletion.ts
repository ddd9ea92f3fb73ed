/**
 * What stands in the way of a deletion. AWS tells the first obstacle only; of their order just the
 * chain login profile, access keys, MFA device is known (https://github.com/hashicorp/terraform/issues/8621).
 */
import { deleteConflict } from './errors.ts'
import type { Group, IamState, InstanceProfile, Role, User } from './state.ts'

interface Obstacle {
  readonly isThere: boolean
  /** Ends AWS's sentence. */
  readonly mustFirst: string
}

/** @throws AwsError DeleteConflict */
export function checkUserDeletable(state: IamState, user: User): void {
  const memberships = state.memberships.index('user').first({ prefix: [user.id] })
  refuse(user.name, [
    ...credentialObstacles(state, user),
    ...policyObstacles(state, user.id),
    { isThere: memberships !== undefined, mustFirst: removeUsersFirst },
  ])
}

/** @throws AwsError DeleteConflict */
export function checkGroupDeletable(state: IamState, group: Group): void {
  const member = state.memberships.first({ prefix: [group.id] })
  refuse(group.name, [
    ...policyObstacles(state, group.id),
    { isThere: member !== undefined, mustFirst: removeUsersFirst },
  ])
}

/** @throws AwsError DeleteConflict */
export function checkRoleDeletable(state: IamState, role: Role): void {
  const profile = state.instanceProfiles.index('role').first({ prefix: [role.id] })
  refuse(role.name, [
    { isThere: profile !== undefined, mustFirst: removeRolesFirst },
    ...policyObstacles(state, role.id),
  ])
}

/** @throws AwsError DeleteConflict */
export function checkProfileDeletable({ name, roleId }: InstanceProfile): void {
  // The words are those of roles in an instance profile; unconfirmed.
  refuse(name, [{ isThere: roleId !== undefined, mustFirst: removeRolesFirst }])
}

/**
 * Of users https://github.com/mozilla-services/userplex/issues/17, of groups
 * https://github.com/go-to-k/delstack/issues/40
 */
const removeUsersFirst = 'must remove users from group first.'

/** https://github.com/99designs/iamy/issues/68 */
const removeRolesFirst = 'must remove roles from instance profile first.'

function hasAccessKeys(state: IamState, user: User): boolean {
  return state.accessKeys.index('user').first({ prefix: [user.id] }) !== undefined
}

/** https://github.com/rebuy-de/aws-nuke/issues/281, 671, 470 and 319 */
function credentialObstacles(state: IamState, user: User): Obstacle[] {
  const span = { prefix: [user.id] }
  const isReferred =
    state.sshKeys.first(span) !== undefined || state.serviceCredentials.first(span) !== undefined
  return [
    {
      isThere: state.loginProfiles.get(user.id) !== undefined,
      mustFirst: 'must delete login profile first.',
    },
    { isThere: hasAccessKeys(state, user), mustFirst: 'must delete access keys first.' },
    {
      isThere: state.mfaDevices.index('user').first(span) !== undefined,
      mustFirst: 'must delete MFA device first.',
    },
    {
      isThere: state.signingCertificates.first(span) !== undefined,
      mustFirst: 'must delete certificates first.',
    },
    { isThere: isReferred, mustFirst: 'must remove referenced objects first.' },
  ]
}

/** https://github.com/hashicorp/boundary/issues/5646, https://github.com/rebuy-de/aws-nuke/issues/294 */
function policyObstacles(state: IamState, ownerId: string): Obstacle[] {
  const span = { prefix: [ownerId] }
  return [
    {
      isThere: state.attachments.first(span) !== undefined,
      mustFirst: 'must detach all policies first.',
    },
    {
      isThere: state.inlinePolicies.first(span) !== undefined,
      mustFirst: 'must delete policies first.',
    },
  ]
}

function refuse(entity: string, obstacles: readonly Obstacle[]): void {
  const first = obstacles.find(({ isThere }) => isThere)
  if (first) throw deleteConflict(entity, first.mustFirst)
}
