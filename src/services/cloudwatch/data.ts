/** What PutMetricData is given: checked, and made into points. */
import type { MetricDatum } from '../../generated/cloudwatch.ts'
import { floorTo } from './block.ts'
import { identityOf } from './metric.ts'
import { type Measured, ofStatistics, ofValue, ofValues } from './point.ts'
import type { Resolution } from './state.ts'
import type { Added } from './storing.ts'

/** A datum as what is stored of it; it has been checked. */
export function pointsOf(namespace: string, datum: MetricDatum, nowMs: number): Added {
  const resolution: Resolution = datum.StorageResolution === 1 ? 1 : 60
  const atMs = floorTo(datum.Timestamp?.getTime() ?? nowMs, resolution * 1_000)
  return {
    metric: identityOf(namespace, datum.MetricName, datum.Dimensions),
    unit: datum.Unit ?? 'None',
    resolution,
    stretches: [{ atMs, steps: 1, measured: measuredOf(datum) }],
  }
}

function measuredOf({ Value, Values, Counts, StatisticValues }: MetricDatum): Measured {
  if (StatisticValues) {
    const { SampleCount, Sum, Minimum, Maximum } = StatisticValues
    return ofStatistics({ count: SampleCount, sum: Sum, min: Minimum, max: Maximum })
  }
  if (!Values) return ofValue(Value ?? 0)
  const times = new Map<number, number>()
  for (const [at, value] of Values.entries()) {
    times.set(value, (times.get(value) ?? 0) + (Counts?.[at] ?? 1))
  }
  return ofValues(times)
}
