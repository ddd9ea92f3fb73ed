/** What a policy does when its alarm is told of. */
import type { NotScaledReason } from '../../generated/application-auto-scaling.ts'
import type { JobDefinition } from '../../kernel/service.ts'
import { noteNotScaled } from './activities.ts'
import { capacityOf, changeCapacity, refusalOf } from './capacity-change.ts'
import { restMs, retryMs } from './limits.ts'
import { alarmPoints, deleteAlarms, putAlarms } from './policy-alarms.ts'
import type {
  LastScaling,
  Policy,
  PolicyAlarm,
  ScalingChange,
  ScalingState,
  state,
  Target,
} from './state.ts'
import type { Capacity } from './table-capacity.ts'
import { findTarget, policiesOf } from './target.ts'
import { wantedUnits, within } from './target-tracking.ts'

/** An alarm in ALARM, and the points that brought it there; absent: CloudWatch knows them. */
export interface Alarmed {
  readonly alarm: string
  readonly points?: readonly number[]
}

/** What is known when it is decided; `undefined`: the alarm is over, or nothing can be read. */
type Known = { readonly capacity: Capacity; readonly points: readonly number[] } | undefined

export function policyOf(state: ScalingState, id: string): Policy | undefined {
  return state.policies.index('id').first({ prefix: [id] })
}

/** An alarm has told a policy, whose id is the key, that it is in ALARM. */
export const scale: JobDefinition<typeof state, Known> = {
  async before(call) {
    const policy = policyOf(call.state, call.key)
    const { alarm, points } = call.data as Alarmed
    const capacity = await capacityOf(call, policy && findTarget(call.state, policy))
    const told = capacity && (await alarmPoints(call, alarm))
    return told && { capacity, points: points ?? told }
  },

  run(call) {
    const policy = policyOf(call.state, call.key)
    const target = policy && findTarget(call.state, policy)
    const alarm = policy?.alarms.find(({ name }) => name === (call.data as Alarmed).alarm)
    if (!policy || !target || !alarm || !call.prepared) return
    if (alarm.kind === 'provisioned-high' || alarm.kind === 'provisioned-low') {
      return call.at(call.clock.now(), 'followCapacity', policy.id)
    }
    follow(call, { policy, target, alarm, ...call.prepared })
  },
}

/** Has policies whose table rests look again, when their bounds have changed. */
export function lookAgain(call: ScalingChange, target: Target): void {
  for (const { id, alarms } of policiesOf(call.state, target)) {
    const low = alarms.find(({ kind }) => kind === 'low')
    const alarmed = low && ({ alarm: low.name } satisfies Alarmed)
    if (alarmed) call.at(call.clock.now(), 'scale', id, alarmed)
  }
}

interface Asked {
  readonly policy: Policy
  readonly target: Target
  readonly alarm: PolicyAlarm
  readonly points: readonly number[]
  readonly capacity: Capacity
}

function follow(call: ScalingChange, asked: Asked): void {
  const { policy, target, alarm, points, capacity } = asked
  const isOut = alarm.kind === 'high'
  const { DynamicScalingOutSuspended: noOut, DynamicScalingInSuspended: noIn } = target.suspended
  if (isOut ? noOut : noIn) return
  // The highest of the points is what must be served: which one AWS takes isn't public.
  const metric = Math.max(0, ...points)
  const { units } = capacity
  const wanted = wantedUnits(policy.configuration, { units, metric })
  const next = within(target, isOut ? Math.max(units, wanted) : Math.min(units, wanted))
  const cause = `monitor alarm ${alarm.name} in state ALARM triggered policy ${policy.name}`
  if (next === units || next > units !== isOut) {
    return noteNotScaled(call, policy, { cause, reason: reasonOf(target, units, isOut) })
  }
  const restsUntilMs = restEndMs(policy, { isOut, by: Math.abs(next - units) })
  const isBusy = target.activityId !== undefined || !capacity.isSettled
  // A new policy's alarm finds nothing but missing points at once; AWS's has to see fifteen.
  const seenMs = points.length === 0 ? policy.createdAtMs + restMs : 0
  const waitUntilMs = isBusy ? call.clock.now() + retryMs : Math.max(restsUntilMs, seenMs)
  if (waitUntilMs > call.clock.now()) return again(call, asked, waitUntilMs)
  const last: LastScaling = { atMs: call.clock.now(), by: Math.abs(next - units) }
  call.state.policies.put({ ...policy, ...(isOut ? { lastOut: last } : { lastIn: last }) })
  const alarmed: Alarmed = { alarm: alarm.name, points }
  changeCapacity(call, target, { units: next, cause, onFailure: { policy: policy.id, alarmed } })
}

/** Alarms that sleep tell nothing anew: what couldn't be done now is tried again. */
function again(call: ScalingChange, { policy, alarm, points }: Asked, atMs: number): void {
  const data: Alarmed = { alarm: alarm.name, points }
  call.at(atMs, 'scale', policy.id, data)
}

function reasonOf({ min, max }: Target, units: number, isOut: boolean): NotScaledReason {
  if (isOut && units >= max) return { Code: 'AlreadyAtMaxCapacity', MaxCapacity: max }
  if (!isOut && units <= min) return { Code: 'AlreadyAtMinCapacity', MinCapacity: min }
  return { Code: 'AlreadyAtDesiredCapacity', CurrentCapacity: units }
}

/**
 * AWS: in the cooldown after a scale-out only a larger one is done; a scale-in waits for its own
 * cooldown, and a scale-out doesn't wait for that.
 */
function restEndMs(
  { configuration, lastOut, lastIn }: Policy,
  { isOut, by }: { readonly isOut: boolean; readonly by: number },
): number {
  const { ScaleOutCooldown: outSeconds = 0, ScaleInCooldown: inSeconds = 0 } = configuration
  const last = isOut ? lastOut : lastIn
  if (!last || (isOut && by > last.by)) return 0
  return last.atMs + (isOut ? outSeconds : inSeconds) * 1_000
}

/** Has a policy's alarms follow the units that there are now. */
export const followCapacity: JobDefinition<typeof state> = {
  async before(call) {
    const policy = policyOf(call.state, call.key)
    const target = policy && findTarget(call.state, policy)
    const capacity = await capacityOf(call, target)
    if (!policy?.configuration.PredefinedMetricSpecification || !capacity?.units) return
    try {
      await putAlarms(call, policy, capacity.units)
    } catch (error) {
      refusalOf(error)
    }
  },
  run: () => undefined,
}

/** Deletes the alarms of a policy that is gone. */
export const dropAlarms: JobDefinition<typeof state> = {
  async before(call) {
    try {
      await deleteAlarms(call, call.data as readonly string[])
    } catch (error) {
      refusalOf(error)
    }
  },
  run: () => undefined,
}
