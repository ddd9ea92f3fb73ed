import { describe, expect, it } from 'vitest'
import { testPlace, testStartMs } from '../../../test/support/world.ts'
import { hour, metric, metricWorld, minute } from './testing/metric-world.ts'

const root = `arn:aws:iam::${testPlace.account}:root`

const tooFast = (why: object) => ({
  code: 'Throttling',
  status: 400,
  message: 'Rate exceeded',
  why: { kind: 'throughput', per: 'second', ...why },
})

describe('calls to CloudWatch', () => {
  it.each([
    ['DeleteAlarms', 3, { AlarmNames: ['a'] }],
    ['DescribeAlarms', 9, {}],
    ['ListMetrics', 25, {}],
    ['ListDashboards', 10, {}],
  ])('%s are taken %d times a second', async (operation, times, input) => {
    const { call, advance } = metricWorld()
    for (let at = 0; at < times; at++) await call(operation, input)
    await expect(call(operation, input)).rejects.toMatchObject(
      tooFast({
        quota: `Rate of ${operation} requests`,
        limit: times,
        calledBy: [{ caller: root, operation, calls: times }],
      }),
    )
    await advance(1_000)
    await call(operation, input)
  })

  it('are taken as often as the quota was set to', async () => {
    const { call, kernel } = metricWorld()
    const name = 'Rate of ListMetrics requests'
    kernel.change(() => kernel.quotas.set(testPlace, { service: 'monitoring', name, value: 1 }))
    await call('ListMetrics')
    await expect(call('ListMetrics')).rejects.toMatchObject(tooFast({ quota: name, limit: 1 }))
  })
})

describe('GetMetricData', () => {
  it('searches 50 times a second, however many calls that are', async () => {
    const { ask } = metricWorld()
    const searches = Array.from({ length: 40 }, (_, at) => ({
      Id: `e${at}`,
      Expression: "SEARCH('{Shop} Orders', 'Sum', 60)",
    }))
    await ask(searches)
    await expect(ask(searches)).rejects.toMatchObject(
      tooFast({ quota: 'Rate of SEARCH usage in GetMetricData', limit: 50 }),
    )
  })

  it.each([
    ['for the last three hours of metrics', 0, 180_000],
    ['for metrics older than three hours', 4 * hour, 396_000],
  ])('is refused while datapoints %s are owed', async (which, ageMs, limit) => {
    const { ask, put, advance, kernel } = metricWorld()
    const name = `Rate of GetMetricData datapoints ${which}`
    const set = (value: number) =>
      kernel.change(() => kernel.quotas.set(testPlace, { service: 'monitoring', name, value }))
    set(2)
    const data = [0, 1, 2, 3].map((at) => ({
      MetricName: 'm1',
      Value: 1,
      Timestamp: new Date(testStartMs + at * minute),
    }))
    await put(...data)
    await advance(ageMs)
    await ask([metric('m1')])
    await expect(ask([metric('m1')])).rejects.toMatchObject(
      tooFast({ quota: name, limit: 2, calledBy: [{ caller: root, calls: 1 }] }),
    )
    await advance(1_000)
    await ask([metric('m1')])
    set(limit)
    await ask([metric('m1')])
  })
})
