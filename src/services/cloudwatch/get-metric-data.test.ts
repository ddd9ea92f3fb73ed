import { describe, expect, it } from 'vitest'
import { testStartMs } from '../../../test/support/world.ts'
import type { GetMetricDataOutput } from '../../generated/cloudwatch.ts'
import { hour, metric, metricWorld, minute } from './testing/metric-world.ts'

const values = ({ MetricDataResults: results = [] }: GetMetricDataOutput) =>
  results.map(({ Values }) => Values)

const labels = ({ MetricDataResults: results = [] }: GetMetricDataOutput) =>
  results.map(({ Label }) => Label)

describe('GetMetricData', () => {
  it('answers the newest first, unless it is told otherwise', async () => {
    const { putSeries, ask } = metricWorld()
    await putSeries('m', [1, 2, undefined, 3])
    const newest = await ask([metric('m')], { ScanBy: undefined })
    expect(newest).toEqual({
      MetricDataResults: [
        {
          Id: 'm',
          Label: 'm',
          Timestamps: [3, 1, 0].map((at) => new Date(testStartMs + at * minute)),
          Values: [3, 2, 1],
          StatusCode: 'Complete',
        },
      ],
      Messages: [],
    })
    expect(values(await ask([metric('m')]))).toEqual([[1, 2, 3]])
  })

  it('calculates expressions of metrics that it does not return', async () => {
    const { putSeries, ask } = metricWorld()
    await putSeries('errors', [1, undefined, 3])
    await putSeries('calls', [10, 10, 10])
    const hidden = (id: string) => ({ ...metric(id), ReturnData: false })
    const answer = await ask([
      hidden('errors'),
      hidden('calls'),
      { Id: 'rate', Expression: 'share * 100', Label: 'error rate' },
      { Id: 'share', Expression: 'FILL(errors, 0) / calls' },
      { Id: 'unsaid', Expression: 'errors', ReturnData: false },
    ])
    expect(values(answer)).toEqual([
      [10, 0, 30],
      [0.1, 0, 0.3],
    ])
    expect(labels(answer)).toEqual(['error rate', 'share'])
  })

  it('reads the metrics of one expression by the longest of their periods', async () => {
    const { putSeries, ask } = metricWorld()
    await putSeries('a', [1, 2, 3, 4])
    await putSeries('b', [1, 1, 1, 1])
    const answer = await ask([
      metric('a'),
      metric('b', 'b', 'Sum', 120),
      { Id: 'e', Expression: 'a + b' },
    ])
    expect(values(answer)).toEqual([
      [1, 2, 3, 4],
      [2, 2],
      [5, 9],
    ])
  })

  it('gives an expression alone the period that it names', async () => {
    const { ask } = metricWorld()
    const answer = await ask([{ Id: 'e', Expression: 'TIME_SERIES(2)', Period: 120 }])
    expect(values(answer)).toEqual([[2, 2, 2]])
  })

  it('finds metrics by SEARCH, labelled by what differs', async () => {
    const { put, ask } = metricWorld()
    const of = (host: string, Value: number) => ({
      MetricName: 'Errors',
      Dimensions: [{ Name: 'Host', Value: host }],
      Value,
    })
    await put(of('a', 1), of('b', 2), { MetricName: 'Errors', Value: 4 })
    const Expression = "SEARCH('{Shop,Host} Errors', 'Sum', 60)"
    const answer = await ask([
      { Id: 'e1', Expression },
      { Id: 'e2', Expression: 'SUM(e1)' },
      { Id: 'e3', Expression, Label: 'most: ${MAX} ${LABEL}' },
    ])
    const shown = Object.fromEntries(
      (answer.MetricDataResults ?? []).map(({ Id, Label, Values }) => [`${Id} ${Label}`, Values]),
    )
    expect(shown).toEqual({
      'e1 a': [1],
      'e1 b': [2],
      'e2 e2': [3],
      'e3 most: 1 a': [1],
      'e3 most: 2 b': [2],
    })
  })

  it('labels metrics by what differs among them, and fills in what a label asks for', async () => {
    const { put, ask } = metricWorld()
    await put(
      { MetricName: 'm', Values: [1, 2, 6], Dimensions: [{ Name: 'Host', Value: 'a' }] },
      { MetricName: 'm', Value: 9, Dimensions: [{ Name: 'Host', Value: 'b' }] },
    )
    const of = (Id: string, host: string, Label?: string) => ({
      Id,
      MetricStat: {
        Metric: {
          Namespace: 'Shop',
          MetricName: 'm',
          Dimensions: [{ Name: 'Host', Value: host }],
        },
        Period: 60,
        Stat: 'Sum',
      },
      ...(Label && { Label }),
    })
    expect(labels(await ask([of('m1', 'a'), of('m2', 'b')]))).toEqual(['m a', 'm b'])
    expect(labels(await ask([of('m1', 'a')]))).toEqual(['m'])
    const template =
      "${PROP('Dim.Host')} of ${PROP('MetricName')} ${PROP('Stat')} ${PROP('Period')}: ${SUM} ${AVG} ${DATAPOINT_COUNT}"
    expect(labels(await ask([of('m1', 'a', template)]))).toEqual(['a of m Sum 60: 9 9 1'])
    const time = await ask([of('m1', 'a', '${LAST_TIME}')], { LabelOptions: { Timezone: '+0130' } })
    expect(labels(time)).toEqual(['2026-01-01 01:30:00'])
    expect(labels(await ask([of('m1', 'none', 'max ${MAX}')]))).toEqual(['max --'])
  })

  it('goes on with the next page where MaxDatapoints cuts it', async () => {
    const { putSeries, ask } = metricWorld()
    await putSeries('a', [1, 2, 3])
    await putSeries('b', [4, 5])
    const queries = [metric('a'), metric('none'), metric('b')]
    const seen: unknown[] = []
    let NextToken: string | undefined
    do {
      const page = await ask(queries, { MaxDatapoints: 2, ...(NextToken && { NextToken }) })
      for (const { Id, Values, StatusCode } of page.MetricDataResults ?? []) {
        seen.push([Id, StatusCode, ...(Values ?? [])])
      }
      NextToken = page.NextToken
    } while (NextToken)
    expect(seen).toEqual([
      ['a', 'PartialData', 1, 2],
      ['a', 'Complete', 3],
      ['none', 'Complete'],
      ['b', 'PartialData', 4],
      ['b', 'Complete', 5],
    ])
  })

  it('refuses a token of another request', async () => {
    const { putSeries, ask } = metricWorld()
    await putSeries('a', [1, 2, 3])
    const { NextToken } = await ask([metric('a')], { MaxDatapoints: 1 })
    const other = ask([metric('b')], { MaxDatapoints: 1, NextToken })
    await expect(other).rejects.toMatchObject({ code: 'InvalidNextToken', status: 400 })
  })

  const start = new Date(testStartMs)
  const good = metric('m')
  const refusals = [
    [
      'a span of nothing',
      [good],
      { EndTime: start },
      'The parameter StartTime must not equal parameter EndTime.',
    ],
    [
      'a span that ends before it starts',
      [good],
      { EndTime: new Date(testStartMs - hour) },
      'The parameter EndTime must be greater than StartTime.',
    ],
    [
      'an id that begins with a digit',
      [{ ...good, Id: '5xx' }],
      {},
      'The value 5xx for parameter MetricDataQueries.member.1.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.',
    ],
    [
      'ids that come twice',
      [good, good],
      {},
      'The values for parameter id in MetricDataQueries are not unique.',
    ],
    [
      'statistics that are none, all of them',
      [metric('a', 'm', 'None'), metric('b', 'm', 'tm200')],
      {},
      'The value None for parameter MetricDataQueries.member.1.MetricStat.Stat is not a valid statistic.\nThe value tm200 for parameter MetricDataQueries.member.2.MetricStat.Stat is not a valid statistic.',
    ],
    [
      'a metric that is an expression',
      [{ ...good, Expression: '1' }],
      {},
      'The parameters MetricDataQueries.member.1.Expression and MetricDataQueries.member.1.MetricStat are mutually exclusive and you have specified both.',
    ],
    [
      'a query of neither',
      [{ Id: 'm' }],
      {},
      'The parameter MetricDataQueries.member.1.MetricStat is required.',
    ],
    [
      'more than 500 queries',
      Array.from({ length: 501 }, (_, at) => metric(`m${at}`)),
      {},
      'The collection MetricDataQueries must not have a size greater than 500.',
    ],
    [
      'a page of more than 100,800 points',
      [good],
      { MaxDatapoints: 100_801 },
      'The parameter MaxDatapoints must be less than or equal to 100800.',
    ],
    [
      'an expression that gives a number',
      [good, { Id: 'e1', Expression: 'AVG(m)' }],
      {},
      "Error in expression 'e1': the result is no time series",
    ],
    [
      'an expression of more than 2,048 characters',
      [good, { Id: 'e1', Expression: `m${'+m'.repeat(1_024)}` }],
      {},
      'The parameter MetricDataQueries.member.2.Expression must be shorter than 2049 characters.',
    ],
    [
      'an expression that is not well-formed, returned or not',
      [good, { Id: 'e1', Expression: 'm +', ReturnData: false }],
      {},
      "Error in expression 'e1': unexpected end",
    ],
    [
      'an expression that refers to itself',
      [
        { Id: 'e1', Expression: 'e2' },
        { Id: 'e2', Expression: 'e1 + 1' },
      ],
      {},
      "Error in expression 'e1': 'e1' refers to itself",
    ],
  ] as const

  it.each(refusals)('refuses %s', async (_, queries, more, message) => {
    const { ask } = metricWorld()
    await expect(ask(queries, more)).rejects.toMatchObject({
      code: 'ValidationException',
      status: 400,
      message,
    })
  })

  it('fills only the periods that may hold points, however long the span', async () => {
    const { ask } = metricWorld()
    const always = { StartTime: new Date(0), EndTime: new Date(253_402_300_799_000) }
    const answer = await ask([{ Id: 'e', Expression: 'TIME_SERIES(1)', Period: 60 }], always)
    const [{ Timestamps: instants = [] } = {}] = answer.MetricDataResults ?? []
    expect(instants).toHaveLength((15 * 24 + 2) * 60)
    expect(instants[0]).toEqual(new Date(testStartMs - 15 * 24 * hour))
    expect(instants.at(-1)).toEqual(new Date(testStartMs + 2 * hour - minute))
  })

  it('says what it does not emulate', async () => {
    const { ask } = metricWorld()
    const insights = ask([{ Id: 'q', Expression: 'SELECT AVG(x) FROM Shop', Period: 60 }])
    await expect(insights).rejects.toMatchObject({
      code: 'NotEmulated',
      status: 501,
      message: 'Kasane does not emulate CloudWatch Metrics Insights queries.',
    })
    const band = ask([metric('m'), { Id: 'b', Expression: 'ANOMALY_DETECTION_BAND(m)' }])
    await expect(band).rejects.toMatchObject({ code: 'NotEmulated', status: 501 })
  })
})

describe('many points', () => {
  const names = ['m1', 'm2', 'm3']

  it('are read and calculated in turns with the calls of others', async () => {
    const { ask, put, putSeries, advance } = metricWorld()
    await advance(20 * hour)
    for (const name of names)
      await putSeries(
        name,
        Array.from({ length: 1_000 }, () => 1),
      )
    const ended: string[] = []
    const sum = ask([{ Id: 'e', Expression: 'SUM(METRICS())' }, ...names.map((id) => metric(id))], {
      minutes: 1_000,
    }).then((answer) => {
      ended.push('sum')
      return answer
    })
    const other = put({ MetricName: 'other', Value: 1 }).then(() => ended.push('put'))
    const [answer] = await Promise.all([sum, other])
    expect(ended).toEqual(['put', 'sum'])
    const [{ Values: values = [] } = {}] = answer.MetricDataResults ?? []
    expect(values).toEqual(Array.from({ length: 1_000 }, () => 3))
  })

  it('of more metrics than a search tells are cut, and it says so', async () => {
    const { ask, put } = metricWorld()
    const data = Array.from({ length: 501 }, (_, at) => ({
      MetricName: 'Orders',
      Value: 1,
      Dimensions: [{ Name: 'Shop', Value: `s${at}` }],
    }))
    await put(...data)
    const answer = await ask([{ Id: 'e', Expression: "SEARCH('{Shop,Shop}', 'Sum', 60)" }])
    expect(answer.MetricDataResults).toHaveLength(500)
    expect(answer.Messages).toEqual([
      { Code: 'MaxMetricsExceeded', Value: 'Maximum number of allowed metrics exceeded' },
    ])
  })
})
