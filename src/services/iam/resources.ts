/**
 * What the caller must be allowed: the ARNs of AWS's service authorization reference. Paths come
 * from what is there; where nothing is, the bare name stands, and the operation says so itself.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
import type { Caller } from '../../kernel/caller.ts'
import type { Place } from '../../kernel/place.ts'
import { type ArnType, entityArn, iamArn } from './arns.ts'
import { findByName } from './entities.ts'
import type { IamReading } from './state.ts'
import { findNamedOrCaller } from './users.ts'

/** Of a user; without a name, of the caller. */
export function ofUser(
  { UserName: name }: { readonly UserName?: string },
  place: Place,
  { state }: IamReading,
  caller: Caller,
): string {
  const user = findNamedOrCaller(state, name, caller)
  if (user) return entityArn(place, 'user', user)
  if (name === undefined && caller.arn !== '') return caller.arn
  return bare(place, 'user', name)
}

export function ofGroup(
  { GroupName: name }: { readonly GroupName?: string },
  place: Place,
  { state }: IamReading,
): string {
  const group = name === undefined ? undefined : findByName(state.groups, name)
  return group ? entityArn(place, 'group', group) : bare(place, 'group', name)
}

export function ofRole(
  { RoleName: name }: { readonly RoleName?: string },
  place: Place,
  { state }: IamReading,
): string {
  const role = name === undefined ? undefined : findByName(state.roles, name)
  return role ? entityArn(place, 'role', role) : bare(place, 'role', name)
}

export function ofInstanceProfile(
  { InstanceProfileName: name }: { readonly InstanceProfileName?: string },
  place: Place,
  { state }: IamReading,
): string {
  const profile = name === undefined ? undefined : findByName(state.instanceProfiles, name)
  return profile
    ? entityArn(place, 'instance-profile', profile)
    : bare(place, 'instance-profile', name)
}

export function ofPolicy({ PolicyArn: arn }: { readonly PolicyArn?: string }): string {
  return arn ?? '*'
}

/** Of something that a request makes. */
export function ofNew(
  place: Place,
  type: ArnType,
  name: string | undefined,
  path: string | undefined,
): string {
  return name === undefined ? '*' : entityArn(place, type, { path: path ?? '/', name })
}

/** Of a list of everything below a path. */
export function ofList(place: Place, type: ArnType, pathPrefix = '/'): string {
  return iamArn(place, `${type}${pathPrefix}*`)
}

function bare(place: Place, type: ArnType, name: string | undefined): string {
  return name === undefined ? '*' : iamArn(place, `${type}/${name}`)
}
