import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch'
import {
  AwsJson1_0Protocol,
  AwsQueryProtocol,
  AwsSmithyRpcV2CborProtocol,
} from '@aws-sdk/core/protocols'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cloud } from '../../../../test/support/cloud.ts'
import type { Kasane } from '../../../server/start-kasane.ts'

const protocols = [
  ['JSON', AwsJson1_0Protocol],
  ['CBOR', AwsSmithyRpcV2CborProtocol],
  ['query', AwsQueryProtocol],
] as const

const nowhere = 'arn:aws:sns:us-east-1:000000000000:nowhere'

describe.each(protocols)('alarms, to the AWS SDK over %s', (protocolName, protocol) => {
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

  const put = (change: object = {}) =>
    client.send(
      new PutMetricAlarmCommand({
        AlarmName: 'c',
        Namespace: 'Shop',
        MetricName: 'Errors',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 5,
        ComparisonOperator: 'GreaterThanThreshold',
        ...change,
      }),
    )

  const validation =
    protocolName === 'query' ? { Code: 'ValidationError' } : { name: 'ValidationException' }

  it('are made, evaluated and shown', async () => {
    await put({ TreatMissingData: 'notBreaching' })
    const shown = async () =>
      (await client.send(new DescribeAlarmsCommand({ AlarmNames: ['c'] }))).MetricAlarms
    expect(await shown()).toMatchObject([
      {
        AlarmArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:c',
        StateValue: 'INSUFFICIENT_DATA',
        StateReason: 'Unchecked: Initial alarm creation',
        Threshold: 5,
        Dimensions: [],
      },
    ])
    await kasane.clock.advance('PT1M')
    expect(await shown()).toMatchObject([
      {
        StateValue: 'OK',
        StateReason:
          'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
        StateTransitionedTimestamp: new Date('2026-01-01T00:01:00Z'),
      },
    ])
  })

  it('refuse in AWS’s code and words', async () => {
    await expect(put({ EvaluationPeriods: 2, DatapointsToAlarm: 3 })).rejects.toMatchObject({
      ...validation,
      message: 'DatapointsToAlarm must be less than or equal to EvaluationPeriods',
    })
    await put()
    await client.send(new PutCompositeAlarmCommand({ AlarmName: 'all', AlarmRule: 'ALARM(c)' }))
    await expect(client.send(new DeleteAlarmsCommand({ AlarmNames: ['c'] }))).rejects.toMatchObject(
      {
        ...validation,
        message: 'Cannot delete c as there are composite alarm(s) depending on it.',
      },
    )
  })

  it('tell of an action that nobody receives', async () => {
    await put({ AlarmActions: [nowhere] })
    await client.send(
      new SetAlarmStateCommand({ AlarmName: 'c', StateValue: 'ALARM', StateReason: 'a test' }),
    )
    await kasane.clock.advance('PT1S')
    const asked = new DescribeAlarmHistoryCommand({ AlarmName: 'c', HistoryItemType: 'Action' })
    expect((await client.send(asked)).AlarmHistoryItems).toMatchObject([
      { HistorySummary: `Failed to execute action ${nowhere}. Received error: "no receiver"` },
    ])
    expect(kasane.incidents()).toMatchObject([{ code: 'Undeliverable' }])
  })
})
