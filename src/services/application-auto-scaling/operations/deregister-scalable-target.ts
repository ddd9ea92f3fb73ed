import { DeregisterScalableTarget } from '../../../generated/application-auto-scaling.ts'
import { checkNamespace, scaledOf } from '../dimensions.ts'
import { scalingOperation } from '../operation.ts'
import { forgetPolicy } from '../policy.ts'
import { forget } from '../scheduled-action.ts'
import { actionsOf, jobKey, policiesOf, requireTarget, targetCheck } from '../target.ts'

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeregisterScalableTarget.html */
export const deregisterScalableTarget = scalingOperation(DeregisterScalableTarget, {
  resource: targetCheck,

  run(call) {
    const { input, state } = call
    checkNamespace(input.ServiceNamespace)
    const target = requireTarget(state, scaledOf(input))
    // AWS: its policies and its scheduled actions go with it.
    for (const policy of policiesOf(state, target)) forgetPolicy(call, policy)
    for (const action of actionsOf(state, target)) forget(call, action)
    state.targets.delete(target.namespace, target.resourceId, target.dimension)
    for (const job of ['keepBounds', 'setCapacity', 'confirmCapacity']) {
      call.cancel(job, jobKey(target))
    }
    return {}
  },
})
