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
export function requireEntity(reading: IamReading, arn: string): PolicySource {
  const named = readArn(arn)
  if (!named) throw invalidArn(arn)
  const source = findEntity(reading, arn)
  if (!source) throw noSuchNamed(kinds[named.type], named.name)
  return source
}

export function findEntity({ state, place }: IamReading, arn: string): PolicySource | undefined {
  const named = readArn(arn)
  if (!named) return undefined
  const { type, name } = named
  const all = { user: state.users, group: state.groups, role: state.roles }
  const entity = findByName<Entity>(all[type], name)
  return entity && entityArn(place, type, entity) === arn ? { type, entity } : undefined
}

function readArn(arn: string) {
  const [, type, name] =
    /^arn:[\w-]+:iam::\d{12}:(user|group|role)\/(?:\S*\/)?([\w+=,.@-]+)$/.exec(arn) ?? []
  if (name === undefined || (type !== 'user' && type !== 'group' && type !== 'role'))
    return undefined
  return { type, name } as const
}
