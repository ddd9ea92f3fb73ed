import { DescribeScheduledActions } from '../../../generated/application-auto-scaling.ts'
import { actionArn } from '../arns.ts'
import { checkNamespace } from '../dimensions.ts'
import { scalingOperation } from '../operation.ts'
import { pageOf } from '../pages.ts'

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScheduledActions.html */
export const describeScheduledActions = scalingOperation(DescribeScheduledActions, {
  resource: () => '*',

  run({ input, state, place }) {
    const { ServiceNamespace: namespace, ScheduledActionNames: names } = input
    const { ResourceId: resourceId, ScalableDimension: dimension } = input
    checkNamespace(namespace)
    const found = [...state.scheduledActions.range({ prefix: [namespace] })].filter(
      (action) =>
        (!names?.length || names.includes(action.name)) &&
        (resourceId === undefined || action.resourceId === resourceId) &&
        (dimension === undefined || action.dimension === dimension),
    )
    const { page, next } = pageOf(found, input)
    return {
      ScheduledActions: page.map((action) => ({
        ScheduledActionName: action.name,
        ScheduledActionARN: actionArn(place, action),
        ServiceNamespace: action.namespace,
        Schedule: action.schedule,
        ...(action.timezone !== undefined && { Timezone: action.timezone }),
        ResourceId: action.resourceId,
        ScalableDimension: action.dimension,
        ...(action.startMs !== undefined && { StartTime: new Date(action.startMs) }),
        ...(action.endMs !== undefined && { EndTime: new Date(action.endMs) }),
        ScalableTargetAction: {
          ...(action.min !== undefined && { MinCapacity: action.min }),
          ...(action.max !== undefined && { MaxCapacity: action.max }),
        },
        CreationTime: new Date(action.createdAtMs),
      })),
      ...(next !== undefined && { NextToken: next }),
    }
  },
})
