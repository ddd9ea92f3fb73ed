/**
 * What the caller must be allowed: the ARNs and context keys of AWS's service authorization
 * reference. Paths, tags and boundaries come from what is there; where nothing is, the bare name
 * stands, and the operation says so itself. The tags of a request are told by the gateway, as all services'.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
import type { ResourceCheck } from '../../kernel/authorisation.ts'
import type { Caller } from '../../kernel/caller.ts'
import type { Place } from '../../kernel/place.ts'
import { type ArnType, entityArn, iamArn } from './arns.ts'
import { findByName } from './entities.ts'
import { findCustomerPolicy } from './managed-policies.ts'
import { findEntity } from './policy-sources.ts'
import type { Entity, IamReading, Tag } from './state.ts'
import type { WrittenTag } from './tags.ts'
import { findNamedOrCaller } from './users.ts'

type Context = Readonly<Record<string, string | readonly string[]>>

/** Of a user; without a name, of the caller. */
export function ofUser(
  { UserName: name }: { readonly UserName?: string },
  place: Place,
  { state }: IamReading,
  caller: Caller,
): ResourceCheck[] {
  const user = findNamedOrCaller(state, name, caller)
  if (!user && name === undefined) return [{ resource: caller.arn || '*' }]
  return ofEntity(place, 'user', name, user)
}

/** With the boundary that the user has, for the actions that AWS lets a boundary be a condition of. */
export function ofBoundedUser(
  input: { readonly UserName: string },
  place: Place,
  own: IamReading,
  caller: Caller,
): ResourceCheck[] {
  const boundaryArn = findByName(own.state.users, input.UserName ?? '')?.boundaryArn
  return withContext(ofUser(input, place, own, caller), boundaryContext(boundaryArn))
}

export function ofGroup(
  { GroupName: name }: { readonly GroupName?: string },
  place: Place,
  { state }: IamReading,
): ResourceCheck[] {
  return ofEntity(place, 'group', name, name === undefined ? name : findByName(state.groups, name))
}

export function ofRole(
  { RoleName: name }: { readonly RoleName?: string },
  place: Place,
  { state }: IamReading,
): ResourceCheck[] {
  return ofEntity(place, 'role', name, name === undefined ? name : findByName(state.roles, name))
}

/** With the boundary that the role has, as `ofBoundedUser`. */
export function ofBoundedRole(
  input: { readonly RoleName: string },
  place: Place,
  own: IamReading,
): ResourceCheck[] {
  const boundaryArn = findByName(own.state.roles, input.RoleName ?? '')?.boundaryArn
  return withContext(ofRole(input, place, own), boundaryContext(boundaryArn))
}

export function ofInstanceProfile(
  { InstanceProfileName: name }: { readonly InstanceProfileName?: string },
  place: Place,
  { state }: IamReading,
): ResourceCheck[] {
  const profile = name === undefined ? name : findByName(state.instanceProfiles, name)
  return ofEntity(place, 'instance-profile', name, profile)
}

export function ofPolicy(
  { PolicyArn: arn }: { readonly PolicyArn?: string },
  _place: Place,
  { state }: IamReading,
): ResourceCheck[] {
  if (arn === undefined) return [{ resource: '*' }]
  const policy = findCustomerPolicy(state, arn)
  return [{ resource: arn, context: tagContext(policy?.tags ?? []) }]
}

/** Of a user, a group, a role or a managed policy, by its ARN. */
export function ofArn(arn: string | undefined, place: Place, own: IamReading): ResourceCheck[] {
  const source = arn === undefined ? undefined : findEntity(own, arn)
  if (!source) return ofPolicy({ ...(arn !== undefined && { PolicyArn: arn }) }, place, own)
  return ofEntity(place, source.type, source.entity.name, source.entity)
}

/** Of an entity that a request makes. */
export function ofNew(
  place: Place,
  type: ArnType,
  made: {
    readonly name: string | undefined
    readonly path: string | undefined
    readonly boundaryArn?: string | undefined
  },
): ResourceCheck {
  const { name, path = '/', boundaryArn } = made
  const resource = name === undefined ? '*' : entityArn(place, type, { path, name })
  return { resource, context: boundaryContext(boundaryArn) }
}

/** Tags of something that a request makes ask for the right to tag, too. */
export function andTagged(
  check: ResourceCheck,
  tagAction: string,
  tags: readonly WrittenTag[] | undefined,
): ResourceCheck[] {
  return tags && tags.length > 0 ? [check, { ...check, action: tagAction }] : [check]
}

/** Of a list of everything below a path. */
export function ofList(place: Place, type: ArnType, pathPrefix = '/'): string {
  return iamArn(place, `${type}${pathPrefix}`)
}

/** The same questions with more context keys. */
export function withContext(checks: readonly ResourceCheck[], context: Context): ResourceCheck[] {
  return checks.map((check) => ({ ...check, context: { ...check.context, ...context } }))
}

export function policyContext(policyArn: string | undefined): Context {
  return policyArn === undefined ? {} : { 'iam:PolicyARN': policyArn }
}

export function boundaryContext(boundaryArn: string | undefined): Context {
  return boundaryArn === undefined ? {} : { 'iam:PermissionsBoundary': boundaryArn }
}

/** Of something with tags, or of what isn't there. */
export function ofTagged(resource: string, tagged: Tagged | undefined): ResourceCheck[] {
  return [{ resource, context: tagContext(tagged?.tags ?? []) }]
}

interface Tagged {
  readonly tags: readonly Tag[]
}

function tagContext(tags: readonly Tag[]): Context {
  return Object.fromEntries(tags.map(({ key, value }) => [`aws:ResourceTag/${key}`, value]))
}

/** AWS: users and roles have their tags under a second name as well. */
function principalTagContext(tags: readonly Tag[]): Context {
  const ofIam = tags.map(({ key, value }) => [`iam:ResourceTag/${key}`, value] as const)
  return { ...tagContext(tags), ...Object.fromEntries(ofIam) }
}

interface Known extends Entity {
  readonly tags?: readonly Tag[]
}

function ofEntity(
  place: Place,
  type: ArnType,
  name: string | undefined,
  entity: Known | undefined,
): ResourceCheck[] {
  if (name === undefined && !entity) return [{ resource: '*' }]
  if (!entity) return [{ resource: iamArn(place, `${type}/${name}`) }]
  const { tags = [] } = entity
  const isPrincipal = type === 'user' || type === 'role'
  const context = isPrincipal ? principalTagContext(tags) : tagContext(tags)
  return [{ resource: entityArn(place, type, entity), context }]
}
