/**
 * What an on-demand table lets through.
 *
 * AWS: at once up to twice the previous peak; beyond that, requests may be throttled where the
 * traffic more than doubles within 30 minutes. A new table begins at 4,000 write and 12,000 read
 * units a second, and its warm throughput only grows.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html
 */
import { requireRate } from './plan-error.ts'

export const newOnDemandUnitsPerSecond = { read: 12_000, write: 4_000 } as const
export const doublingMs = 30 * 60_000

export interface OnDemandTraffic {
  readonly kind: 'read' | 'write'
  /** The highest rate so far, of on-demand traffic. */
  readonly previousPeakUnitsPerSecond: number
  /** What was warmed beforehand, or provisioned before the table became on-demand. */
  readonly warmUnitsPerSecond?: number
}

/** Units a second that are let through at once. @throws PlanError */
export function onDemandCapacity(traffic: OnDemandTraffic): { readonly unitsPerSecond: number } {
  const { kind, previousPeakUnitsPerSecond, warmUnitsPerSecond = 0 } = traffic
  const peak = requireRate('previous peak', previousPeakUnitsPerSecond)
  const warm = requireRate('warm rate', warmUnitsPerSecond)
  return { unitsPerSecond: Math.max(2 * peak, warm, newOnDemandUnitsPerSecond[kind]) }
}
