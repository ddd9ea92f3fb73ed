import { describe, expect, it } from 'vitest'
import { testStartMs } from '../../../test/support/world.ts'
import { hour, metric, metricWorld, minute } from './testing/metric-world.ts'

const day = 24 * hour

describe('PutMetricData', () => {
  const refusals = [
    ['nothing', [], 'MissingRequiredParameterException', 'The parameter MetricData is required.'],
    [
      'a point of more than two weeks ago',
      [{ MetricName: 'a', Value: 1, Timestamp: new Date(testStartMs - 15 * day) }],
      'InvalidParameterValueException',
      'The parameter MetricData.member.1.Timestamp must specify a time within the past two weeks.',
    ],
    [
      'more than 150 values',
      [{ MetricName: 'a', Values: Array.from({ length: 151 }, (_, at) => at) }],
      'InvalidParameterValueException',
      'The collection MetricData.member.1.Values must not have a size greater than 150.',
    ],
    [
      'what is no number',
      [{ MetricName: 'a', Value: Number.NaN }],
      'InvalidParameterValueException',
      'The value NaN for parameter MetricData.member.1.Value is invalid.',
    ],
    [
      'an unknown unit',
      [{ MetricName: 'a', Value: 1, Unit: 'Apples' }],
      'InvalidParameterValueException',
      'The parameter MetricData.member.1.Unit must be a value in the set [ Seconds, Microseconds, Milliseconds, Bytes, Kilobytes, Megabytes, Gigabytes, Terabytes, Bits, Kilobits, Megabits, Gigabits, Terabits, Percent, Count, Bytes/Second, Kilobytes/Second, Megabytes/Second, Gigabytes/Second, Terabytes/Second, Bits/Second, Kilobits/Second, Megabits/Second, Gigabits/Second, Terabits/Second, Count/Second, None ].',
    ],
    [
      'a resolution other than 1 and 60',
      [{ MetricName: 'a', Value: 1, StorageResolution: 300 }],
      'InvalidParameterValueException',
      'The parameter MetricData.member.1.StorageResolution must be a value in the set [ 1, 60 ].',
    ],
    [
      'a value and statistics',
      [
        {
          MetricName: 'a',
          Value: 1,
          StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 },
        },
      ],
      'InvalidParameterCombinationException',
      'The parameters MetricData.member.1.Value and MetricData.member.1.StatisticValues are mutually exclusive and you have specified both.',
    ],
    [
      'a datum without a value',
      [{ MetricName: 'a' }],
      'MissingRequiredParameterException',
      'At least one of the parameters MetricData.member.1.Value or MetricData.member.1.StatisticValues must be specified.',
    ],
    [
      'several faults at once, one a line',
      [
        { MetricName: 'a', Value: Number.NaN },
        { MetricName: 'b', Value: Number.NaN },
      ],
      'InvalidParameterValueException',
      'The value NaN for parameter MetricData.member.1.Value is invalid.\nThe value NaN for parameter MetricData.member.2.Value is invalid.',
    ],
  ] as const

  it.each(refusals)('refuses %s', async (_, data, code, message) => {
    const { call } = metricWorld()
    const put = call('PutMetricData', { Namespace: 'Shop', MetricData: data })
    await expect(put).rejects.toMatchObject({ code, status: 400, message })
  })

  it('refuses further rules of names, counts, dimensions and ranges, and stores nothing', async () => {
    const { call, ask } = metricWorld()
    const bad = [
      { MetricName: '', Value: 1 },
      { MetricName: 'a'.repeat(256), Value: 1 },
      { MetricName: 'a', Value: 2 ** 361 },
      { MetricName: 'a', Values: [1, 2], Counts: [1] },
      { MetricName: 'a', Values: [1], Counts: [0] },
      { MetricName: 'a', Value: 1, Timestamp: new Date(testStartMs + 3 * hour) },
      { MetricName: 'a', Value: 1, Dimensions: [{ Name: ':a', Value: 'b' }] },
      { MetricName: 'a', Value: 1, Dimensions: [{ Name: 'a', Value: '  ' }] },
      { MetricName: 'a', Value: 1, Dimensions: [{ Name: 'a', Value: 'ä' }] },
      {
        MetricName: 'a',
        Value: 1,
        Dimensions: Array.from({ length: 31 }, (_, at) => ({ Name: `d${at}`, Value: 'v' })),
      },
      { MetricName: 'a', StatisticValues: { SampleCount: 0, Sum: 1, Minimum: 1, Maximum: 1 } },
      { MetricName: 'a', StatisticValues: { SampleCount: 2, Sum: 1, Minimum: 2, Maximum: 1 } },
    ]
    for (const datum of bad) {
      const MetricData = [{ MetricName: 'good', Value: 1 }, datum]
      await expect(call('PutMetricData', { Namespace: 'Shop', MetricData })).rejects.toMatchObject({
        status: 400,
      })
    }
    await expect(
      call('PutMetricData', { Namespace: ':x', MetricData: [{ MetricName: 'a', Value: 1 }] }),
    ).rejects.toMatchObject({
      code: 'InvalidParameterValueException',
      message: 'The value :x for parameter Namespace is invalid.',
    })
    const { MetricDataResults: results } = await ask([metric('m1', 'good')])
    expect(results?.[0]?.Values).toEqual([])
  })

  it('takes a point of two weeks ago and one of two hours ahead', async () => {
    const { put, call } = metricWorld()
    await put(
      { MetricName: 'a', Value: 1, Timestamp: new Date(testStartMs - 14 * day) },
      { MetricName: 'a', Value: 2, Timestamp: new Date(testStartMs + 2 * hour) },
    )
    const { Datapoints } = await call<{ Datapoints: { Sum: number }[] }>('GetMetricStatistics', {
      Namespace: 'Shop',
      MetricName: 'a',
      StartTime: new Date(testStartMs - 14 * day),
      EndTime: new Date(testStartMs + 3 * hour),
      Period: 3_600,
      Statistics: ['Sum'],
    })
    expect(Datapoints.map(({ Sum }) => Sum).sort()).toEqual([1, 2])
  })

  it('keeps units and dimension sets apart, whatever order dimensions come in', async () => {
    const { put, ask } = metricWorld()
    const a = { Name: 'a', Value: '1' }
    const b = { Name: 'b', Value: '1' }
    await put(
      { MetricName: 'm', Value: 1, Dimensions: [a, b] },
      { MetricName: 'm', Value: 2, Dimensions: [b, a] },
      { MetricName: 'm', Value: 4, Dimensions: [a] },
      { MetricName: 'm', Value: 8 },
      { MetricName: 'm', Value: 16, Unit: 'Seconds' },
    )
    const query = (Id: string, Dimensions: object[], Unit?: string) => ({
      Id,
      MetricStat: {
        Metric: { Namespace: 'Shop', MetricName: 'm', Dimensions },
        Period: 60,
        Stat: 'Sum',
        ...(Unit && { Unit }),
      },
    })
    const { MetricDataResults: results = [] } = await ask([
      query('both', [b, a]),
      query('one', [a]),
      query('none', []),
      query('seconds', [], 'Seconds'),
      query('bytes', [], 'Bytes'),
    ] as never)
    expect(results.map(({ Values }) => Values)).toEqual([[3], [4], [24], [16], []])
  })

  it('keeps a high-resolution point to the second and any other to the minute', async () => {
    const { put, ask } = metricWorld()
    const Timestamp = new Date(testStartMs + 95_400)
    await put(
      { MetricName: 'fine', Value: 1, Timestamp, StorageResolution: 1 },
      { MetricName: 'plain', Value: 1, Timestamp },
    )
    const queries = [
      metric('fine', 'fine', 'Sum', 1),
      metric('fives', 'fine', 'Sum', 5),
      metric('minutes', 'fine'),
      metric('plain', 'plain'),
      metric('tooFine', 'plain', 'Sum', 10),
    ]
    const { MetricDataResults: results = [] } = await ask(queries)
    expect(
      results.map(({ Timestamps }) => Timestamps?.map((at) => at.getTime() - testStartMs)),
    ).toEqual([[95_000], [95_000], [minute], [minute], []])
  })
})
