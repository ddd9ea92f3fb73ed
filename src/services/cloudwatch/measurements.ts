/** What other services measured of themselves: taken in, and seen before it is. */
import type { MeasuredMinute } from '../../kernel/metrics.ts'
import { wakeWatchers } from './alarms/watching.ts'
import { minuteMs } from './limits.ts'
import { metricId, sorted } from './metric.ts'
import { type Measured, ofStatistics, type Point } from './point.ts'
import type { CloudWatchChange, CloudWatchReading, MetricIdentity } from './state.ts'
import { addAll } from './storing.ts'

export function takeMeasurements(call: CloudWatchChange, minutes: readonly MeasuredMinute[]): void {
  const all = minutes.map((minute) => {
    const { unit, minuteMs: atMs, minutes: steps = 1 } = minute
    const stretches = [{ atMs, steps, measured: measuredOf(minute) }]
    return { metric: identityOfMinute(minute), unit, resolution: 60 as const, stretches }
  })
  addAll(call.state, all, call.clock.now())
  wakeWatchers(call, all)
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
    for (let at = 0; at < (minute.minutes ?? 1); at++) {
      const atMs = minute.minuteMs + at * minuteMs
      known.points.push({ ...measuredOf(minute), atMs, unit: minute.unit })
    }
  }
  return byId
}

function measuredOf({ count, sum, min, max, values }: MeasuredMinute): Measured {
  return values ? { count, sum, min, max, values } : ofStatistics({ count, sum, min, max })
}

function identityOfMinute({ namespace, name, dimensions }: MeasuredMinute): MetricIdentity {
  const pairs = Object.entries(dimensions).map(([key, value]) => ({ name: key, value }))
  return { namespace, name, dimensions: sorted(pairs) }
}
