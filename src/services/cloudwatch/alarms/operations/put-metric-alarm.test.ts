import { describe, expect, it } from 'vitest'
import { alarmWorld } from '../testing/alarm-world.ts'

const query = {
  Id: 'm',
  MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'E' }, Period: 60, Stat: 'Sum' },
}

describe('PutMetricAlarm', () => {
  it.each([
    [
      { EvaluationPeriods: 2, DatapointsToAlarm: 3 },
      'DatapointsToAlarm must be less than or equal to EvaluationPeriods',
    ],
    [{ Metrics: [query] }, 'MetricName should not be set if list of Metrics is set.'],
    [{ MetricName: undefined }, 'MetricName must not be null'],
    [
      { Threshold: 1, ThresholdMetricId: 'm' },
      'Threshold and ThresholdMetricId cannot both be set',
    ],
    [
      { Period: 600, EvaluationPeriods: 145 },
      'Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).',
    ],
    [{ AlarmActions: ['me@example.com'] }, 'Invalid arn syntax: me@example.com'],
    [
      { AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:t'] },
      'Invalid region eu-west-1 specified. Only us-east-1 is supported.',
    ],
  ])('refuses %j', async (change, message) => {
    const { put, call } = alarmWorld()
    await expect(put(change as object)).rejects.toMatchObject({
      code: 'ValidationException',
      status: 400,
      message,
    })
    expect(await call('DescribeAlarms')).toMatchObject({ MetricAlarms: [] })
  })

  it('shows what was configured, and no more', async () => {
    const { put, describe: shown } = alarmWorld()
    await put()
    expect(Object.keys(await shown('a')).toSorted()).toEqual([
      'ActionsEnabled',
      'AlarmActions',
      'AlarmArn',
      'AlarmConfigurationUpdatedTimestamp',
      'AlarmName',
      'ComparisonOperator',
      'Dimensions',
      'EvaluationPeriods',
      'InsufficientDataActions',
      'MetricName',
      'Namespace',
      'OKActions',
      'Period',
      'StateReason',
      'StateTransitionedTimestamp',
      'StateUpdatedTimestamp',
      'StateValue',
      'Statistic',
      'Threshold',
    ])
  })

  it('tags a new alarm, and ignores tags of one that is there', async () => {
    const { put, call } = alarmWorld()
    await put({ Tags: [{ Key: 'team', Value: 'red' }] })
    await put({ Tags: [{ Key: 'team', Value: 'blue' }] })
    const ResourceARN = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:a'
    expect(await call('ListTagsForResource', { ResourceARN })).toEqual({
      Tags: [{ Key: 'team', Value: 'red' }],
    })
  })

  it('refuses an expression that can’t be worked out, and what isn’t emulated', async () => {
    const { call } = alarmWorld()
    const math = (Expression: string) =>
      call('PutMetricAlarm', {
        AlarmName: 'a',
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        Metrics: [
          { Id: 'e', Expression },
          { ...query, ReturnData: false },
        ],
      })
    await expect(math('m +')).rejects.toMatchObject({ code: 'ValidationException', status: 400 })
    await expect(math('ANOMALY_DETECTION_BAND(m, 2)')).rejects.toMatchObject({
      code: 'NotEmulated',
      message: 'Kasane does not emulate CloudWatch alarms on anomaly detection.',
    })
  })
})

describe('DescribeAlarms', () => {
  it('finds metric alarms alone, unless composite ones are asked for', async () => {
    const { put, putComposite, call } = alarmWorld()
    await put()
    await put({ AlarmName: 'b' })
    await putComposite()
    expect(await call('DescribeAlarms')).toMatchObject({
      MetricAlarms: [{ AlarmName: 'a' }, { AlarmName: 'b' }],
      CompositeAlarms: [],
    })
    expect(await call('DescribeAlarms', { AlarmTypes: ['CompositeAlarm'] })).toMatchObject({
      MetricAlarms: [],
      CompositeAlarms: [{ AlarmName: 'all' }],
    })
    expect(await call('DescribeAlarms', { ChildrenOfAlarmName: 'all' })).toMatchObject({
      MetricAlarms: [{ AlarmName: 'a' }, { AlarmName: 'b' }],
    })
    expect(await call('DescribeAlarms', { ParentsOfAlarmName: 'a' })).toMatchObject({
      CompositeAlarms: [{ AlarmName: 'all' }],
    })
  })

  it('filters and pages', async () => {
    const { put, set, call } = alarmWorld()
    for (const AlarmName of ['web-1', 'web-2', 'job-1']) await put({ AlarmName })
    await set('web-2', 'ALARM')
    expect(await call('DescribeAlarms', { StateValue: 'ALARM' })).toMatchObject({
      MetricAlarms: [{ AlarmName: 'web-2' }],
    })
    const asked = { AlarmNamePrefix: 'web-', MaxRecords: 1 }
    const first = await call('DescribeAlarms', asked)
    expect(first).toMatchObject({ MetricAlarms: [{ AlarmName: 'web-1' }] })
    const { NextToken } = first
    const rest = await call('DescribeAlarms', { ...asked, NextToken })
    expect(rest).toMatchObject({ MetricAlarms: [{ AlarmName: 'web-2' }] })
    expect(rest).not.toHaveProperty('NextToken')
  })
})

describe('DescribeAlarmsForMetric', () => {
  it('finds the alarms on a metric with exactly these dimensions, not those on math', async () => {
    const { put, call } = alarmWorld()
    await put()
    await put({ AlarmName: 'b', Dimensions: [{ Name: 'n', Value: 'v' }] })
    await call('PutMetricAlarm', {
      AlarmName: 'c',
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      Metrics: [query],
    })
    const asked = { Namespace: 'Shop', MetricName: 'Errors' }
    expect(await call('DescribeAlarmsForMetric', asked)).toMatchObject({
      MetricAlarms: [{ AlarmName: 'a' }],
    })
    const other = await call('DescribeAlarmsForMetric', { ...asked, Statistic: 'Average' })
    expect(other).toEqual({ MetricAlarms: [] })
  })
})

describe('SetAlarmState', () => {
  it('refuses an alarm that isn’t there, and data that is no JSON', async () => {
    const { put, set, call } = alarmWorld()
    await expect(set('a', 'OK')).rejects.toMatchObject({ code: 'ResourceNotFound', status: 404 })
    await put()
    const bad = { AlarmName: 'a', StateValue: 'OK', StateReason: '', StateReasonData: '{' }
    await expect(call('SetAlarmState', bad)).rejects.toMatchObject({
      code: 'InvalidFormatFault',
      status: 400,
    })
  })
})
