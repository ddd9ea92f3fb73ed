import { ListEntitiesForPolicy, type ListEntitiesForPolicyRequest } from '../../../generated/iam.ts'
import { requireManagedPolicy } from '../managed-policies.ts'
import { iamOperation } from '../operation.ts'
import { pageOfAll } from '../paging.ts'
import { ofPolicy } from '../resources.ts'
import type { Entity, IamState } from '../state.ts'

interface User {
  readonly kind: 'Group' | 'User' | 'Role'
  readonly entity: Entity
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html */
export const listEntitiesForPolicy = iamOperation(ListEntitiesForPolicy, {
  resource: ofPolicy,

  run(call) {
    const { input, state } = call
    const { arn } = requireManagedPolicy(call, input.PolicyArn)
    const { items, ...more } = pageOfAll(
      usersOf(state, arn, input),
      input,
      ({ kind, entity }) => `${kind} ${entity.name} ${entity.id}`,
    )
    const of = (kind: User['kind']) =>
      items.filter((one) => one.kind === kind).map(({ entity }) => entity)
    return {
      PolicyGroups: of('Group').map(({ name, id }) => ({ GroupName: name, GroupId: id })),
      PolicyUsers: of('User').map(({ name, id }) => ({ UserName: name, UserId: id })),
      PolicyRoles: of('Role').map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      ...more,
    }
  },
})

function usersOf(
  state: IamState,
  arn: string,
  {
    EntityFilter: filter,
    PathPrefix: prefix = '/',
    PolicyUsageFilter: usage,
  }: ListEntitiesForPolicyRequest,
): User[] {
  const attached = usage === 'PermissionsBoundary' ? [] : attachedTo(state, arn)
  const bounded = usage === 'PermissionsPolicy' ? [] : boundedBy(state, arn)
  const all = new Map([...attached, ...bounded].map((user) => [user.entity.id, user]))
  return [...all.values()].filter(
    ({ kind, entity }) => entity.path.startsWith(prefix) && isKind(kind, filter),
  )
}

function attachedTo(state: IamState, arn: string): User[] {
  const ids = [...state.attachments.index('policy').range({ prefix: [arn] })]
  return ids.flatMap(({ ownerId: id }) => [
    ...usersNamed('User', state.users.get(id)),
    ...usersNamed('Group', state.groups.get(id)),
    ...usersNamed('Role', state.roles.get(id)),
  ])
}

function boundedBy({ users, roles }: IamState, arn: string): User[] {
  const span = { prefix: [arn] }
  return [
    ...[...users.index('boundary').range(span)].flatMap((user) => usersNamed('User', user)),
    ...[...roles.index('boundary').range(span)].flatMap((role) => usersNamed('Role', role)),
  ]
}

function usersNamed(kind: User['kind'], entity: Entity | undefined): User[] {
  return entity ? [{ kind, entity }] : []
}

function isKind(kind: User['kind'], filter: ListEntitiesForPolicyRequest['EntityFilter']): boolean {
  if (filter === undefined) return true
  if (filter === 'User' || filter === 'Group' || filter === 'Role') return filter === kind
  return true
}
