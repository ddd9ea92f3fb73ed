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
    const { unit, minuteMs: atMs, minutes: steps = 1, everyMinutes } = minute
    const stretches = [{ atMs, steps, measured: measuredOf(minute) }]
    const resolution = everyMinutes === undefined ? (60 as const) : (300 as const)
    return { metric: identityOfMinute(minute), unit, resolution, stretches }
  })
  addAll(call.state, all, call.clock.now())
  wakeWatchers(call, all)
}

export interface PendingPoint extends Point {
  readonly unit: string
}

/** What isn't in the store yet: asked for metric by metric, and remembered for one reading. */
export class Pending {
  readonly #metrics: CloudWatchReading['metrics']
  readonly #known = new Map<string, readonly PendingPoint[]>()

  constructor({ metrics }: CloudWatchReading) {
    this.#metrics = metrics
  }

  points(metric: MetricIdentity, id = metricId(metric)): readonly PendingPoint[] {
    const known = this.#known.get(id)
    if (known) return known
    const { namespace, name } = metric
    const dimensions = Object.fromEntries(metric.dimensions.map((one) => [one.name, one.value]))
    const points = this.#metrics.pending({ namespace, name, dimensions }).flatMap(pointsOf)
    this.#known.set(id, points)
    return points
  }

  /** The metrics that there are, by their ids. */
  list(wanted: { readonly namespace?: string; readonly name?: string }) {
    const found = new Map<string, MetricIdentity>()
    for (const minute of this.#metrics.pending(wanted)) {
      const identity = identityOfMinute(minute)
      found.set(metricId(identity), identity)
    }
    return found
  }
}

export function pendingOf(reading: CloudWatchReading): Pending {
  return new Pending(reading)
}

function pointsOf(minute: MeasuredMinute): readonly PendingPoint[] {
  const { unit, minuteMs: startMs, minutes = 1, everyMinutes = 1 } = minute
  const measured = measuredOf(minute)
  return Array.from({ length: minutes }, (_, at) => ({
    ...measured,
    atMs: startMs + at * everyMinutes * minuteMs,
    unit,
  }))
}

function measuredOf({ count, sum, min, max, values }: MeasuredMinute): Measured {
  return values ? { count, sum, min, max, values } : ofStatistics({ count, sum, min, max })
}

function identityOfMinute({ namespace, name, dimensions }: MeasuredMinute): MetricIdentity {
  const pairs = Object.entries(dimensions).map(([key, value]) => ({ name: key, value }))
  return { namespace, name, dimensions: sorted(pairs) }
}
