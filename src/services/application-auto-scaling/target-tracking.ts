/**
 * Target tracking, calculated: which capacity brings a metric to its target.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html
 */
import type { TargetTrackingScalingPolicyConfiguration } from '../../generated/application-auto-scaling.ts'

/** AWS: of 150 units used at a target of 70 %, 215 follow: as few as don't exceed the target. */
export function wantedUnits(
  { TargetValue: target, PredefinedMetricSpecification: predefined }: Configuration,
  { units, metric }: { readonly units: number; readonly metric: number },
): number {
  // A table's metric is what it consumed in a minute; others are relative to its capacity.
  const wanted = predefined ? (metric / 60 / target) * 100 : (units * metric) / target
  return Math.max(1, Math.ceil(tidy(wanted)))
}

/** 7 / 0.7 is 10.000000000000002 to a machine. */
function tidy(value: number): number {
  return Number(value.toFixed(6))
}

type Configuration = TargetTrackingScalingPolicyConfiguration

/**
 * AWS: a table's capacity falls where 15 minutes in a row lie 20 percentage points below the target.
 * Other metrics fall below nine tenths of it, as ECS's alarms show.
 */
export function lowBound({ TargetValue: target, PredefinedMetricSpecification }: Configuration) {
  return PredefinedMetricSpecification ? Math.max(0, target - 20) : target * 0.9
}

/** What an alarm compares a minute with, of so many units and so many percent of them. */
export function unitsInMinute(units: number, percent: number): number {
  return tidy((units * 60 * percent) / 100)
}

export interface Bounds {
  readonly min: number
  readonly max: number
}

export function within({ min, max }: Bounds, units: number): number {
  return Math.min(max, Math.max(min, units))
}
