import { describe, expect, it } from 'vitest'
import { testStartMs } from '../../../../test/support/world.ts'
import { alarmWorld, hour, minute } from './testing/alarm-world.ts'

const day = 24 * hour

describe('a metric alarm', () => {
  it('begins without data, and stays so on a silent metric', async () => {
    const { put, describe: shown, advance } = alarmWorld()
    await put()
    const initial = {
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Unchecked: Initial alarm creation',
    }
    expect(await shown('a')).toMatchObject(initial)
    await advance(hour)
    expect(await shown('a')).toMatchObject(initial)
  })

  it('is OK on a silent metric whose missing points count as fine', async () => {
    const { put, describe: shown, advance } = alarmWorld()
    await put()
    await put({ TreatMissingData: 'notBreaching' })
    await advance(minute)
    expect(await shown('a')).toMatchObject({
      StateValue: 'OK',
      StateReason:
        'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
      StateTransitionedTimestamp: new Date(testStartMs + minute),
    })
  })

  it('judges a minute when it is over', async () => {
    const { put, measure, describe: shown, advance } = alarmWorld()
    await put({ DatapointsToAlarm: 1 })
    await measure(4)
    await measure(3)
    await advance(minute)
    expect(await shown('a')).toMatchObject({
      StateValue: 'ALARM',
      StateReason:
        'Threshold Crossed: 1 out of the last 1 datapoints [7.0 (01/01/26 00:00:00)] was greater than the threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).',
      StateReasonData:
        '{"version":"1.0","queryDate":"2026-01-01T00:01:00.000+0000","startDate":"2026-01-01T00:00:00.000+0000","statistic":"Sum","period":60,"recentDatapoints":[7.0],"threshold":5.0,"evaluatedDatapoints":[{"timestamp":"2026-01-01T00:00:00.000+0000","sampleCount":2.0,"value":7.0}]}',
    })
  })

  it('wakes when data comes after days of silence', async () => {
    const { put, measure, stateOf, advance, kernel } = alarmWorld()
    await put()
    await advance(3 * day)
    expect(kernel.scheduler.count()).toBe(0)
    await measure(9)
    await advance(minute)
    expect(await stateOf('a')).toBe('ALARM')
  })

  it('wakes when a service has measured', async () => {
    const { put, metrics, stateOf, advance } = alarmWorld()
    await put({ Namespace: 'AWS/SQS', MetricName: 'Sent', Dimensions: [{ Name: 'Q', Value: 'q' }] })
    await advance(day)
    const dimensions = { Q: 'q' }
    metrics.series({ namespace: 'AWS/SQS', name: 'Sent', unit: 'Count', dimensions }).add(9)
    await advance(minute)
    expect(await stateOf('a')).toBe('ALARM')
  })

  it('goes back to INSUFFICIENT_DATA when the last point is out of sight', async () => {
    const { put, measure, describe: shown, advance } = alarmWorld()
    await put()
    await measure(1)
    await advance(3 * minute)
    expect(await shown('a')).toMatchObject({ StateValue: 'OK' })
    await advance(minute)
    expect(await shown('a')).toMatchObject({
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Insufficient Data: 1 datapoint was unknown.',
    })
  })

  it('is looked at when its last point passes from period to period, and to the minute', async () => {
    const { put, measure, stateOf, advance, kernel } = alarmWorld()
    await put({ Period: hour / 1_000 })
    await measure(9)
    await advance(hour)
    expect(await stateOf('a')).toBe('ALARM')
    await advance(minute)
    expect(kernel.scheduler.list(5).map(({ dueMs }) => dueMs - testStartMs)).toEqual([
      2 * hour + minute,
    ])
    await advance(2 * hour - minute)
    expect(await stateOf('a')).toBe('ALARM')
    await advance(minute)
    expect(await stateOf('a')).toBe('INSUFFICIENT_DATA')
  })

  it('wakes when data comes while it waits for a passage', async () => {
    const { put, measure, stateOf, advance } = alarmWorld()
    await put({ Period: hour / 1_000, Threshold: 10 })
    await measure(9)
    await advance(90 * minute)
    expect(await stateOf('a')).toBe('OK')
    await measure(30)
    await advance(minute)
    expect(await stateOf('a')).toBe('ALARM')
  })

  it('of DynamoDB’s metrics ignores missing points, unless it says otherwise', async () => {
    const { put, call, stateOf, advance } = alarmWorld()
    const Namespace = 'AWS/DynamoDB'
    await put({ Namespace })
    await put({ Namespace, AlarmName: 'b', TreatMissingData: 'missing' })
    await call('PutMetricData', { Namespace, MetricData: [{ MetricName: 'Errors', Value: 9 }] })
    await advance(hour)
    expect(await stateOf('a')).toBe('ALARM')
    expect(await stateOf('b')).toBe('INSUFFICIENT_DATA')
  })

  it('slides over periods of minutes each minute', async () => {
    const { put, measure, stateOf, advance } = alarmWorld()
    await put({ Period: 300, Threshold: 10 })
    await measure(8)
    await advance(4 * minute)
    expect(await stateOf('a')).toBe('OK')
    await measure(8)
    await advance(minute)
    expect(await stateOf('a')).toBe('ALARM')
    await advance(minute)
    expect(await stateOf('a')).toBe('OK')
  })

  it('of ten seconds is judged each ten seconds', async () => {
    const { put, call, stateOf, advance } = alarmWorld()
    await put({ Period: 10 })
    const datum = { MetricName: 'Errors', Value: 9, StorageResolution: 1 }
    await call('PutMetricData', { Namespace: 'Shop', MetricData: [datum] })
    await advance(10_000)
    expect(await stateOf('a')).toBe('ALARM')
  })

  it('over more than a day is judged each hour', async () => {
    const { put, measure, stateOf, advance } = alarmWorld()
    await put({ Period: hour / 1_000, EvaluationPeriods: 48, DatapointsToAlarm: 1 })
    await measure(9)
    await advance(59 * minute)
    expect(await stateOf('a')).toBe('INSUFFICIENT_DATA')
    await advance(minute)
    expect(await stateOf('a')).toBe('ALARM')
  })

  it('on math compares what the expression gives, and has no statistic', async () => {
    const { measure, describe: shown, advance, call } = alarmWorld()
    const stat = (MetricName: string) => ({
      MetricStat: { Metric: { Namespace: 'Shop', MetricName }, Period: 60, Stat: 'Sum' },
      ReturnData: false,
    })
    await call('PutMetricAlarm', {
      AlarmName: 'a',
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
      Threshold: 10,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Metrics: [
        { Id: 'rate', Expression: '100 * errors / calls' },
        { Id: 'errors', ...stat('Errors') },
        { Id: 'calls', ...stat('Calls') },
      ],
    })
    await measure(3)
    await measure(20, { MetricName: 'Calls' })
    await advance(minute)
    expect(await shown('a')).toMatchObject({
      StateValue: 'ALARM',
      StateReason:
        'Threshold Crossed: 1 out of the last 1 datapoints [15.0 (01/01/26 00:00:00)] was greater than or equal to the threshold (10.0) (minimum 1 datapoint for OK -> ALARM transition).',
      StateReasonData:
        '{"version":"1.0","queryDate":"2026-01-01T00:01:00.000+0000","startDate":"2026-01-01T00:00:00.000+0000","period":60,"recentDatapoints":[15.0],"threshold":10.0,"evaluatedDatapoints":[{"timestamp":"2026-01-01T00:00:00.000+0000","value":15.0}]}',
    })
  })

  it('that was set by hand returns to its own state at its next evaluation', async () => {
    const { put, set, stateOf, advance } = alarmWorld()
    await put({ TreatMissingData: 'notBreaching' })
    await advance(hour)
    await set('a', 'ALARM')
    expect(await stateOf('a')).toBe('ALARM')
    await advance(minute)
    expect(await stateOf('a')).toBe('OK')
  })

  it('keeps its state when it is changed, and loses what the change leaves out', async () => {
    const { put, stateOf, describe: shown, advance } = alarmWorld()
    await put({ TreatMissingData: 'breaching', AlarmDescription: 'first' })
    await advance(minute)
    await put({ TreatMissingData: 'breaching', Threshold: 7 })
    expect(await stateOf('a')).toBe('ALARM')
    expect(await shown('a')).not.toHaveProperty('AlarmDescription')
  })

  it('with a percentile of too few samples stays as it is, where it is told to', async () => {
    const { put, measure, stateOf, advance } = alarmWorld()
    const percentile = { Statistic: undefined, ExtendedStatistic: 'p90' } as never
    await put({ ...(percentile as object), EvaluateLowSampleCountPercentile: 'ignore' })
    await put({ ...(percentile as object), AlarmName: 'b' })
    await measure(9)
    await advance(minute)
    expect(await stateOf('a')).toBe('INSUFFICIENT_DATA')
    expect(await stateOf('b')).toBe('ALARM')
  })

  it('costs nothing while it sleeps', async () => {
    const { put, advance, kernel, stateOf } = alarmWorld()
    for (let at = 0; at < 100; at++) {
      await put({ AlarmName: `a${at}`, TreatMissingData: 'breaching', EvaluationPeriods: 3 })
    }
    await advance(minute)
    expect(await stateOf('a0')).toBe('ALARM')
    expect(kernel.scheduler.count()).toBe(0)
  })
})
