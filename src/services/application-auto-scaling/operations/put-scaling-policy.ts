import {
  PutScalingPolicy,
  type PutScalingPolicyRequest,
} from '../../../generated/application-auto-scaling.ts'
import { AwsError, NotEmulated } from '../../../kernel/errors.ts'
import { policyArn } from '../arns.ts'
import { readDimension, scaledOf } from '../dimensions.ts'
import { invalid, resourceAccessFailed, tooMany } from '../errors.ts'
import { policiesPerTarget } from '../limits.ts'
import { scalingOperation } from '../operation.ts'
import { checkConfiguration, checkOneOfAKind, dropAlarms, findPolicy, metricOf } from '../policy.ts'
import { newAlarms, putAlarms, shownAlarms } from '../policy-alarms.ts'
import type { Policy, Scaled, ScalingReading } from '../state.ts'
import { readCapacity } from '../table-capacity.ts'
import { alarmChecks, policiesOf, requireTarget, targetCheck } from '../target.ts'

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html */
export const putScalingPolicy = scalingOperation(PutScalingPolicy, {
  resource: (input, place, own) => [
    ...targetCheck(input, place, own),
    ...alarmChecks(input, place),
  ],

  /** The alarms are there before the policy is: a policy without alarms would do nothing. */
  async before(call) {
    const policy = policyGiven(call, call.input)
    try {
      const capacity = await readCapacity(call, readDimension(policy))
      await putAlarms(call, policy, capacity?.units ?? 0)
    } catch (error) {
      throw error instanceof AwsError ? resourceAccessFailed(error.message) : error
    }
    return policy
  },

  run(call) {
    const { input, state, place, prepared: policy } = call
    const scaled = scaledOf(input)
    requireTarget(state, scaled)
    const known = findPolicy(state, scaled, input.PolicyName)
    const kept = new Set(policy.alarms.map(({ name }) => name))
    const left = known?.alarms.filter(({ name }) => !kept.has(name)) ?? []
    dropAlarms(
      call,
      policy.id,
      left.map(({ name }) => name),
    )
    state.policies.put(policy)
    return { PolicyARN: policyArn(place, policy), Alarms: shownAlarms(place, policy) }
  },
})

function policyGiven(call: ScalingReading, input: PutScalingPolicyRequest): Policy {
  const { state, random, clock } = call
  const scaled = scaledOf(input)
  readDimension(scaled)
  const target = requireTarget(state, scaled)
  const { PolicyName: name, TargetTrackingScalingPolicyConfiguration: configuration } = input
  checkType(input, findPolicy(state, scaled, name))
  checkConfiguration(configuration, scaled)
  checkOneOfAKind(state, scaled, { name, configuration })
  const known = findPolicy(state, scaled, name)
  if (!known) checkQuota(call, target)
  const isSameMetric = known && metricOf(known.configuration) === metricOf(configuration)
  const isSameWay = known?.configuration.DisableScaleIn === configuration.DisableScaleIn
  const given = { ...scaled, configuration }
  return {
    ...known,
    ...given,
    name,
    id: known?.id ?? random.uuid(),
    alarms: isSameMetric && isSameWay ? known.alarms : newAlarms(given, random),
    createdAtMs: known?.createdAtMs ?? clock.now(),
  }
}

/**
 * AWS: DynamoDB has no step scaling.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-step-scaling-policies.html
 */
function checkType(input: PutScalingPolicyRequest, known: Policy | undefined): void {
  const { PolicyType: type } = input
  if (type === 'PredictiveScaling') throw new NotEmulated('predictive scaling policies')
  if (type === 'TargetTrackingScaling') return
  if (type === undefined) {
    // AWS: the type of a policy that is there may be left out.
    if (known) return
    throw invalid('PolicyType must be specified for a new scaling policy')
  }
  throw invalid(`Policy type ${type} is not supported for ${input.ServiceNamespace}`, { type })
}

function checkQuota({ limits, state }: ScalingReading, target: Scaled): void {
  const limit = limits.valueOf(policiesPerTarget)
  const used = policiesOf(state, target).length
  if (used >= limit) throw tooMany(policiesPerTarget, limit, used)
}
