/** Scaling policies, kept and forgotten. */
import type { TargetTrackingScalingPolicyConfiguration } from '../../generated/application-auto-scaling.ts'
import { invalid } from './errors.ts'
import type { Policy, Scaled, ScalingChange, ScalingState } from './state.ts'
import { policiesOf } from './target.ts'

export function findPolicy(state: ScalingState, scaled: Scaled, name: string): Policy | undefined {
  return state.policies.get(scaled.namespace, scaled.resourceId, scaled.dimension, name)
}

/** Its alarms are deleted at once, by a job: that calls CloudWatch. */
export function forgetPolicy(call: ScalingChange, policy: Policy): void {
  const { namespace, resourceId, dimension, name, id, alarms } = policy
  call.state.policies.delete(namespace, resourceId, dimension, name)
  call.cancel('scale', id)
  call.cancel('followCapacity', id)
  dropAlarms(
    call,
    id,
    alarms.map((alarm) => alarm.name),
  )
}

export function dropAlarms(call: ScalingChange, id: string, names: readonly string[]): void {
  if (names.length > 0) call.at(call.clock.now(), 'dropAlarms', id, names)
}

type Configuration = TargetTrackingScalingPolicyConfiguration

/**
 * Where AWS's words aren't known they follow its form.
 * @throws AwsError ValidationException
 */
export function checkConfiguration(
  given: Configuration | undefined,
  scaled: Scaled,
): asserts given is Configuration {
  if (!given) {
    throw invalid('TargetTrackingScalingPolicyConfiguration must be specified for this policy type')
  }
  const { PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: own } = given
  if (!predefined === !own) {
    throw invalid(
      'Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must be specified',
    )
  }
  for (const name of ['ScaleOutCooldown', 'ScaleInCooldown'] as const) {
    if ((given[name] ?? 0) < 0) throw invalid(`${name} cannot be negative`, { given: given[name] })
  }
  if (predefined) checkPredefined(given, predefined.PredefinedMetricType, scaled)
  else if (given.TargetValue <= 0) throw invalid('Target value must be greater than 0')
}

function checkPredefined(given: Configuration, type: string, scaled: Scaled): void {
  const isRead = scaled.dimension.endsWith('ReadCapacityUnits')
  const wanted = `DynamoDB${isRead ? 'Read' : 'Write'}CapacityUtilization`
  if (type !== wanted) {
    throw invalid(`Predefined metric type ${type} is not supported for ${scaled.dimension}`, {
      wanted,
    })
  }
  // AWS: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html
  const { TargetValue: target } = given
  if (target < 20 || target > 90) {
    throw invalid('Target value must be between 20.0 and 90.0 for DynamoDB', { target })
  }
}

/** AWS: as printed in https://github.com/hashicorp/terraform-provider-aws/issues/41179 */
export function checkOneOfAKind(
  state: ScalingState,
  scaled: Scaled,
  { name, configuration }: { readonly name: string; readonly configuration: Configuration },
): void {
  const other = policiesOf(state, scaled).find(
    (policy) => policy.name !== name && metricOf(policy.configuration) === metricOf(configuration),
  )
  if (!other) return
  throw invalid(
    'Only one TargetTrackingScaling policy for a given metric specification is allowed.',
    {
      other: other.name,
    },
  )
}

export function metricOf(given: Configuration): string {
  return JSON.stringify([given.PredefinedMetricSpecification, given.CustomizedMetricSpecification])
}
