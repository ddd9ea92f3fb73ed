/**
 * Scaling activities: what was changed, why, and what came of it.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scaling-activities.html
 */
import type { NotScaledReason } from '../../generated/application-auto-scaling.ts'
import { unitsName } from './dimensions.ts'
import { activityMs } from './limits.ts'
import type { Activity, Scaled, ScalingChange, ScalingState } from './state.ts'

/** Activities too old to be told that a new one removes. */
const outdatedMax = 4

interface Begun {
  readonly units: number
  readonly cause: string
}

export function beginActivity(
  call: ScalingChange,
  scaled: Scaled,
  { units, cause }: Begun,
): Activity {
  return add(call, scaled, {
    description: `Setting ${unitsName(scaled)} to ${units}.`,
    cause,
    status: 'InProgress',
    message: `Successfully set ${unitsName(scaled)} to ${units}. Waiting for change to be fulfilled by dynamodb.`,
  })
}

export function fulfilActivity(call: ScalingChange, activity: Activity, units: number): void {
  const message = `Successfully set ${unitsName(activity)} to ${units}. Change successfully fulfilled by dynamodb.`
  end(call, { ...activity, status: 'Successful', message })
}

export function failActivity(
  call: ScalingChange,
  activity: Activity,
  { units, reason }: { readonly units: number; readonly reason: string },
): void {
  const message = `Failed to set ${unitsName(activity)} to ${units}. Reason: ${reason}`
  end(call, { ...activity, status: 'Failed', message })
}

/** A change that the resource hasn't made in time. */
export function leaveActivity(call: ScalingChange, activity: Activity, units: number): void {
  const message = `Failed to set ${unitsName(activity)} to ${units}. The change was not fulfilled by dynamodb.`
  end(call, { ...activity, status: 'Unfulfilled', message })
}

/** What an action has set. */
export function noteBounds(
  call: ScalingChange,
  scaled: Scaled,
  { cause, bounds }: { readonly cause: string; readonly bounds: string },
): void {
  const activity = add(call, scaled, {
    description: `Setting ${bounds}`,
    cause,
    status: 'Successful',
    message: `Successfully set ${bounds}`,
  })
  end(call, activity)
}

/**
 * A policy that was asked and didn't scale. AWS tells it when it is asked to; that the same reason
 * of the same cause is told once, not each minute, is a judgement.
 */
export function noteNotScaled(
  call: ScalingChange,
  scaled: Scaled,
  { cause, reason }: { readonly cause: string; readonly reason: NotScaledReason },
): void {
  const latest = latestOf(call.state, scaled)
  const isSame = latest?.cause === cause && latest.notScaled?.[0]?.Code === reason.Code
  if (isSame) return
  const description = 'Attempting to scale due to alarm triggered'
  end(call, add(call, scaled, { description, cause, status: 'Failed', notScaled: [reason] }))
}

function latestOf({ activities }: ScalingState, scaled: Scaled): Activity | undefined {
  const { namespace, resourceId, dimension } = scaled
  const prefix = [namespace, resourceId, dimension]
  return activities.index('scaled').first({ prefix, reverse: true })
}

type Told = Pick<Activity, 'description' | 'cause' | 'status' | 'message' | 'notScaled'>

function add(call: ScalingChange, scaled: Scaled, told: Told): Activity {
  const { state, clock, newId } = call
  const { namespace, resourceId, dimension } = scaled
  const outdated = { prefix: [namespace], to: [clock.now() - activityMs], limit: outdatedMax }
  for (const old of [...state.activities.range(outdated)]) {
    state.activities.delete(old.namespace, old.startedAtMs, old.order)
  }
  const id = newId()
  const startedAtMs = clock.now()
  const before = state.activities.first({ prefix: [namespace, startedAtMs], reverse: true })
  const order = (before?.order ?? 0) + 1
  const activity: Activity = { namespace, resourceId, dimension, id, order, startedAtMs, ...told }
  state.activities.put(activity)
  return activity
}

function end(call: ScalingChange, activity: Activity): void {
  call.state.activities.put({ ...activity, endedAtMs: call.clock.now() })
}
