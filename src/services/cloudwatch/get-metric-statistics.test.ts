import { describe, expect, it } from 'vitest'
import { testStartMs } from '../../../test/support/world.ts'
import type { GetMetricStatisticsOutput } from '../../generated/cloudwatch.ts'
import { hour, metricWorld, minute } from './testing/metric-world.ts'

const day = 24 * hour

function statistics() {
  const cloud = metricWorld()
  const ask = (more: object) =>
    cloud.call<GetMetricStatisticsOutput>('GetMetricStatistics', {
      Namespace: 'Shop',
      MetricName: 'm',
      StartTime: new Date(testStartMs),
      EndTime: new Date(testStartMs + hour),
      Period: 60,
      Statistics: ['Sum'],
      ...more,
    })
  return { ...cloud, ask }
}

describe('GetMetricStatistics', () => {
  it('answers the statistics that were asked for, with the unit', async () => {
    const { put, ask } = statistics()
    await put({ MetricName: 'm', Values: [1, 3], Counts: [2, 1], Unit: 'Seconds' })
    expect(
      await ask({ Statistics: ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] }),
    ).toEqual({
      Label: 'm',
      Datapoints: [
        {
          Timestamp: new Date(testStartMs),
          SampleCount: 3,
          Average: 5 / 3,
          Sum: 5,
          Minimum: 1,
          Maximum: 3,
          Unit: 'Seconds',
        },
      ],
    })
  })

  it('answers extended statistics, and none of what is known by its statistics alone', async () => {
    const { put, ask } = statistics()
    await put({ MetricName: 'm', Values: [1, 2, 3, 4] })
    const some = await ask({ Statistics: undefined, ExtendedStatistics: ['p50', 'TM(1:3)'] })
    expect(some.Datapoints?.[0]?.ExtendedStatistics).toEqual({ p50: 2, 'TM(1:3)': 2.5 })
    await put({
      MetricName: 'm',
      StatisticValues: { SampleCount: 2, Sum: 5, Minimum: 1, Maximum: 4 },
    })
    const none = await ask({ Statistics: undefined, ExtendedStatistics: ['p50'] })
    expect(none.Datapoints).toEqual([])
  })

  it('counts periods from its start, which is cut to the minute; the end is exclusive', async () => {
    const { putSeries, ask } = statistics()
    await putSeries('m', [1, 2, 4, 8, 16, 32])
    const { Datapoints = [] } = await ask({
      StartTime: new Date(testStartMs + 80_000),
      EndTime: new Date(testStartMs + 5 * minute),
      Period: 120,
    })
    const shown = Datapoints.map(({ Timestamp, Sum }) => [Number(Timestamp) - testStartMs, Sum])
    expect(new Map(shown as [number, number][])).toEqual(
      new Map([
        [minute, 6],
        [3 * minute, 24],
      ]),
    )
  })

  it('answers in no order', async () => {
    const { putSeries, ask } = statistics()
    await putSeries(
      'm',
      Array.from({ length: 20 }, (_, at) => at),
    )
    const { Datapoints = [] } = await ask({})
    const times = Datapoints.map(({ Timestamp }) => Number(Timestamp))
    expect(times).toHaveLength(20)
    expect(times).not.toEqual([...times].sort())
    expect(times).not.toEqual([...times].sort().reverse())
  })

  it('keeps points apart that were measured in different units', async () => {
    const { put, ask } = statistics()
    await put(
      { MetricName: 'm', Value: 1, Unit: 'Seconds' },
      { MetricName: 'm', Value: 2, Unit: 'Bytes' },
    )
    const { Datapoints = [] } = await ask({})
    expect(Datapoints.map(({ Unit, Sum }) => [Unit, Sum]).sort()).toEqual([
      ['Bytes', 2],
      ['Seconds', 1],
    ])
    expect((await ask({ Unit: 'Bytes' })).Datapoints).toHaveLength(1)
    expect((await ask({ Unit: 'Count' })).Datapoints).toEqual([])
  })

  const refusals = [
    [
      'more than 1,440 points',
      { EndTime: new Date(testStartMs + day), Period: 1 },
      'InvalidParameterCombinationException',
      'You have requested up to 86400 datapoints, which exceeds the limit of 1440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
    ],
    [
      'a span of nothing',
      { EndTime: new Date(testStartMs) },
      'InvalidParameterValueException',
      'The parameter StartTime must not equal parameter EndTime.',
    ],
    [
      'a span that ends before it starts',
      { EndTime: new Date(testStartMs - hour) },
      'InvalidParameterValueException',
      'The parameter EndTime must be greater than StartTime.',
    ],
    [
      'no statistic',
      { Statistics: undefined },
      'MissingRequiredParameterException',
      'At least one of the parameters Statistics or ExtendedStatistics must be specified.',
    ],
    [
      'both kinds of statistics',
      { ExtendedStatistics: ['p50'] },
      'InvalidParameterCombinationException',
      'The parameters Statistics and ExtendedStatistics are mutually exclusive and you have specified both.',
    ],
    [
      'an unknown statistic',
      { Statistics: ['Median'] },
      'InvalidParameterValueException',
      'The parameter Statistics.member.1 must be a value in the set [ SampleCount, Average, Sum, Minimum, Maximum ].',
    ],
    [
      'a period of 90 seconds',
      { Period: 90 },
      'InvalidParameterValueException',
      'The parameter Period must be a multiple of 60.',
    ],
  ] as const

  it.each(refusals)('refuses %s', async (_, more, code, message) => {
    const { ask } = statistics()
    await expect(ask(more)).rejects.toMatchObject({ code, status: 400, message })
  })

  it('shows points of a second for three hours, and their minute from then on', async () => {
    const { put, ask, advance } = statistics()
    const at = (seconds: number) => new Date(testStartMs + seconds * 1_000)
    await put(
      { MetricName: 'm', Value: 1, StorageResolution: 1, Timestamp: at(1) },
      { MetricName: 'm', Value: 2, StorageResolution: 1, Timestamp: at(31) },
    )
    const sums = async (Period: number) => {
      const { Datapoints = [] } = await ask({ EndTime: at(60), Period })
      return Datapoints.map(({ Sum }) => Sum).sort()
    }
    expect(await sums(30)).toEqual([1, 2])
    expect(await sums(60)).toEqual([3])
    await advance(4 * hour)
    await put({ MetricName: 'm', Value: 4, StorageResolution: 1 })
    expect(await sums(30)).toEqual([])
    expect(await sums(60)).toEqual([3])
  })

  it('shows points of a minute for 15 days, of five for 63, of an hour for 455', async () => {
    const { put, ask, advance } = statistics()
    const values = Array.from({ length: 120 }, (_, at) => ({
      MetricName: 'm',
      Value: 1,
      Timestamp: new Date(testStartMs + at * minute),
    }))
    await put(...values)
    const EndTime = new Date(testStartMs + 2 * hour)
    const counts = async () => {
      const answers = await Promise.all([60, 300, 3_600].map((Period) => ask({ EndTime, Period })))
      return answers.map(({ Datapoints = [] }) => [
        Datapoints.length,
        Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0),
      ])
    }
    const whole = [
      [120, 120],
      [24, 120],
      [2, 120],
    ]
    const [, ofFives = [], ofHours = []] = whole
    await advance(14 * day)
    expect(await counts()).toEqual(whole)
    // A new point has the old ones made coarser; nothing is lost by it.
    await advance(2 * day)
    await put({ MetricName: 'm', Value: 1 })
    expect(await counts()).toEqual([[0, 0], ofFives, ofHours])
    await advance(50 * day)
    await put({ MetricName: 'm', Value: 1 })
    expect(await counts()).toEqual([[0, 0], [0, 0], ofHours])
    await advance(400 * day)
    await put({ MetricName: 'm', Value: 1 })
    expect(await counts()).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ])
  })
})
