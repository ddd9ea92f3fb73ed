import {
  RegisterScalableTarget,
  type RegisterScalableTargetRequest,
} from '../../../generated/application-auto-scaling.ts'
import { CreateServiceLinkedRole } from '../../../generated/iam.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { targetArn } from '../arns.ts'
import { readDimension, scaledOf } from '../dimensions.ts'
import { invalid, resourceAccessFailed, tooMany, tooManyTags } from '../errors.ts'
import { dynamodbTargets, tagsMax } from '../limits.ts'
import { scalingOperation } from '../operation.ts'
import { hasRole, roleArn, roleService } from '../role.ts'
import { lookAgain } from '../scaling.ts'
import type { Scaled, ScalingChange, Target } from '../state.ts'
import { readCapacity } from '../table-capacity.ts'
import { findTarget, jobKey, tableChecks, targetCheck } from '../target.ts'

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html */
export const registerScalableTarget = scalingOperation(RegisterScalableTarget, {
  resource: (input, place, own) => [
    ...targetCheck(input, place, own),
    ...tableChecks(input, place),
  ],

  async before(call) {
    const { input, caller, aws } = call
    const scaled = scaledOf(input)
    const dimension = readDimension(scaled)
    checkBounds(input, findTarget(call.state, scaled))
    // AWS: whoever registers the first target must be allowed to make the role.
    if (!hasRole(call)) await aws(CreateServiceLinkedRole, { AWSServiceName: roleService }, caller)
    const capacity = await readCapacity(call, dimension).catch((error: unknown) => {
      throw accessFault(error, input.ResourceId)
    })
    if (!capacity) throw invalid(`DynamoDB index does not exist: ${input.ResourceId}`)
    return undefined
  },

  run(call) {
    const { input, state, place } = call
    const scaled = scaledOf(input)
    const known = findTarget(state, scaled)
    const target = known ? changed(known, input) : made(call, scaled, input)
    state.targets.put(target)
    call.at(call.clock.now(), 'keepBounds', jobKey(target))
    if (known) lookAgain(call, target)
    return { ScalableTargetARN: targetArn(place, target) }
  },
})

/** The words for tables and indexes that aren't there are a judgement. */
function accessFault(error: unknown, resourceId: string): unknown {
  if (!(error instanceof AwsError)) return error
  // A name that no table can have isn't one either.
  if (['ResourceNotFoundException', 'ValidationException'].includes(error.code)) {
    return invalid(`DynamoDB table does not exist: ${resourceId}`, { resourceId })
  }
  return error.why?.kind === 'access' ? resourceAccessFailed(error.message) : error
}

function checkBounds(input: RegisterScalableTargetRequest, known: Target | undefined): void {
  const { MinCapacity: min = known?.min, MaxCapacity: max = known?.max } = input
  if (min === undefined || max === undefined) {
    // The words are a judgement.
    throw invalid('Both minimum and maximum capacity must be specified for a new scalable target')
  }
  // AWS: as printed in https://github.com/hashicorp/terraform-provider-aws/pull/8777
  if (max < min)
    throw invalid('Maximum capacity cannot be less than minimum capacity', { min, max })
  if (min < 1) throw invalid('Minimum capacity cannot be less than 1', { min })
}

function changed(known: Target, input: RegisterScalableTargetRequest): Target {
  return {
    ...known,
    min: input.MinCapacity ?? known.min,
    max: input.MaxCapacity ?? known.max,
    suspended: { ...known.suspended, ...input.SuspendedState },
    // AWS: tags are of new targets.
    tags: known.tags,
  }
}

function made(call: ScalingChange, scaled: Scaled, input: RegisterScalableTargetRequest): Target {
  const { state, limits, place, newId, clock } = call
  const limit = limits.valueOf(dynamodbTargets)
  const used = state.targets.count({ prefix: [scaled.namespace] })
  if (used >= limit) throw tooMany(dynamodbTargets, limit, used)
  // AWS: `0ec5` and 32 hexadecimal digits, as targets are seen to be called.
  const id = `0ec5${newId().replaceAll('-', '')}`
  const { Tags: tags = {} } = input
  if (Object.keys(tags).length > tagsMax) throw tooManyTags(targetArn(place, { id }), tagsMax)
  return {
    ...scaled,
    id,
    min: input.MinCapacity ?? 0,
    max: input.MaxCapacity ?? 0,
    roleArn: roleArn(place),
    suspended: {
      DynamicScalingInSuspended: false,
      DynamicScalingOutSuspended: false,
      ScheduledScalingSuspended: false,
      ...input.SuspendedState,
    },
    tags,
    createdAtMs: clock.now(),
  }
}
