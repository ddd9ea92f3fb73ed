import { DescribeScalingActivities } from '../../../generated/application-auto-scaling.ts'
import { checkNamespace } from '../dimensions.ts'
import { activityMs } from '../limits.ts'
import { scalingOperation } from '../operation.ts'
import { pageOf } from '../pages.ts'

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalingActivities.html */
export const describeScalingActivities = scalingOperation(DescribeScalingActivities, {
  resource: () => '*',

  run({ input, state, clock }) {
    const { ServiceNamespace: namespace, IncludeNotScaledActivities: all = false } = input
    const { ResourceId: resourceId, ScalableDimension: dimension } = input
    checkNamespace(namespace)
    const from = [clock.now() - activityMs]
    const span = { prefix: [namespace], from, reverse: true }
    const found = [...state.activities.range(span)].filter(
      (activity) =>
        (all || !activity.notScaled) &&
        (resourceId === undefined || activity.resourceId === resourceId) &&
        (dimension === undefined || activity.dimension === dimension),
    )
    const { page, next } = pageOf(found, input)
    return {
      ScalingActivities: page.map((activity) => ({
        ActivityId: activity.id,
        ServiceNamespace: activity.namespace,
        ResourceId: activity.resourceId,
        ScalableDimension: activity.dimension,
        Description: activity.description,
        Cause: activity.cause,
        StartTime: new Date(activity.startedAtMs),
        ...(activity.endedAtMs !== undefined && { EndTime: new Date(activity.endedAtMs) }),
        StatusCode: activity.status,
        ...(activity.message !== undefined && { StatusMessage: activity.message }),
        ...(activity.notScaled && { NotScaledReasons: activity.notScaled }),
      })),
      ...(next !== undefined && { NextToken: next }),
    }
  },
})
