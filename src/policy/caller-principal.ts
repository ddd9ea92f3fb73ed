/** The caller as policies see it. */
import type { Caller } from '../kernel/caller.ts'
import type { Principal } from './principal.ts'

export function callerPrincipal(caller: Caller): Principal {
  const { account, arn, userId, session } = caller
  const behind = { arn: session?.behindArn ?? arn, userId: session?.behindId ?? userId }
  switch (caller.kind) {
    case 'root':
      return { kind: 'root', account, arn }
    case 'user':
      return { kind: 'user', account, arn, userId }
    case 'role':
      return {
        kind: 'role-session',
        account,
        arn,
        roleArn: behind.arn,
        userId,
        isServiceLinked: session?.isServiceLinked === true,
      }
    case 'federated':
      return { kind: 'federated-user', account, arn, userId, by: behind }
    case 'service':
      return { kind: 'service', service: caller.service ?? '' }
    case 'web-identity':
      return { kind: 'web-identity', provider: caller.provider ?? '' }
    case 'anonymous':
      return { kind: 'anonymous' }
  }
}
