/** CloudWatch with alarms and a queue for their actions, in memory, with short words for tests. */
import { testPlace, world } from '../../../../../test/support/world.ts'
import type {
  DescribeAlarmHistoryOutput,
  DescribeAlarmsOutput,
  PutCompositeAlarmInput,
  PutMetricAlarmInput,
} from '../../../../generated/cloudwatch.ts'
import type { ReceiveMessageResult } from '../../../../generated/sqs.ts'
import { sqs } from '../../../sqs/service.ts'
import { cloudwatch } from '../../service.ts'

export const minute = 60_000
export const hour = 60 * minute

const queueUrl = 'http://127.0.0.1:4566/123456789012/alerts'

/** Receives what alarms send; a queue here, a topic in most clouds. */
export const alerts = 'arn:aws:sqs:us-east-1:123456789012:alerts'

export function arnOf(name: string): string {
  return `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${name}`
}

export function alarmWorld() {
  const cloud = world({ services: [cloudwatch, sqs] })
  /** Half a second apart: AWS takes three calls on alarms a second. */
  const call: typeof cloud.call = (...asked) => {
    cloud.real.pass(500)
    return cloud.call(...asked)
  }
  const { changing } = cloud.kernel.cells.of(cloudwatch, testPlace)

  async function describe(name: string) {
    const asked = { AlarmNames: [name], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }
    const found = await call<DescribeAlarmsOutput>('DescribeAlarms', asked)
    return { ...found.MetricAlarms?.[0], ...found.CompositeAlarms?.[0] }
  }

  return {
    ...cloud,
    call,
    metrics: changing.metrics,
    describe,
    stateOf: async (name: string) => (await describe(name)).StateValue,
    put: (change: Partial<PutMetricAlarmInput> = {}) =>
      call('PutMetricAlarm', {
        AlarmName: 'a',
        Namespace: 'Shop',
        MetricName: 'Errors',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 5,
        ComparisonOperator: 'GreaterThanThreshold',
        ...change,
      }),
    putComposite: (change: Partial<PutCompositeAlarmInput> = {}) =>
      call('PutCompositeAlarm', { AlarmName: 'all', AlarmRule: 'ALARM(a) OR ALARM(b)', ...change }),
    measure: (Value: number, more: { MetricName?: string; Timestamp?: Date } = {}) =>
      call('PutMetricData', {
        Namespace: 'Shop',
        MetricData: [{ MetricName: 'Errors', Value, ...more }],
      }),
    set: (AlarmName: string, StateValue: string) =>
      call('SetAlarmState', { AlarmName, StateValue, StateReason: 'a test' }),
    history: async (asked: object = { AlarmName: 'a' }) =>
      (await call<DescribeAlarmHistoryOutput>('DescribeAlarmHistory', asked)).AlarmHistoryItems ??
      [],
    makeQueue: () => call('CreateQueue', { QueueName: 'alerts' }),
    /** The bodies of the messages that wait; they are taken. */
    received: async () => {
      const asked = { QueueUrl: queueUrl, MaxNumberOfMessages: 10 }
      const { Messages = [] } = await call<ReceiveMessageResult>('ReceiveMessage', asked)
      for (const { ReceiptHandle } of Messages) {
        await call('DeleteMessage', { QueueUrl: queueUrl, ReceiptHandle })
      }
      return Messages.map(({ Body = '{}' }) => JSON.parse(Body) as Record<string, unknown>)
    },
  }
}
