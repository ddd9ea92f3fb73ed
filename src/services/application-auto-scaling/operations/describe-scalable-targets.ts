import { DescribeScalableTargets } from '../../../generated/application-auto-scaling.ts'
import { targetArn } from '../arns.ts'
import { checkNamespace } from '../dimensions.ts'
import { scalingOperation } from '../operation.ts'
import { pageOf } from '../pages.ts'

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html */
export const describeScalableTargets = scalingOperation(DescribeScalableTargets, {
  resource: () => '*',

  run({ input, state, place }) {
    const { ServiceNamespace: namespace, ResourceIds: ids, ScalableDimension: dimension } = input
    checkNamespace(namespace)
    const found = [...state.targets.range({ prefix: [namespace] })].filter(
      (target) =>
        (!ids?.length || ids.includes(target.resourceId)) &&
        (dimension === undefined || target.dimension === dimension),
    )
    const { page, next } = pageOf(found, input)
    return {
      ScalableTargets: page.map((target) => ({
        ServiceNamespace: target.namespace,
        ResourceId: target.resourceId,
        ScalableDimension: target.dimension,
        MinCapacity: target.min,
        MaxCapacity: target.max,
        RoleARN: target.roleArn,
        CreationTime: new Date(target.createdAtMs),
        SuspendedState: target.suspended,
        ScalableTargetARN: targetArn(place, target),
      })),
      ...(next !== undefined && { NextToken: next }),
    }
  },
})
