import {
  DeleteScheduledAction,
  PutScheduledAction,
  type PutScheduledActionRequest,
} from '../../../generated/application-auto-scaling.ts'
import { readSchedule } from '../../../planner/schedule-expression.ts'
import { findTimeZone } from '../../../planner/time-zone.ts'
import { checkNamespace, readDimension, scaledOf } from '../dimensions.ts'
import { actionNotFound, invalid, tooMany } from '../errors.ts'
import { actionsPerTarget } from '../limits.ts'
import { scalingOperation } from '../operation.ts'
import { forget, plan } from '../scheduled-action.ts'
import type { Scaled, ScalingChange, ScalingState, ScheduledAction } from '../state.ts'
import { actionsOf, requireTarget, targetCheck } from '../target.ts'

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html */
export const putScheduledAction = scalingOperation(PutScheduledAction, {
  resource: targetCheck,

  run(call) {
    const { input, state } = call
    const scaled = scaledOf(input)
    readDimension(scaled)
    requireTarget(state, scaled)
    const known = findAction(state, scaled, input.ScheduledActionName)
    if (!known) checkQuota(call, scaled)
    const action = actionGiven(call, input, known)
    check(action)
    state.scheduledActions.put(action)
    plan(call, action)
    return {}
  },
})

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeleteScheduledAction.html */
export const deleteScheduledAction = scalingOperation(DeleteScheduledAction, {
  resource: targetCheck,

  run(call) {
    const { input, state } = call
    checkNamespace(input.ServiceNamespace)
    const scaled = scaledOf(input)
    const action = findAction(state, scaled, input.ScheduledActionName)
    if (!action) throw actionNotFound(scaled, input.ScheduledActionName)
    forget(call, action)
    return {}
  },
})

function findAction(state: ScalingState, scaled: Scaled, name: string) {
  return state.scheduledActions.get(scaled.namespace, scaled.resourceId, scaled.dimension, name)
}

/** AWS: of an action that is there, what is left out stays; start and end don't. */
function actionGiven(
  { clock, newId }: ScalingChange,
  input: PutScheduledActionRequest,
  known: ScheduledAction | undefined,
): ScheduledAction {
  const { StartTime, EndTime, ScalableTargetAction: bounds } = input
  const { startMs: _start, endMs: _end, ...kept } = known ?? {}
  const schedule = input.Schedule ?? known?.schedule
  const min = bounds ? bounds.MinCapacity : known?.min
  const max = bounds ? bounds.MaxCapacity : known?.max
  const timezone = input.Timezone ?? known?.timezone
  const { min: _min, max: _max, ...rest } = kept as Partial<ScheduledAction>
  return {
    ...rest,
    ...scaledOf(input),
    id: known?.id ?? newId(),
    name: input.ScheduledActionName,
    schedule: schedule ?? '',
    ...(timezone !== undefined && { timezone }),
    ...(StartTime && { startMs: StartTime.getTime() }),
    ...(EndTime && { endMs: EndTime.getTime() }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    createdAtMs: known?.createdAtMs ?? clock.now(),
  }
}

/** Where AWS's words aren't known they follow its form. */
function check({ schedule, timezone, startMs, endMs, min, max }: ScheduledAction): void {
  if (schedule === '') throw invalid('Schedule must be specified for a new scheduled action')
  if (timezone !== undefined && !findTimeZone(timezone)) {
    throw invalid(`Invalid timezone: ${timezone}`, { timezone })
  }
  if (!readSchedule(schedule, timezone)) {
    throw invalid(`Invalid schedule expression: ${schedule}`, { schedule })
  }
  if (startMs !== undefined && endMs !== undefined && endMs <= startMs) {
    throw invalid('End time must be later than start time', { startMs, endMs })
  }
  if (min === undefined && max === undefined) {
    // AWS: as printed in https://github.com/aws-cloudformation/community-registry-extensions/issues/255
    throw invalid('At least one of minimum capacity and maximum capacity should be provided')
  }
  if (min !== undefined && max !== undefined && max < min) {
    throw invalid('Maximum capacity cannot be less than minimum capacity', { min, max })
  }
}

function checkQuota({ limits, state }: ScalingChange, scaled: Scaled): void {
  const limit = limits.valueOf(actionsPerTarget)
  const used = actionsOf(state, scaled).length
  if (used >= limit) throw tooMany(actionsPerTarget, limit, used)
}
