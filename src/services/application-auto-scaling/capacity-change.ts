/** A change of capacity: asked of DynamoDB as the role, waited for, and told as an activity. */
import { AwsError } from '../../kernel/errors.ts'
import type { JobDefinition } from '../../kernel/service.ts'
import { beginActivity, failActivity, fulfilActivity, leaveActivity } from './activities.ts'
import { readDimension } from './dimensions.ts'
import { confirmMs, confirmMsMax, failureMs } from './limits.ts'
import type { Activity, ScalingChange, ScalingReading, state, Target } from './state.ts'
import { type Capacity, readCapacity, setCapacity } from './table-capacity.ts'
import { jobKey, policiesOf, targetOfJob } from './target.ts'

interface Wanted {
  readonly units: number
  readonly cause: string
  /** A policy that asks again later, should the change be refused: its alarm may sleep. */
  readonly onFailure?: { readonly policy: string; readonly alarmed: unknown }
}

interface Change extends Pick<Wanted, 'units' | 'onFailure'> {
  readonly activityId: string
}

/** Has the units set; one change of a target at a time. */
export function changeCapacity(
  call: ScalingChange,
  target: Target,
  { units, cause, onFailure }: Wanted,
): void {
  const { id: activityId } = beginActivity(call, target, { units, cause })
  call.state.targets.put({ ...target, activityId })
  const change: Change = { activityId, units, ...(onFailure && { onFailure }) }
  call.at(call.clock.now(), 'setCapacity', jobKey(target), change)
}

/** What another service refused, in its words; `undefined`: it did as it was asked. */
type Refusal = string | undefined

export const setCapacityJob: JobDefinition<typeof state, Refusal> = {
  async before(call) {
    const target = targetOfJob(call.state, call.key)
    if (!target) return undefined
    try {
      await setCapacity(call, readDimension(target), (call.data as Change).units)
      return undefined
    } catch (error) {
      return refusalOf(error)
    }
  },

  run(call) {
    const { activityId, units, onFailure } = call.data as Change
    const activity = findActivity(call, activityId)
    const target = targetOfJob(call.state, call.key)
    if (call.prepared !== undefined) {
      if (activity) failActivity(call, activity, { units, reason: call.prepared })
      if (target) endChange(call, target)
      if (!onFailure) return
      call.at(call.clock.now() + failureMs, 'scale', onFailure.policy, onFailure.alarmed)
    } else call.at(call.clock.now() + confirmMs, 'confirmCapacity', call.key, call.data)
  },
}

export const confirmCapacity: JobDefinition<typeof state, Capacity | undefined> = {
  before: (call) => capacityOf(call, targetOfJob(call.state, call.key)),

  run(call) {
    const { activityId, units } = call.data as Change
    const activity = findActivity(call, activityId)
    const target = targetOfJob(call.state, call.key)
    if (!activity || !target) return
    const isDone = call.prepared?.isSettled === true && call.prepared.units === units
    const isLate = call.clock.now() - activity.startedAtMs >= confirmMsMax
    if (!isDone && !isLate) {
      return call.at(call.clock.now() + confirmMs, 'confirmCapacity', call.key, call.data)
    }
    if (isDone) fulfilActivity(call, activity, units)
    else leaveActivity(call, activity, units)
    endChange(call, target)
    for (const { id } of policiesOf(call.state, target)) {
      call.at(call.clock.now(), 'followCapacity', id)
    }
  },
}

/** `undefined`: it can't be read, or isn't there any more. */
export async function capacityOf(
  call: Parameters<typeof readCapacity>[0],
  target: Target | undefined,
): Promise<Capacity | undefined> {
  if (!target) return undefined
  try {
    return await readCapacity(call, readDimension(target))
  } catch (error) {
    refusalOf(error)
    return undefined
  }
}

/** Throws on what isn't a refusal of AWS's. */
export function refusalOf(error: unknown): string {
  if (error instanceof AwsError) return error.message
  throw error
}

function endChange({ state: { targets } }: ScalingChange, target: Target): void {
  const { activityId: _, ...rest } = target
  targets.put(rest)
}

function findActivity({ state: { activities } }: ScalingReading, id: string): Activity | undefined {
  return activities.index('id').first({ prefix: [id] })
}
