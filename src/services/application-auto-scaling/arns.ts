/** ARNs of Application Auto Scaling: its policies and actions carry EC2 Auto Scaling's name. */
import { type Arn, arn } from '../../kernel/arn.ts'
import type { Place } from '../../kernel/place.ts'
import type { Policy, ScheduledAction, Target } from './state.ts'

export function targetArn(place: Place, { id }: Pick<Target, 'id'>): string {
  return arn(place, 'application-autoscaling', `scalable-target/${id}`)
}

export function policyArn(place: Place, { id, namespace, resourceId, name }: Policy): string {
  const resource = `scalingPolicy:${id}:resource/${namespace}/${resourceId}:policyName/${name}`
  return arn(place, 'autoscaling', resource)
}

export function actionArn(place: Place, action: ScheduledAction): string {
  const { id, namespace, resourceId, name } = action
  const resource = `scheduledAction:${id}:resource/${namespace}/${resourceId}:scheduledActionName/${name}`
  return arn(place, 'autoscaling', resource)
}

/** Whether it is one of these, and not a policy of EC2 Auto Scaling. */
export function isOurs({ service, resource }: Arn): boolean {
  if (service === 'application-autoscaling') return true
  return (
    service === 'autoscaling' &&
    /^(?:scalingPolicy|scheduledAction):[^:]+:resource\//.test(resource)
  )
}

/** The id in a policy's ARN. */
export function policyIdOf({ resource }: Arn): string | undefined {
  return /^scalingPolicy:([^:]+):/.exec(resource)?.[1]
}
