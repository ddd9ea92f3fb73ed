/**
 * What the caller must be allowed: the ARNs and context keys of AWS's service authorization
 * reference. Paths, tags and boundaries come from what is there; where nothing is, the bare name
 * stands, and the operation says so itself.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
import type { ResourceCheck } from '../../kernel/authorisation.ts'
import type { Caller } from '../../kernel/caller.ts'
import type { Place } from '../../kernel/place.ts'
import { type ArnType, entityArn, iamArn } from './arns.ts'
import { findByName } from './entities.ts'
import { findCustomerPolicy } from './managed-policies.ts'
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

/** Of something that a request makes; tags ask for the right to tag, too. */
export function ofNew(
  place: Place,
  type: ArnType,
  tagAction: string,
  made: {
    readonly name: string | undefined
    readonly path: string | undefined
    readonly boundaryArn?: string | undefined
    readonly tags?: readonly WrittenTag[] | undefined
  },
): ResourceCheck[] {
  const { name, path = '/', boundaryArn, tags } = made
  const resource = name === undefined ? '*' : entityArn(place, type, { path, name })
  const context = { ...boundaryContext(boundaryArn), ...requestTagContext(tags) }
  const check = { resource, context }
  return tags && tags.length > 0 ? [check, { action: tagAction, ...check }] : [check]
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

export function requestTagContext(tags: readonly WrittenTag[] | undefined): Context {
  if (!tags || tags.length === 0) return {}
  return {
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value ?? ''])),
    'aws:TagKeys': tags.map(({ Key }) => Key),
  }
}

export function tagKeysContext(keys: readonly string[] | undefined): Context {
  return keys && keys.length > 0 ? { 'aws:TagKeys': keys } : {}
}

/** Of something with tags, or of what isn't there. */
export function ofTagged(resource: string, tagged: Tagged | undefined): ResourceCheck[] {
  return [{ resource, context: tagContext(tagged?.tags ?? []) }]
}

interface Tagged {
  readonly tags: readonly Tag[]
}

function tagContext(tags: readonly Tag[]): Context {
  return Object.fromEntries(
    tags.flatMap(({ key, value }) => [
      [`aws:ResourceTag/${key}`, value],
      [`iam:ResourceTag/${key}`, value],
    ]),
  )
}

interface Known extends Entity {
  readonly tags?: readonly Tag[]
  readonly boundaryArn?: string
}

function ofEntity(
  place: Place,
  type: ArnType,
  name: string | undefined,
  entity: Known | undefined,
): ResourceCheck[] {
  if (name === undefined && !entity) return [{ resource: '*' }]
  if (!entity) return [{ resource: iamArn(place, `${type}/${name}`) }]
  const context = { ...tagContext(entity.tags ?? []), ...boundaryContext(entity.boundaryArn) }
  return [{ resource: entityArn(place, type, entity), context }]
}
