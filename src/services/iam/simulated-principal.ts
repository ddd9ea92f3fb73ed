/** Who would call, in a simulation. */
import type { Place } from '../../kernel/place.ts'
import type { Principal } from '../../policy/principal.ts'
import { entityArn, iamArn } from './arns.ts'
import { findByName } from './entities.ts'
import type { PolicySource } from './policy-sources.ts'
import type { IamReading } from './state.ts'

/** The user of an ARN, or the user or role whose policies are simulated; a group is nobody. */
export function simulatedPrincipal(
  { state, place }: IamReading,
  source: PolicySource | string,
): Principal | undefined {
  if (typeof source === 'string') {
    const name = source.slice(source.lastIndexOf('/') + 1)
    const account = source.split(':')[4] ?? place.account
    const known = account === place.account ? findByName(state.users, name) : undefined
    return { kind: 'user', account, arn: source, userId: known?.id ?? '' }
  }
  const { type, entity } = source
  const { account, partition } = place
  if (type === 'group') return undefined
  const arn = entityArn(place, type, entity)
  if (type === 'user') return { kind: 'user', account, arn, userId: entity.id }
  return {
    kind: 'role-session',
    account,
    arn: `arn:${partition}:sts::${account}:assumed-role/${entity.name}/simulation`,
    roleArn: arn,
    userId: `${entity.id}:simulation`,
    isServiceLinked: state.roles.get(entity.id)?.linkedTo !== undefined,
  }
}

/** A user of whom nothing is known. */
export function unknownCaller(place: Place): Principal {
  return { kind: 'user', account: place.account, arn: iamArn(place, 'user/'), userId: '' }
}
