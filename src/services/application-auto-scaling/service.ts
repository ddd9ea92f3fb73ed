/** Application Auto Scaling: what it is made of. */
import { defineService } from '../../kernel/service.ts'
import { policyIdOf, targetArn } from './arns.ts'
import { keepBounds } from './bounds.ts'
import { confirmCapacity, setCapacityJob } from './capacity-change.ts'
import { delivery } from './delivery.ts'
import { quotas } from './limits.ts'
import { deleteScalingPolicy } from './operations/delete-scaling-policy.ts'
import { deregisterScalableTarget } from './operations/deregister-scalable-target.ts'
import { describeScalableTargets } from './operations/describe-scalable-targets.ts'
import { describeScalingActivities } from './operations/describe-scaling-activities.ts'
import { describeScalingPolicies } from './operations/describe-scaling-policies.ts'
import { describeScheduledActions } from './operations/describe-scheduled-actions.ts'
import { putScalingPolicy } from './operations/put-scaling-policy.ts'
import { deleteScheduledAction, putScheduledAction } from './operations/put-scheduled-action.ts'
import { registerScalableTarget } from './operations/register-scalable-target.ts'
import { listTagsForResource, tagResource, untagResource } from './operations/tag-resource.ts'
import { roleService } from './role.ts'
import { dropAlarms, followCapacity, scale } from './scaling.ts'
import { runAction } from './scheduled-action.ts'
import { state } from './state.ts'

export const applicationAutoScaling = defineService({
  name: 'application-auto-scaling',
  actionPrefix: 'application-autoscaling',
  state,
  operations: [
    deleteScalingPolicy,
    deleteScheduledAction,
    deregisterScalableTarget,
    describeScalableTargets,
    describeScalingActivities,
    describeScalingPolicies,
    describeScheduledActions,
    listTagsForResource,
    putScalingPolicy,
    putScheduledAction,
    registerScalableTarget,
    tagResource,
    untagResource,
  ],
  jobs: {
    confirmCapacity,
    dropAlarms,
    followCapacity,
    keepBounds,
    runAction,
    scale,
    setCapacity: setCapacityJob,
  },
  quotas,
  delivery,
  // AWS: CloudWatch calls the policies of its own account, and nobody can change that.
  resourcePolicy: (arn, { place }) =>
    policyIdOf(arn) === undefined ? undefined : alarmsPolicy(place.account),
  resourceTags: ({ resource }, { state: { targets } }) => {
    const id = resource.replace(/^scalable-target\//, '')
    return targets.index('id').first({ prefix: [id] })?.tags ?? {}
  },
  linkedRoleUses: ({ service }, { state: { targets }, place }) =>
    service === roleService ? [...targets.range()].map((target) => targetArn(place, target)) : [],
})

function alarmsPolicy(account: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'autoscaling:ExecutePolicy',
        Resource: '*',
        Condition: { StringEquals: { 'aws:SourceAccount': account } },
      },
    ],
  })
}
