import { GetFederationToken } from '../../../generated/sts.ts'
import type { Place } from '../../../kernel/place.ts'
import { stsOperation } from '../operation.ts'
import { issue } from '../session.ts'
import { packedSize, sessionPolicies } from '../session-policies.ts'
import { sessionTags, tagContext } from '../session-tags.ts'
import { requireLongTerm, userSessionSeconds } from '../user-session.ts'

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html */
export const getFederationToken = stsOperation(GetFederationToken, {
  resource(input, place) {
    const check = { resource: federatedArn(place, input.Name), context: tagContext(input, []) }
    return input.Tags?.length ? [check, { ...check, action: 'sts:TagSession' }] : [check]
  },

  run(call) {
    const { input, caller, clock, place } = call
    requireLongTerm(caller, 'GetFederationToken')
    const seconds = userSessionSeconds(input.DurationSeconds, caller)
    const policies = sessionPolicies(input, place)
    const { tags } = sessionTags(input, [])
    const packed = packedSize(policies, tags)
    const credentials = issue(
      call,
      {
        kind: 'federated',
        name: input.Name,
        behindArn: caller.arn,
        behindId: caller.userId,
        issuedAtMs: clock.now(),
        expiresAtMs: clock.now() + seconds * 1_000,
        ...policies,
        tags,
      },
      { tokenSizeMin: input.MinimumSessionTokenSize },
    )
    return {
      ...credentials,
      FederatedUser: {
        FederatedUserId: `${place.account}:${input.Name}`,
        Arn: federatedArn(place, input.Name),
      },
      ...packed,
    }
  },
})

function federatedArn({ partition, account }: Place, name: string): string {
  return `arn:${partition}:sts::${account}:federated-user/${name}`
}
