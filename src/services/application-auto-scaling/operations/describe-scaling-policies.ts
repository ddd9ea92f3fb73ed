import { DescribeScalingPolicies } from '../../../generated/application-auto-scaling.ts'
import { policyArn } from '../arns.ts'
import { checkNamespace } from '../dimensions.ts'
import { scalingOperation } from '../operation.ts'
import { pageOf } from '../pages.ts'
import { shownAlarms } from '../policy-alarms.ts'

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalingPolicies.html */
export const describeScalingPolicies = scalingOperation(DescribeScalingPolicies, {
  resource: () => '*',

  run({ input, state, place }) {
    const { ServiceNamespace: namespace, PolicyNames: names } = input
    const { ResourceId: resourceId, ScalableDimension: dimension } = input
    checkNamespace(namespace)
    const found = [...state.policies.range({ prefix: [namespace] })].filter(
      (policy) =>
        (!names?.length || names.includes(policy.name)) &&
        (resourceId === undefined || policy.resourceId === resourceId) &&
        (dimension === undefined || policy.dimension === dimension),
    )
    const { page, next } = pageOf(found, input)
    return {
      ScalingPolicies: page.map((policy) => ({
        PolicyARN: policyArn(place, policy),
        PolicyName: policy.name,
        ServiceNamespace: policy.namespace,
        ResourceId: policy.resourceId,
        ScalableDimension: policy.dimension,
        PolicyType: 'TargetTrackingScaling' as const,
        TargetTrackingScalingPolicyConfiguration: policy.configuration,
        Alarms: shownAlarms(place, policy),
        CreationTime: new Date(policy.createdAtMs),
      })),
      ...(next !== undefined && { NextToken: next }),
    }
  },
})
