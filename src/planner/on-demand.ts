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
import { shown, type Step } from './step.ts'

export const newOnDemandUnitsPerSecond = { read: 12_000, write: 4_000 } as const
export const doublingMs = 30 * 60_000

export interface OnDemandTraffic {
  readonly kind: 'read' | 'write'
  /** The highest rate so far, of on-demand traffic. */
  readonly previousPeakUnitsPerSecond: number
  /** What was warmed beforehand, or provisioned before the table became on-demand. */
  readonly warmUnitsPerSecond?: number
}

export interface OnDemandCapacity {
  readonly unitsPerSecond: number
  readonly working: readonly Step[]
}

/** @throws PlanError */
export function onDemandCapacity(traffic: OnDemandTraffic): OnDemandCapacity {
  const { kind, previousPeakUnitsPerSecond: peak, warmUnitsPerSecond = 0 } = traffic
  requireRate('previous peak', peak)
  const warm = Math.max(
    newOnDemandUnitsPerSecond[kind],
    requireRate('warm rate', warmUnitsPerSecond),
  )
  const unitsPerSecond = Math.max(2 * peak, warm)
  const formula = `max(2 × ${shown(peak)}, ${shown(warm)})`
  const unit = kind === 'read' ? 'RRU/s' : 'WRU/s'
  const working = [{ label: 'let through at once', formula, value: unitsPerSecond, unit }]
  return { unitsPerSecond, working }
}

export interface Growth {
  /** How long after the start the target is let through. */
  readonly afterMs: number
  readonly working: readonly Step[]
}

/** How long it takes until a rate is let through, doubling every half hour. @throws PlanError */
export function growOnDemand(traffic: OnDemandTraffic, targetUnitsPerSecond: number): Growth {
  requireRate('target', targetUnitsPerSecond)
  const working: Step[] = []
  let unitsPerSecond = onDemandCapacity(traffic).unitsPerSecond
  while (unitsPerSecond < targetUnitsPerSecond) {
    const formula = `2 × ${shown(unitsPerSecond)}`
    unitsPerSecond *= 2
    const minutes = ((working.length + 1) * doublingMs) / 60_000
    const unit = traffic.kind === 'read' ? 'RRU/s' : 'WRU/s'
    working.push({ label: `after ${minutes} minutes`, formula, value: unitsPerSecond, unit })
  }
  return { afterMs: working.length * doublingMs, working }
}
