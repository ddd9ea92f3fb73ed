/**
 * Who may do what while no policies are judged: an account's root user may do everything in its own
 * account, and nobody anything in another's.
 */
import type { Authoriser } from './authorisation.ts'
import { AwsError } from './errors.ts'

export const ownerAuthoriser: Authoriser = {
  refuse({ caller, action, resource, owner }) {
    if (caller.kind === 'service') return undefined
    if (caller.kind !== 'anonymous' && caller.account === owner) return undefined
    const printed = action.toLowerCase()
    const who = caller.kind === 'anonymous' ? 'anonymous' : caller.arn
    return new AwsError({
      code: 'AccessDenied',
      status: 403,
      message:
        `User: ${who} is not authorized to perform: ${printed} on resource: ${resource} ` +
        `because no resource-based policy allows the ${printed} action`,
      why: {
        kind: 'access',
        caller: who,
        action,
        resource,
        missing: ['resource'],
      },
    })
  },
}
