/** Scalable targets. */
import { arn } from '../../kernel/arn.ts'
import type { ResourceCheck } from '../../kernel/authorisation.ts'
import type { Place } from '../../kernel/place.ts'
import { targetArn } from './arns.ts'
import { type Asked, scaledOf } from './dimensions.ts'
import { permissionMissing, targetNotFound } from './errors.ts'
import type {
  Policy,
  Scaled,
  ScalingReading,
  ScalingState,
  ScheduledAction,
  Target,
} from './state.ts'

export function findTarget(state: ScalingState, scaled: Scaled): Target | undefined {
  return state.targets.get(scaled.namespace, scaled.resourceId, scaled.dimension)
}

/** @throws AwsError ObjectNotFoundException */
export function requireTarget(state: ScalingState, scaled: Scaled): Target {
  const target = findTarget(state, scaled)
  if (!target) throw targetNotFound(scaled)
  return target
}

/** What jobs of a target are called. */
export function jobKey({ namespace, resourceId, dimension }: Scaled): string {
  return JSON.stringify([namespace, resourceId, dimension])
}

export function targetOfJob(state: ScalingState, key: string): Target | undefined {
  const [namespace, resourceId, dimension] = JSON.parse(key) as [
    Scaled['namespace'],
    string,
    Scaled['dimension'],
  ]
  return findTarget(state, { namespace, resourceId, dimension })
}

export function policiesOf(state: ScalingState, scaled: Scaled): readonly Policy[] {
  const { namespace, resourceId, dimension } = scaled
  return [...state.policies.range({ prefix: [namespace, resourceId, dimension] })]
}

export function actionsOf(state: ScalingState, scaled: Scaled): readonly ScheduledAction[] {
  const { namespace, resourceId, dimension } = scaled
  return [...state.scheduledActions.range({ prefix: [namespace, resourceId, dimension] })]
}

/** What the caller must be allowed: the target, which new ones have no name of yet. */
export function targetCheck(asked: Asked, place: Place, own: ScalingReading) {
  const scaled = scaledOf(asked)
  const id = findTarget(own.state, scaled)?.id ?? '*'
  const context = {
    'application-autoscaling:service-namespace': scaled.namespace,
    'application-autoscaling:scalable-dimension': scaled.dimension,
  }
  return [{ resource: targetArn(place, { id }), context }]
}

/**
 * AWS: whoever has a table scaled must be allowed what that takes, of DynamoDB and of CloudWatch,
 * and is told in a ValidationException what is missing.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_permission_validation.html
 */
export function tableChecks({ ResourceId: id }: Asked, place: Place): readonly ResourceCheck[] {
  const [, table] = /^table\/([^/]+)/.exec(id) ?? []
  if (table === undefined) return []
  const resource = arn(place, 'dynamodb', `table/${table}`)
  return ['dynamodb:DescribeTable', 'dynamodb:UpdateTable'].map((action) => ({
    action,
    resource,
    refusedAs: permissionMissing,
  }))
}

/** The same for a policy's alarms; which alarm AWS asks with is a judgement. */
export function alarmChecks({ ResourceId: id }: Asked, place: Place): readonly ResourceCheck[] {
  const resource = arn(place, 'cloudwatch', `alarm:TargetTracking-${id}`)
  return ['PutMetricAlarm', 'DescribeAlarms', 'DeleteAlarms'].map((action) => ({
    action: `cloudwatch:${action}`,
    resource,
    refusedAs: permissionMissing,
  }))
}
