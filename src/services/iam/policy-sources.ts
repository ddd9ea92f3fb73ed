/** Users, groups and roles by their ARNs, as operations about their policies name them. */
import { entityArn } from './arns.ts'
import { findByName } from './entities.ts'
import { invalidArn, noSuchNamed } from './errors.ts'
import type { Entity, IamReading } from './state.ts'

export interface PolicySource {
  readonly type: 'user' | 'group' | 'role'
  readonly entity: Entity
}

const kinds = { user: 'User', group: 'Group', role: 'Role' } as const

/** @throws AwsError InvalidInput, NoSuchEntity */
export function requireEntity({ state, place }: IamReading, arn: string): PolicySource {
  const [, type, name] =
    /^arn:[\w-]+:iam::\d{12}:(user|group|role)\/(?:\S*\/)?([\w+=,.@-]+)$/.exec(arn) ?? []
  if (name === undefined || (type !== 'user' && type !== 'group' && type !== 'role')) {
    throw invalidArn(arn)
  }
  const all = { user: state.users, group: state.groups, role: state.roles }
  const entity = findByName<Entity>(all[type], name)
  if (!entity || entityArn(place, type, entity) !== arn) throw noSuchNamed(kinds[type], name)
  return { type, entity }
}
