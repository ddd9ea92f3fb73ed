/** How alarms reach their policies. */
import { AwsError } from '../../kernel/errors.ts'
import type { Reception } from '../../kernel/service.ts'
import { policyIdOf } from './arns.ts'
import { pointsOf } from './policy-alarms.ts'
import { type Alarmed, policyOf } from './scaling.ts'
import type { state } from './state.ts'

interface Message {
  readonly AlarmName?: string
  readonly NewStateValue?: string
}

export const delivery: Reception<typeof state> = {
  action: 'autoscaling:ExecutePolicy',

  /** @throws AwsError for a policy that is gone */
  take(call) {
    const { AlarmName: alarm, NewStateValue: value } = JSON.parse(call.body) as Message
    const policy = policyOf(call.state, policyIdOf(call.arn) ?? '')
    if (!policy) {
      throw new AwsError({
        code: 'ValidationError',
        status: 400,
        message: 'Policy not found',
        why: { kind: 'not-found', resource: 'scaling-policy' },
      })
    }
    if (value !== 'ALARM' || alarm === undefined) return
    const data = call.attributes['StateReasonData'] as string | undefined
    const alarmed: Alarmed = { alarm, points: pointsOf(data) }
    call.at(call.clock.now(), 'scale', policy.id, alarmed)
  },
}
