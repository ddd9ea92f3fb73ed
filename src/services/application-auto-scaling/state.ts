/** What Application Auto Scaling keeps, in one account and region. */
import type {
  NotScaledReason,
  ScalableDimension,
  ScalingActivityStatusCode,
  ServiceNamespace,
  SuspendedState,
  TargetTrackingScalingPolicyConfiguration,
} from '../../generated/application-auto-scaling.ts'
import type { Changing, Reading } from '../../kernel/call.ts'
import { collection, defineState } from '../../kernel/collection.ts'

/** What is scaled: a resource in one of its dimensions. */
export interface Scaled {
  readonly namespace: ServiceNamespace
  /** `table/orders`, `table/orders/index/by-date` */
  readonly resourceId: string
  readonly dimension: ScalableDimension
}

export interface Target extends Scaled {
  /** The last part of its ARN. */
  readonly id: string
  readonly min: number
  readonly max: number
  readonly roleArn: string
  readonly suspended: Required<SuspendedState>
  readonly tags: Readonly<Record<string, string>>
  readonly createdAtMs: number
  /** The activity that changes its capacity now. */
  readonly activityId?: string
}

/** Which bound an alarm of a policy watches; `provisioned`: that somebody else changed capacity. */
export type AlarmKind = 'high' | 'low' | 'provisioned-high' | 'provisioned-low'

export interface PolicyAlarm {
  readonly name: string
  readonly kind: AlarmKind
}

/** What a policy did last in one direction, for its cooldown. */
export interface LastScaling {
  readonly atMs: number
  /** By how many units. */
  readonly by: number
}

export interface Policy extends Scaled {
  readonly id: string
  readonly name: string
  readonly configuration: TargetTrackingScalingPolicyConfiguration
  readonly alarms: readonly PolicyAlarm[]
  readonly createdAtMs: number
  readonly lastOut?: LastScaling
  readonly lastIn?: LastScaling
}

export interface ScheduledAction extends Scaled {
  readonly id: string
  readonly name: string
  readonly schedule: string
  readonly timezone?: string
  readonly startMs?: number
  readonly endMs?: number
  readonly min?: number
  readonly max?: number
  readonly createdAtMs: number
}

export interface Activity extends Scaled {
  readonly id: string
  /** Order among those of one instant. */
  readonly order: number
  readonly description: string
  readonly cause: string
  readonly startedAtMs: number
  readonly endedAtMs?: number
  readonly status: ScalingActivityStatusCode
  readonly message?: string
  readonly notScaled?: readonly NotScaledReason[]
}

function keyOf({ namespace, resourceId, dimension }: Scaled) {
  return [namespace, resourceId, dimension] as const
}

export const state = defineState({
  targets: collection({
    version: 1,
    key: (target: Target) => keyOf(target),
    indexes: { id: (target: Target) => [target.id] },
  }),

  policies: collection({
    version: 1,
    key: (policy: Policy) => [...keyOf(policy), policy.name],
    indexes: { id: (policy: Policy) => [policy.id] },
  }),

  scheduledActions: collection({
    version: 1,
    key: (action: ScheduledAction) => [...keyOf(action), action.name],
    indexes: { id: (action: ScheduledAction) => [action.id] },
  }),

  activities: collection({
    version: 1,
    key: (activity: Activity) => [activity.namespace, activity.startedAtMs, activity.order],
    indexes: {
      id: (activity: Activity) => [activity.id],
      scaled: (activity: Activity) => [...keyOf(activity), activity.startedAtMs, activity.order],
    },
  }),
})

export type ScalingReading = Reading<typeof state>
export type ScalingChange = Changing<typeof state>
export type ScalingState = ScalingReading['state']
