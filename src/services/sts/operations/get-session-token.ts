import { GetSessionToken } from '../../../generated/sts.ts'
import { takeMfaProof } from '../mfa.ts'
import { stsOperation } from '../operation.ts'
import { issue } from '../session.ts'
import { requireLongTerm, userSessionSeconds } from '../user-session.ts'

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html */
export const getSessionToken = stsOperation(GetSessionToken, {
  // AWS: no permission is needed.
  resource: () => [],

  run(call) {
    const { input, caller, clock } = call
    requireLongTerm(caller, 'GetSessionToken')
    const seconds = userSessionSeconds(input.DurationSeconds, caller)
    const mfaAtMs = takeMfaProof(call, caller, input)
    return issue(
      call,
      {
        kind: caller.kind === 'root' ? 'root' : 'user',
        name: '',
        behindArn: caller.arn,
        behindId: caller.userId,
        issuedAtMs: clock.now(),
        expiresAtMs: clock.now() + seconds * 1_000,
        ...(mfaAtMs !== undefined && { mfaAtMs }),
      },
      { tokenSizeMin: input.MinimumSessionTokenSize },
    )
  },
})
