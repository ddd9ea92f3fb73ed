/**
 * Which services an entity's policies open, and when they were used last.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html
 */
import type { CompiledPolicy } from '../../policy/compiled-policy.ts'
import { entityArn } from './arns.ts'
import { accessJob } from './credential-limits.ts'
import { noAccessEntity, noSuchJob } from './credential-errors.ts'
import type { AccessJob, ServiceUse } from './credential-state.ts'
import { grantsSomethingOf, serviceNames } from './granted-services.ts'
import { membersOf } from './groups.ts'
import { requireManagedPolicy } from './managed-policies.ts'
import { requireEntity } from './policy-sources.ts'
import { compiledManagedPolicy, policiesWithGroups } from './principals.ts'
import type { Entity, IamReading, IamState } from './state.ts'

/** A user or a role: whoever can use a service. */
export interface Accessor {
  readonly type: 'user' | 'role'
  readonly entity: Entity
}

interface Subject {
  readonly policies: readonly CompiledPolicy[]
  readonly accessors: readonly Accessor[]
}

/** @throws AwsError NoSuchEntity */
export function requireAccessJob({ state }: IamReading, id: string): AccessJob {
  const job = state.accessJobs.get(id)
  if (!job) throw noSuchJob(id)
  return job
}

export function writeJob({ clock, durations }: IamReading, { createdAtMs }: AccessJob) {
  const doneAtMs = createdAtMs + durations.msOf(accessJob)
  return {
    JobStatus: clock.now() < doneAtMs ? 'IN_PROGRESS' : 'COMPLETED',
    JobCreationDate: new Date(createdAtMs),
    JobCompletionDate: new Date(doneAtMs),
  } as const
}

export function isDone({ clock, durations }: IamReading, { createdAtMs }: AccessJob): boolean {
  return clock.now() >= createdAtMs + durations.msOf(accessJob)
}

/**
 * What an ARN names: a user, a group, a role or a managed policy.
 * @throws AwsError InvalidInput, NoSuchEntity
 */
export function requireSubject(reading: IamReading, arn: string): Subject {
  if (/^arn:[\w-]+:iam::(?:\d{12}|aws):policy\//.test(arn)) return policySubject(reading, arn)
  if (!/^arn:[\w-]+:iam::\d{12}:(?:user|group|role)\//.test(arn)) throw noAccessEntity(arn)
  const source = requireEntity(reading, arn)
  const { type, entity } = source
  const policies = policiesWithGroups(reading, source).map(({ policy }) => policy)
  if (type !== 'group') return { policies, accessors: [{ type, entity }] }
  return { policies, accessors: membersAsAccessors(reading.state, entity) }
}

/** Each service that the policies open, with its last use by any of the accessors. */
export function writeServices(reading: IamReading, { policies, accessors }: Subject) {
  return Object.entries(serviceNames)
    .filter(([namespace]) => policies.some((policy) => grantsSomethingOf(policy, namespace)))
    .map(([namespace, name]) => ({
      ServiceName: name,
      ServiceNamespace: namespace,
      ...writeLastUse(reading, usesOf(reading, accessors, namespace)),
    }))
}

export function writeAccessor({ place }: IamReading, { type, entity }: Accessor) {
  return {
    Arn: entityArn(place, type, entity),
    Name: entity.name,
    Type: type === 'user' ? 'USER' : 'ROLE',
    Id: entity.id,
    Path: entity.path,
  } as const
}

interface AccessorUse extends Accessor {
  readonly use: ServiceUse
}

/** Newest first. */
export function usesOf(
  { state }: IamReading,
  accessors: readonly Accessor[],
  namespace: string,
): AccessorUse[] {
  return accessors
    .flatMap((accessor) => {
      const use = state.serviceUses.get(accessor.entity.id, namespace)
      return use ? [{ ...accessor, use }] : []
    })
    .toSorted((a, b) => b.use.atMs - a.use.atMs)
}

function writeLastUse({ place }: IamReading, uses: readonly AccessorUse[]) {
  const [newest] = uses
  if (!newest) return { TotalAuthenticatedEntities: 0 }
  const { type, entity, use } = newest
  return {
    LastAuthenticated: new Date(use.atMs),
    LastAuthenticatedEntity: entityArn(place, type, entity),
    LastAuthenticatedRegion: use.region,
    TotalAuthenticatedEntities: uses.length,
  }
}

/** @throws AwsError NoSuchEntity */
function policySubject(reading: IamReading, arn: string): Subject {
  requireManagedPolicy(reading, arn)
  const policy = compiledManagedPolicy(reading, arn)
  const { state } = reading
  const owners = [...state.attachments.index('policy').range({ prefix: [arn] })]
  const all = owners.flatMap(({ ownerId }) => accessorsOf(state, ownerId))
  const accessors = [...new Map(all.map((one) => [one.entity.id, one])).values()]
  return { policies: policy ? [policy.policy] : [], accessors }
}

function accessorsOf(state: IamState, id: string): Accessor[] {
  const user = state.users.get(id)
  if (user) return [{ type: 'user', entity: user }]
  const role = state.roles.get(id)
  if (role) return [{ type: 'role', entity: role }]
  const group = state.groups.get(id)
  return group ? membersAsAccessors(state, group) : []
}

function membersAsAccessors(state: IamState, group: Entity): Accessor[] {
  return membersOf(state, group).map((entity) => ({ type: 'user', entity }))
}
