/** The ARNs of IAM, which name an account and no region; paths are part of them. */
import type { Place } from '../../kernel/place.ts'
import type { Entity } from './state.ts'

export type ArnType =
  | 'user'
  | 'group'
  | 'role'
  | 'instance-profile'
  | 'policy'
  | 'server-certificate'

export function iamArn({ partition, account }: Place, resource: string): string {
  return `arn:${partition}:iam::${account}:${resource}`
}

export function entityArn(
  place: Place,
  type: ArnType,
  { path, name }: Pick<Entity, 'path' | 'name'>,
): string {
  return iamArn(place, `${type}${path}${name}`)
}
