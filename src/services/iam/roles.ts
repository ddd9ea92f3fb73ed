/** Roles. */
import type { Role as WrittenRole } from '../../generated/iam.ts'
import type { Place } from '../../kernel/place.ts'
import { shownPolicy } from '../../policy/bound-policy.ts'
import { entityArn } from './arns.ts'
import { boundaryMember } from './boundary.ts'
import { writeDocument } from './documents.ts'
import { findByName } from './entities.ts'
import { nameTaken, noSuchNamed, protectedRole, reservedRolePath } from './errors.ts'
import { writeInstant } from './instants.ts'
import type { IamReading, IamState, Role } from './state.ts'
import { tagsMember } from './tags.ts'

export function findRole(state: IamState, name: string): Role | undefined {
  return findByName(state.roles, name)
}

/** @throws AwsError NoSuchEntity */
export function requireRole(state: IamState, name: string): Role {
  const role = findRole(state, name)
  if (!role) throw noSuchNamed('Role', name)
  return role
}

/** @throws AwsError NoSuchEntity; UnmodifiableEntity for service-linked roles */
export function requireChangeableRole(state: IamState, name: string): Role {
  const role = requireRole(state, name)
  if (role.linkedTo !== undefined) throw protectedRole(role.name)
  return role
}

/** @throws AwsError InvalidInput for the path of service-linked roles, which AWS alone makes */
export function checkRolePath(path = '/'): void {
  if (path.startsWith('/aws-service-role/')) throw reservedRolePath(path)
}

/** @throws AwsError EntityAlreadyExists */
export function checkRoleNameFree(state: IamState, name: string): void {
  if (findRole(state, name)) throw nameTaken('Role', name)
}

export function roleArn(place: Place, role: Pick<Role, 'path' | 'name'>): string {
  return entityArn(place, 'role', role)
}

/** As CreateRole and instance profiles show a role. */
export function writeRoleBriefly(reading: IamReading, role: Role) {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: roleArn(reading.place, role),
    CreateDate: writeInstant(role.createdAtMs),
    AssumeRolePolicyDocument: writeDocument(
      shownPolicy(role.trustPolicy, 'trust', reading.ports.identityDirectory),
    ),
  } satisfies WrittenRole
}

/** As lists show it: without what only GetRole tells. */
export function writeRole(reading: IamReading, role: Role) {
  return {
    ...writeRoleBriefly(reading, role),
    ...(role.description !== undefined && { Description: role.description }),
    MaxSessionDuration: role.sessionSecondsMax,
  } satisfies WrittenRole
}

/** As the answers about one role show it. */
export function writeRoleWhole(reading: IamReading, role: Role) {
  return {
    ...writeRole(reading, role),
    ...boundaryMember(role),
    ...tagsMember(role.tags),
    RoleLastUsed: writeLastUsed(role),
  } satisfies WrittenRole
}

/** AWS: empty for a role that wasn't used yet. */
export function writeLastUsed({ lastUsed }: Role) {
  return lastUsed ? { LastUsedDate: writeInstant(lastUsed.atMs), Region: lastUsed.region } : {}
}
