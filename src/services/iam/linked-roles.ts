/**
 * Service-linked roles: AWS makes their names, trust and policies, and deletes them when the service
 * no longer needs them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 */
import type { RegionUsage } from '../../ports/role-usage.ts'
import { noLinkedRoleService, suffixNotAllowed } from './credential-errors.ts'
import { linkedRoleServices, suffixedServices } from './linked-role-services.ts'
import type { DeletionTask } from './credential-state.ts'
import { roleDeletion, taskKeptMs } from './credential-limits.ts'
import { forgetUses } from './last-used.ts'
import { roleArn } from './roles.ts'
import type { IamChange, IamReading, IamState, Role } from './state.ts'

export interface LinkedRole {
  /** `ecs.amazonaws.com` */
  readonly service: string
  readonly name: string
  readonly path: string
  readonly policyArn: string
}

/** What the role of a service is called; `undefined`: the service has none. */
export function findLinkedRole(
  service: string,
  suffix: string | undefined,
  partition: string,
): LinkedRole | undefined {
  const short = service.replace(/\.amazonaws\.com(?:\.cn)?$/, '')
  const known = linkedRoleServices.find(([one]) => one === short)
  if (!known || short === service) return undefined
  const [, role, policy] = known
  return {
    service,
    name: `AWSServiceRoleFor${role}${suffix === undefined ? '' : `_${suffix}`}`,
    path: `/aws-service-role/${service}/`,
    policyArn: `arn:${partition}:iam::aws:policy/aws-service-role/${policy}`,
  }
}

/** @throws AwsError InvalidInput */
export function requireLinkedRole(
  service: string,
  suffix: string | undefined,
  partition: string,
): LinkedRole {
  const role = findLinkedRole(service, suffix, partition)
  if (!role) throw noLinkedRoleService(service)
  const short = service.replace(/\.amazonaws\.com(?:\.cn)?$/, '')
  if (suffix !== undefined && !suffixedServices.has(short)) throw suffixNotAllowed(service)
  return role
}

export function linkedTrustPolicy(service: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  })
}

/** AWS: asked again while it is under way, the deletion goes on as it is. */
export function startDeletion(change: IamChange, role: Role, service: string): DeletionTask {
  const { state, clock, at, newId, durations } = change
  const known = state.deletionTasks.index('active').first({ prefix: [role.id] })
  if (known) return known
  const task: DeletionTask = {
    id: `task${role.path}${role.name}/${newId()}`,
    roleId: role.id,
    roleName: role.name,
    service,
    status: 'IN_PROGRESS',
  }
  state.deletionTasks.put(task)
  at(clock.now() + durations.msOf(roleDeletion), 'deleteLinkedRole', task.id)
  return task
}

export type RoleUsages = readonly RegionUsage[]

/** Which resources use the role that a deletion is about. */
export async function usageOfRole(reading: IamReading, id: string): Promise<RoleUsages> {
  const { state, place, ports } = reading
  const task = state.deletionTasks.get(id)
  const role = task && state.roles.get(task.roleId)
  return role ? ((await ports.roleUsage?.of(roleArn(place, role), task.service)) ?? []) : []
}

/** Deletes the role unless it is in use. */
export function finishDeletion(change: IamChange, id: string, usage: RoleUsages): void {
  const { state, clock, at } = change
  const task = state.deletionTasks.get(id)
  if (!task) return
  const role = state.roles.get(task.roleId)
  if (usage.length > 0) {
    const failure = { reason: inUse, usage }
    state.deletionTasks.put({ ...task, status: 'FAILED', failure })
  } else {
    if (role) deleteRole(state, role)
    state.deletionTasks.put({ ...task, status: 'SUCCEEDED' })
  }
  at(clock.now() + taskKeptMs, 'forgetDeletionTask', id)
}

/** The words are unconfirmed. */
const inUse = 'The role is in use: delete the resources that use it first.'

function deleteRole(state: IamState, role: Role): void {
  const attached = [...state.attachments.range({ prefix: [role.id] })]
  for (const { policyArn } of attached) state.attachments.delete(role.id, policyArn)
  state.roles.delete(role.id)
  forgetUses(state, role.id)
}
