import { gzipSync } from 'node:zlib'
import {
  CloudWatchClient,
  CloudWatchServiceException,
  DeleteAlarmsCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  GetMetricWidgetImageCommand,
  ListMetricsCommand,
  PutDashboardCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch'
import {
  AwsJson1_0Protocol,
  AwsQueryProtocol,
  AwsSmithyRpcV2CborProtocol,
} from '@aws-sdk/core/protocols'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { signed } from '../../../test/support/ask.ts'
import { cloud } from '../../../test/support/cloud.ts'
import type { Kasane } from '../../server/start-kasane.ts'

const protocols = [
  ['JSON', AwsJson1_0Protocol],
  ['CBOR', AwsSmithyRpcV2CborProtocol],
  ['query', AwsQueryProtocol],
] as const

/** What clients see of CloudWatch: the real SDK, in-process, over each of its protocols. */
describe.each(protocols)('CloudWatch, to the AWS SDK over %s', (_, protocol) => {
  let kasane: Kasane
  let client: CloudWatchClient

  beforeEach(async () => {
    kasane = await cloud()
    client = new CloudWatchClient({ ...kasane.clientConfig(), maxAttempts: 1, protocol })
  })

  afterEach(async () => {
    client.destroy()
    await kasane.stop()
  })

  const start = new Date('2026-01-01T00:00:00Z')
  const end = new Date('2026-01-01T00:10:00Z')
  const Dimensions = [{ Name: 'Host', Value: 'web-1' }]

  it('puts, lists and reads data', async () => {
    await client.send(
      new PutMetricDataCommand({
        Namespace: 'Shop',
        MetricData: [
          {
            MetricName: 'Latency',
            Dimensions,
            Unit: 'Seconds',
            Values: [0.5, 1.5],
            Counts: [3, 1],
          },
          { MetricName: 'Orders', Value: 7, Timestamp: start, StorageResolution: 1 },
        ],
      }),
    )
    const listed = await client.send(new ListMetricsCommand({ MetricName: 'Latency' }))
    expect(listed.Metrics).toEqual([{ Namespace: 'Shop', MetricName: 'Latency', Dimensions }])
    const statistics = await client.send(
      new GetMetricStatisticsCommand({
        Namespace: 'Shop',
        MetricName: 'Latency',
        Dimensions,
        StartTime: start,
        EndTime: end,
        Period: 60,
        ExtendedStatistics: ['p50', 'tm99'],
      }),
    )
    expect(statistics).toMatchObject({
      Label: 'Latency',
      Datapoints: [{ Timestamp: start, Unit: 'Seconds', ExtendedStatistics: { p50: 0.5 } }],
    })
    const data = await client.send(
      new GetMetricDataCommand({
        StartTime: start,
        EndTime: end,
        MetricDataQueries: [
          {
            Id: 'm1',
            ReturnData: false,
            MetricStat: {
              Metric: { Namespace: 'Shop', MetricName: 'Orders' },
              Period: 60,
              Stat: 'Sum',
            },
          },
          { Id: 'e1', Expression: 'm1 * 2', Label: 'twice' },
        ],
      }),
    )
    expect(data.MetricDataResults).toEqual([
      { Id: 'e1', Label: 'twice', Timestamps: [start], Values: [14], StatusCode: 'Complete' },
    ])
  })

  it('refuses a fourth call within a second of what takes three', async () => {
    const remove = () => client.send(new DeleteAlarmsCommand({ AlarmNames: ['a'] }))
    const results = await Promise.allSettled([1, 2, 3, 4].map(remove))
    const refused = results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(refused).toMatchObject([
      { name: 'Throttling', message: 'Rate exceeded', $metadata: { httpStatusCode: 400 } },
    ])
  })

  it('names errors by the shapes that its SDK knows', async () => {
    const error = await client
      .send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData: [] }))
      .catch((error: unknown) => error)
    expect(error).toBeInstanceOf(CloudWatchServiceException)
    expect(error).toMatchObject({
      name: 'MissingRequiredParameterException',
      message: 'The parameter MetricData is required.',
      $metadata: { httpStatusCode: 400 },
    })
    const queries = [{ Id: 'e1', Expression: 'TIME_SERIES(1)' }]
    const same = { StartTime: start, EndTime: start, MetricDataQueries: queries }
    await expect(client.send(new GetMetricDataCommand(same))).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'The parameter StartTime must not equal parameter EndTime.',
      $metadata: { httpStatusCode: 400 },
    })
    const none = new GetDashboardCommand({ DashboardName: 'none' })
    // The name is what the SDK makes of a code that two shapes have.
    await expect(client.send(none)).rejects.toMatchObject({
      message: 'Dashboard none does not exist',
      $metadata: { httpStatusCode: 404 },
    })
    const bad = new PutDashboardCommand({ DashboardName: 'bad', DashboardBody: '{}' })
    await expect(client.send(bad)).rejects.toMatchObject({
      name: 'DashboardInvalidInputError',
      dashboardValidationMessages: [{ Message: "Should have required property 'widgets'" }],
      $metadata: { httpStatusCode: 400 },
    })
  })

  it('says what is not emulated', async () => {
    const image = new GetMetricWidgetImageCommand({ MetricWidget: '{}' })
    await expect(client.send(image)).rejects.toMatchObject({
      name: 'NotEmulated',
      $metadata: { httpStatusCode: 501 },
    })
  })
})

describe('CloudWatch, to clients of old', () => {
  const asked = async (form: Readonly<Record<string, string>>, encode = false) => {
    const kasane = await cloud()
    const body = new URLSearchParams({ Version: '2010-08-01', ...form }).toString()
    const request = signed(
      {
        headers: {
          'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
          ...(encode && { 'content-encoding': 'gzip' }),
        },
        body: encode ? gzipSync(body) : body,
      },
      { service: 'monitoring' },
    )
    const { response } = await kasane.requestHandler().handle({
      method: 'POST',
      protocol: 'http:',
      hostname: '127.0.0.1',
      port: 4566,
      path: '/',
      query: {},
      headers: request.headers ?? {},
      body: request.body,
    })
    await kasane.stop()
    const text = Buffer.from(response.body as Uint8Array).toString()
    return { status: response.statusCode, text }
  }

  const put = {
    Action: 'PutMetricData',
    Namespace: 'Shop',
    'MetricData.member.1.MetricName': 'Orders',
    'MetricData.member.1.Dimensions.member.1.Name': 'Host',
    'MetricData.member.1.Dimensions.member.1.Value': 'a',
    'MetricData.member.1.Values.member.1': '1.5',
    'MetricData.member.1.Counts.member.1': '2',
  }

  it('takes forms, zipped ones too', async () => {
    for (const isZipped of [false, true]) {
      const { status, text } = await asked(put, isZipped)
      expect(status).toBe(200)
      expect(text).toContain(
        '<PutMetricDataResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">',
      )
    }
  })

  it.each([
    [
      'MissingParameter',
      { Action: 'PutMetricData', Namespace: 'Shop' },
      'The parameter MetricData is required.',
    ],
    [
      'MissingParameter',
      {
        ...put,
        'MetricData.member.1.MetricName': '',
        'MetricData.member.2.MetricName': 'a',
        'MetricData.member.2.StatisticValues.Sum': '1',
      },
      [
        'MetricData.member.1.MetricName',
        'MetricData.member.2.StatisticValues.SampleCount',
        'MetricData.member.2.StatisticValues.Minimum',
        'MetricData.member.2.StatisticValues.Maximum',
      ]
        .map((name) => `The parameter ${name} is required.`)
        .join('&#xA;'),
    ],
    [
      'InvalidParameterValue',
      { ...put, 'MetricData.member.1.Timestamp': '2025-12-01T00:00:00Z' },
      'The parameter MetricData.member.1.Timestamp must specify a time within the past two weeks.',
    ],
    [
      'ValidationError',
      {
        Action: 'GetMetricData',
        StartTime: '2026-01-01T00:00:00Z',
        EndTime: '2026-01-01T00:00:00Z',
        'MetricDataQueries.member.1.Id': 'e1',
        'MetricDataQueries.member.1.Expression': 'TIME_SERIES(1)',
      },
      'The parameter StartTime must not equal parameter EndTime.',
    ],
  ])('refuses with the code %s', async (code, form, message) => {
    const { status, text } = await asked(form)
    expect(status).toBe(400)
    expect(text).toContain(`<Code>${code}</Code>`)
    expect(text).toContain(`<Message>${message}</Message>`)
  })
})
