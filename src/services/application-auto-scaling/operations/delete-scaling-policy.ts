import { DeleteScalingPolicy } from '../../../generated/application-auto-scaling.ts'
import { checkNamespace, scaledOf } from '../dimensions.ts'
import { policyNotFound } from '../errors.ts'
import { scalingOperation } from '../operation.ts'
import { findPolicy, forgetPolicy } from '../policy.ts'
import { targetCheck } from '../target.ts'

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeleteScalingPolicy.html */
export const deleteScalingPolicy = scalingOperation(DeleteScalingPolicy, {
  resource: targetCheck,

  run(call) {
    const { PolicyName: name } = call.input
    checkNamespace(call.input.ServiceNamespace)
    const scaled = scaledOf(call.input)
    const policy = findPolicy(call.state, scaled, name)
    if (!policy) throw policyNotFound(scaled, name)
    forgetPolicy(call, policy)
    return {}
  },
})
