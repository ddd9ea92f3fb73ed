/** Groups and who is in them. */
import type { Group as WrittenGroup } from '../../generated/iam.ts'
import { entityArn } from './arns.ts'
import { findByName } from './entities.ts'
import { nameTaken, noSuchNamed } from './errors.ts'
import { writeInstant } from './instants.ts'
import type { Group, IamReading, IamState, User } from './state.ts'

/** @throws AwsError NoSuchEntity */
export function requireGroup(state: IamState, name: string): Group {
  const group = findByName(state.groups, name)
  if (!group) throw noSuchNamed('Group', name)
  return group
}

/** @throws AwsError EntityAlreadyExists */
export function checkGroupNameFree(state: IamState, name: string): void {
  if (findByName(state.groups, name)) throw nameTaken('Group', name)
}

export function groupsOf(state: IamState, userId: string): Group[] {
  const memberships = [...state.memberships.index('user').range({ prefix: [userId] })]
  return memberships
    .map(({ groupId }) => state.groups.get(groupId))
    .filter((group) => group !== undefined)
}

export function membersOf(state: IamState, group: Group): User[] {
  const memberships = [...state.memberships.range({ prefix: [group.id] })]
  return memberships
    .map(({ userId }) => state.users.get(userId))
    .filter((user) => user !== undefined)
}

export function writeGroup({ place }: Pick<IamReading, 'place'>, group: Group) {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: entityArn(place, 'group', group),
    CreateDate: writeInstant(group.createdAtMs),
  } satisfies WrittenGroup
}
