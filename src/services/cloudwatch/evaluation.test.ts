import { describe, expect, it } from 'vitest'
import { testPlace, testStartMs, world } from '../../../test/support/world.ts'
import { evaluate } from './evaluation.ts'
import { cloudwatch } from './service.ts'
import type { CloudWatchReading } from './state.ts'

function metrics() {
  const cloud = world({ services: [cloudwatch] })
  const { changing } = cloud.kernel.cells.of(cloudwatch, testPlace)
  // The world's cell has the state of the service that it was asked for.
  const reading = changing as unknown as CloudWatchReading
  return { ...cloud, reading }
}

const stat = (name: string, Stat: string, Period = 60) => ({
  MetricStat: { Metric: { Namespace: 'Shop', MetricName: name }, Period, Stat },
})

describe('what queries give', () => {
  it('is read from what was put', async () => {
    const { call, advance, reading, now } = metrics()
    await call('PutMetricData', {
      Namespace: 'Shop',
      MetricData: [{ MetricName: 'Orders', Values: [1, 2], Counts: [3, 1] }],
    })
    await advance(60_000)
    await call('PutMetricData', {
      Namespace: 'Shop',
      MetricData: [{ MetricName: 'Orders', Value: 10 }],
    })
    const span = { startMs: testStartMs, endMs: now() + 1 }
    const results = evaluate([{ Id: 'm1', ...stat('Orders', 'Sum') }], span, reading)
    expect(results.get('m1')).toEqual([
      {
        label: 'Orders',
        periodMs: 60_000,
        points: [
          { atMs: testStartMs, value: 5, sampleCount: 4 },
          { atMs: testStartMs + 60_000, value: 10, sampleCount: 1 },
        ],
      },
    ])
  })

  it('sees what services measured at once, handed over or not', async () => {
    const { kernel, advance, reading } = metrics()
    const series = kernel.cells.of(cloudwatch, testPlace).changing.metrics.series({
      namespace: 'AWS/Test',
      name: 'Calls',
      unit: 'Count',
      dimensions: {},
    })
    const look = () => {
      const Metric = { Namespace: 'AWS/Test', MetricName: 'Calls' }
      const query = { Id: 'm1', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }
      const span = { startMs: testStartMs, endMs: testStartMs + 300_000 }
      return evaluate([query], span, reading)
        .get('m1')
        ?.flatMap(({ points }) => points.map(({ value }) => value))
    }
    series.add(2)
    expect(look()).toEqual([2])
    await advance(60_000)
    expect(look()).toEqual([2])
    series.add(3)
    expect(look()).toEqual([2, 3])
    await advance(120_000)
    expect(look()).toEqual([2, 3])
  })
})
