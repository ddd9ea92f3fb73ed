import { describe, expect, it } from 'vitest'
import { testStartMs } from '../../../test/support/world.ts'
import type { ListMetricsOutput } from '../../generated/cloudwatch.ts'
import { hour, metricWorld } from './testing/metric-world.ts'

const day = 24 * hour

function listing() {
  const cloud = metricWorld()
  const list = (input: object = {}) => cloud.call<ListMetricsOutput>('ListMetrics', input)
  const names = async (input: object = {}) =>
    (await list(input)).Metrics?.map(({ MetricName }) => MetricName)
  return { ...cloud, list, names }
}

describe('ListMetrics', () => {
  it('lists metrics with their dimensions, once for all of their units', async () => {
    const { put, list } = listing()
    const Dimensions = [{ Name: 'Host', Value: 'a' }]
    await put(
      { MetricName: 'm', Value: 1, Dimensions },
      { MetricName: 'm', Value: 1, Dimensions, Unit: 'Bytes' },
    )
    expect(await list()).toEqual({
      Metrics: [{ Namespace: 'Shop', MetricName: 'm', Dimensions }],
    })
    const { OwningAccounts } = await list({ IncludeLinkedAccounts: true })
    expect(OwningAccounts).toEqual(['123456789012'])
  })

  it('filters by exact names and by some of the dimensions', async () => {
    const { put, names } = listing()
    const host = { Name: 'Host', Value: 'a' }
    await put(
      { MetricName: 'one', Value: 1, Dimensions: [host, { Name: 'Zone', Value: 'z' }] },
      { MetricName: 'two', Value: 1, Dimensions: [{ Name: 'Host', Value: 'b' }] },
      { MetricName: 'three', Value: 1 },
    )
    expect(await names({ MetricName: 'one' })).toEqual(['one'])
    expect(await names({ Namespace: 'Sho' })).toEqual([])
    expect(await names({ Namespace: 'Shop', MetricName: 'tw' })).toEqual([])
    expect(await names({ Dimensions: [{ Name: 'Host' }] })).toEqual(['one', 'two'])
    expect(await names({ Dimensions: [host] })).toEqual(['one'])
    expect(await names({ Dimensions: [host, { Name: 'Zone' }] })).toEqual(['one'])
    expect(await names({ Dimensions: [host, { Name: 'Rack' }] })).toEqual([])
  })

  it('forgets a metric two weeks after its last point, and tells those of the last hours', async () => {
    const { put, names, advance } = listing()
    await put({ MetricName: 'old', Value: 1 })
    await advance(4 * hour)
    await put({ MetricName: 'new', Value: 1 })
    expect(await names()).toEqual(['new', 'old'])
    expect(await names({ RecentlyActive: 'PT3H' })).toEqual(['new'])
    await advance(14 * day - 4 * hour)
    expect(await names()).toEqual(['new', 'old'])
    await advance(hour)
    expect(await names()).toEqual(['new'])
  })

  it('lists what services have just measured', async () => {
    const { metrics, names, advance } = listing()
    const metric = { namespace: 'AWS/Test', name: 'Calls', unit: 'Count', dimensions: {} }
    metrics.series(metric).add(1)
    expect(await names()).toEqual(['Calls'])
    await advance(hour)
    expect(await names({ Namespace: 'AWS/Test' })).toEqual(['Calls'])
  })

  it('gives pages of 500, each metric once', async () => {
    const { put, list } = listing()
    const metrics = Array.from({ length: 1_000 }, (_, at) => ({ MetricName: `m${at}`, Value: 1 }))
    await put(...metrics)
    await put({ MetricName: 'last', Value: 1 })
    const first = await list()
    const second = await list({ NextToken: first.NextToken })
    const third = await list({ NextToken: second.NextToken })
    expect([first, second, third].map(({ Metrics }) => Metrics?.length)).toEqual([500, 500, 1])
    expect(third.NextToken).toBeUndefined()
    const all = [first, second, third].flatMap(({ Metrics = [] }) => Metrics)
    expect(new Set(all.map(({ MetricName }) => MetricName)).size).toBe(1_001)
    const other = list({ Namespace: 'Shop', NextToken: first.NextToken })
    await expect(other).rejects.toMatchObject({ code: 'InvalidParameterValueException' })
  })

  it('refuses another span than three hours', async () => {
    await expect(listing().list({ RecentlyActive: 'PT1H' })).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      status: 400,
      message: 'The parameter RecentlyActive must be a value in the set [ PT3H ].',
    })
  })

  it('reads very many in turns with the calls of others, and misses none', async () => {
    const { put, list } = listing()
    const names = Array.from({ length: 1_300 }, (_, at) => `m${String(at).padStart(4, '0')}`)
    for (const some of [names.slice(0, 700), names.slice(700)]) {
      await put(...some.map((MetricName) => ({ MetricName, Value: 1 })))
    }
    const ended: string[] = []
    const first = list().then((answer) => {
      ended.push('list')
      return answer
    })
    await Promise.all([first, put({ MetricName: 'm0000', Value: 1 }).then(() => ended.push('put'))])
    expect(ended).toEqual(['put', 'list'])
    const listed: (string | undefined)[] = []
    for (let page = await first; ; page = await list({ NextToken: page.NextToken })) {
      for (const { MetricName } of page.Metrics ?? []) listed.push(MetricName)
      if (page.NextToken === undefined) break
    }
    expect(listed).toEqual(names)
  })

  it('keeps a metric for as long as it has points, and no longer', async () => {
    const { put, reading, advance } = listing()
    await put({ MetricName: 'old', Value: 1, Timestamp: new Date(testStartMs) })
    await advance(456 * day)
    await put({ MetricName: 'new', Value: 1 })
    expect([...reading.state.metrics.range()].map(({ name }) => name)).toEqual(['new'])
    expect(reading.state.blocks.count()).toBe(1)
  })
})
