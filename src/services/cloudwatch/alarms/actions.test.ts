import { describe, expect, it } from 'vitest'
import { alarmWorld, alerts, arnOf, hour, minute } from './testing/alarm-world.ts'

const nowhere = 'arn:aws:sns:us-east-1:123456789012:nowhere'

describe('an alarm’s actions', () => {
  it('are sent to their ARN as topics’ subscribers see them', async () => {
    const { put, measure, makeQueue, received, advance } = alarmWorld()
    await makeQueue()
    await put({ AlarmDescription: 'Too many', AlarmActions: [alerts], DatapointsToAlarm: 1 })
    await measure(9)
    await advance(minute)
    const reason =
      'Threshold Crossed: 1 out of the last 1 datapoints [9.0 (01/01/26 00:00:00)] was greater than the threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).'
    expect(await received()).toEqual([
      {
        AlarmName: 'a',
        AlarmDescription: 'Too many',
        AWSAccountId: '123456789012',
        AlarmConfigurationUpdatedTimestamp: '2026-01-01T00:00:00.000+0000',
        NewStateValue: 'ALARM',
        NewStateReason: reason,
        StateChangeTime: '2026-01-01T00:01:00.000+0000',
        Region: 'US East (N. Virginia)',
        AlarmArn: arnOf('a'),
        OldStateValue: 'INSUFFICIENT_DATA',
        OKActions: [],
        AlarmActions: [alerts],
        InsufficientDataActions: [],
        Trigger: {
          MetricName: 'Errors',
          Namespace: 'Shop',
          StatisticType: 'Statistic',
          Statistic: 'SUM',
          Unit: null,
          Dimensions: [],
          Period: 60,
          EvaluationPeriods: 1,
          DatapointsToAlarm: 1,
          ComparisonOperator: 'GreaterThanThreshold',
          Threshold: 5,
          TreatMissingData: '',
          EvaluateLowSampleCountPercentile: '',
        },
      },
    ])
  })

  it('are taken when the state changes, not as long as it lasts', async () => {
    const { put, makeQueue, received, advance, measure } = alarmWorld()
    await makeQueue()
    await put({ TreatMissingData: 'breaching', AlarmActions: [alerts], OKActions: [alerts] })
    await advance(hour)
    expect(await received()).toHaveLength(1)
    await measure(1)
    await advance(minute)
    expect(await received()).toMatchObject([{ OldStateValue: 'ALARM', NewStateValue: 'OK' }])
  })

  it('are not taken while they are disabled', async () => {
    const { put, call, makeQueue, received, set, settle } = alarmWorld()
    await makeQueue()
    await put({ AlarmActions: [alerts] })
    await call('DisableAlarmActions', { AlarmNames: ['a', 'nothing'] })
    await set('a', 'ALARM')
    await settle()
    expect(await received()).toEqual([])
    await call('EnableAlarmActions', { AlarmNames: ['a'] })
    await set('a', 'OK')
    await set('a', 'ALARM')
    await settle()
    expect(await received()).toHaveLength(1)
  })

  it('stand in the history, done or failed, and a failure is an incident', async () => {
    const { put, makeQueue, set, settle, history, kernel } = alarmWorld()
    await makeQueue()
    await put({ AlarmActions: [alerts, nowhere] })
    await set('a', 'ALARM')
    await settle()
    const items = await history({ AlarmName: 'a', HistoryItemType: 'Action' })
    expect(items.map(({ HistorySummary }) => HistorySummary)).toEqual([
      `Failed to execute action ${nowhere}. Received error: "no receiver"`,
      `Successfully executed action ${alerts}`,
    ])
    expect(JSON.parse(items[1]?.HistoryData ?? '')).toMatchObject({
      actionState: 'Succeeded',
      notificationResource: alerts,
    })
    expect(kernel.incidents.list()).toMatchObject([
      { service: 'cloudwatch', operation: 'deliver', code: 'Undeliverable' },
    ])
  })
})

describe('the history of an alarm', () => {
  it('has what was configured and how the state changed, the newest first', async () => {
    const { put, set, call, advance, history } = alarmWorld()
    await put()
    await advance(1_000)
    await put({ Threshold: 6 })
    await advance(1_000)
    await set('a', 'ALARM')
    await advance(1_000)
    await call('DeleteAlarms', { AlarmNames: ['a'] })
    const items = await history()
    expect(items.map(({ HistorySummary }) => HistorySummary)).toEqual([
      'Alarm "a" deleted',
      'Alarm updated from INSUFFICIENT_DATA to ALARM',
      'Alarm "a" updated',
      'Alarm "a" created',
    ])
    expect(items[1]).toMatchObject({ AlarmName: 'a', AlarmType: 'MetricAlarm' })
    expect(items[1]?.HistoryData).toBe(
      '{"version":"1.0","oldState":{"stateValue":"INSUFFICIENT_DATA","stateReason":"Unchecked: Initial alarm creation"},"newState":{"stateValue":"ALARM","stateReason":"a test"}}',
    )
    expect(items[3]?.HistoryData).toBe(
      '{"version":"1.0","type":"Create","createdAlarm":{"alarmName":"a","alarmArn":"arn:aws:cloudwatch:us-east-1:123456789012:alarm:a","alarmConfigurationUpdatedTimestamp":"2026-01-01T00:00:00.000+0000","namespace":"Shop","metricName":"Errors","statistic":"Sum","period":60,"dimensions":[],"threshold":5.0,"comparisonOperator":"GreaterThanThreshold","evaluationPeriods":1,"stateValue":"INSUFFICIENT_DATA","stateUpdatedTimestamp":"2026-01-01T00:00:00.000+0000","actionsEnabled":true,"alarmActions":[],"insufficientDataActions":[],"okactions":[]}}',
    )
  })

  it('comes in pages, and is forgotten after 30 days', async () => {
    const { put, set, call, advance, history } = alarmWorld()
    await put()
    await set('a', 'OK')
    const first = await call('DescribeAlarmHistory', { MaxRecords: 1 })
    expect(first).toMatchObject({ AlarmHistoryItems: [{ HistoryItemType: 'StateUpdate' }] })
    const rest = await call('DescribeAlarmHistory', { MaxRecords: 1, NextToken: first.NextToken })
    expect(rest).toMatchObject({ AlarmHistoryItems: [{ HistoryItemType: 'ConfigurationUpdate' }] })
    expect(rest).not.toHaveProperty('NextToken')
    await advance(31 * 24 * hour)
    expect(await history({})).toEqual([])
  })
})
