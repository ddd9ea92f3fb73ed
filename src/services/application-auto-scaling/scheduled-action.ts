/** Scheduled actions: a target's bounds change when their time has come. */
import type { JobDefinition } from '../../kernel/service.ts'
import { readSchedule } from '../../planner/schedule-expression.ts'
import { noteBounds } from './activities.ts'
import { lookAgain } from './scaling.ts'
import type { ScalingChange, ScheduledAction, state, Target } from './state.ts'
import { findTarget, jobKey } from './target.ts'

/** Sets the next time of an action, if there is any. */
export function plan(call: ScalingChange, action: ScheduledAction): void {
  const { schedule: text, timezone, startMs, endMs, createdAtMs, id } = action
  const schedule = readSchedule(text, timezone)
  const beganAtMs = startMs ?? createdAtMs
  // The start itself counts.
  const afterMs = Math.max(call.clock.now(), beganAtMs - 1)
  const nextMs = schedule?.next(afterMs, beganAtMs)
  if (nextMs === undefined || (endMs !== undefined && nextMs > endMs)) {
    call.cancel('runAction', id)
  } else call.at(nextMs, 'runAction', id)
}

export function forget(call: ScalingChange, action: ScheduledAction): void {
  const { namespace, resourceId, dimension, name, id } = action
  call.state.scheduledActions.delete(namespace, resourceId, dimension, name)
  call.cancel('runAction', id)
}

export const runAction: JobDefinition<typeof state> = {
  run(call) {
    const action = call.state.scheduledActions.index('id').first({ prefix: [call.key] })
    const target = action && findTarget(call.state, action)
    if (!action || !target) return
    if (!target.suspended.ScheduledScalingSuspended) apply(call, action, target)
    plan(call, action)
  },
}

/** AWS: a bound that is left out stays, unless the other one passes it: then both are alike. */
function apply(call: ScalingChange, action: ScheduledAction, target: Target): void {
  const min = action.min ?? Math.min(target.min, action.max ?? target.min)
  const max = action.max ?? Math.max(target.max, min)
  const changed = { ...target, min, max }
  call.state.targets.put(changed)
  const bounds = [
    ...(action.min === undefined ? [] : [`min capacity to ${action.min}`]),
    ...(action.max === undefined ? [] : [`max capacity to ${action.max}`]),
  ].join(' and ')
  noteBounds(call, action, {
    cause: `scheduled action name ${action.name} was triggered`,
    bounds,
  })
  call.at(call.clock.now(), 'keepBounds', jobKey(target))
  lookAgain(call, changed)
}
