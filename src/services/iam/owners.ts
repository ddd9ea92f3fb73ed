/** Whoever has policies: users, groups and roles, seen alike. */
import type { EntityKind } from './errors.ts'
import { requireGroup } from './groups.ts'
import { requireChangeableRole, requireRole } from './roles.ts'
import type { Entity, IamState } from './state.ts'
import { requireUser } from './users.ts'

export interface Owner {
  readonly kind: EntityKind
  readonly id: string
  readonly name: string
}

export function userOwner(state: IamState, { UserName }: { readonly UserName: string }): Owner {
  return owner('User', requireUser(state, UserName))
}

export function groupOwner(state: IamState, { GroupName }: { readonly GroupName: string }): Owner {
  return owner('Group', requireGroup(state, GroupName))
}

export function roleOwner(state: IamState, { RoleName }: { readonly RoleName: string }): Owner {
  return owner('Role', requireRole(state, RoleName))
}

/** @throws AwsError UnmodifiableEntity for service-linked roles */
export function changeableRoleOwner(
  state: IamState,
  { RoleName }: { readonly RoleName: string },
): Owner {
  return owner('Role', requireChangeableRole(state, RoleName))
}

function owner(kind: EntityKind, { id, name }: Entity): Owner {
  return { kind, id, name }
}
