/** What other services measured of themselves: taken in, and seen before it is. */
import type { MeasuredMinute } from '../../kernel/metrics.ts'
import { metricId, sorted } from './metric.ts'
import type { Point } from './point.ts'
import type { CloudWatchChange, CloudWatchReading, MetricIdentity } from './state.ts'
import { addPoints } from './storing.ts'

export function takeMeasurements(
  { state, clock }: CloudWatchChange,
  minutes: readonly MeasuredMinute[],
): void {
  for (const minute of minutes) {
    addPoints(
      state,
      {
        metric: identityOfMinute(minute),
        unit: minute.unit,
        resolution: 60,
        stretches: [{ atMs: minute.minuteMs, steps: 1, measured: minute }],
      },
      clock.now(),
    )
  }
}

export interface PendingPoint extends Point {
  readonly unit: string
}

export interface PendingMetric extends MetricIdentity {
  readonly id: string
  readonly points: readonly PendingPoint[]
}

/** What isn't in the store yet, by the ids of metrics. */
export type Pending = ReadonlyMap<string, PendingMetric>

export function pendingOf({ metrics }: CloudWatchReading): Pending {
  const byId = new Map<string, PendingMetric & { points: PendingPoint[] }>()
  for (const minute of metrics.pending()) {
    const identity = identityOfMinute(minute)
    const id = metricId(identity)
    const known = byId.get(id) ?? { ...identity, id, points: [] }
    byId.set(id, known)
    known.points.push({ ...measuredOf(minute), atMs: minute.minuteMs, unit: minute.unit })
  }
  return byId
}

function measuredOf({ count, sum, min, max, values }: MeasuredMinute) {
  return { count, sum, min, max, ...(values && { values }) }
}

function identityOfMinute({ namespace, name, dimensions }: MeasuredMinute): MetricIdentity {
  const pairs = Object.entries(dimensions).map(([key, value]) => ({ name: key, value }))
  return { namespace, name, dimensions: sorted(pairs) }
}
