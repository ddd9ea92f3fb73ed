/** A cloud with a table `orders` whose write capacity is scaled, and words for its traffic. */
import type {
  DescribeScalingActivitiesResponse,
  PutScalingPolicyResponse,
} from '../../../generated/application-auto-scaling.ts'
import type { DescribeAlarmsOutput } from '../../../generated/cloudwatch.ts'
import type { DescribeTableOutput } from '../../../generated/dynamodb.ts'
import { cloudwatch } from '../../cloudwatch/service.ts'
import { dynamodb } from '../../dynamodb/service.ts'
import { iamWorld } from '../../iam/testing/iam-world.ts'
import { applicationAutoScaling } from '../service.ts'

export const minute = 60_000

export const target = {
  ServiceNamespace: 'dynamodb',
  ResourceId: 'table/orders',
  ScalableDimension: 'dynamodb:table:WriteCapacityUnits',
} as const

export async function scalingWorld(units = 5) {
  const cloud = iamWorld({ services: [applicationAutoScaling, cloudwatch, dynamodb] })
  const { call, advance, settle } = cloud
  await call('CreateTable', {
    TableName: 'orders',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: units },
  })
  await advance(1_000)

  const activities = async (asked: object = {}) => {
    const input = { ServiceNamespace: 'dynamodb', ...asked }
    const found = await call<DescribeScalingActivitiesResponse>('DescribeScalingActivities', input)
    return found.ScalingActivities ?? []
  }

  return {
    ...cloud,
    register: async (more: object = {}) => {
      const input = { ...target, MinCapacity: 5, MaxCapacity: 50, ...more }
      const answer = await call<{ ScalableTargetARN: string }>('RegisterScalableTarget', input)
      await settle()
      return answer
    },
    track: (more: object = {}) =>
      call<PutScalingPolicyResponse>('PutScalingPolicy', {
        ...target,
        PolicyName: 'follow',
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 70,
          PredefinedMetricSpecification: {
            PredefinedMetricType: 'DynamoDBWriteCapacityUtilization',
          },
          ...more,
        },
      }),
    /** So many units consumed in each of so many minutes. */
    use: async (unitsASecond: number, minutes: number) => {
      for (let at = 0; at < minutes; at++) {
        await call('PutMetricData', {
          Namespace: 'AWS/DynamoDB',
          MetricData: [
            {
              MetricName: 'ConsumedWriteCapacityUnits',
              Dimensions: [{ Name: 'TableName', Value: 'orders' }],
              Value: unitsASecond * 60,
            },
          ],
        })
        await advance(minute)
      }
    },
    /** Items of one unit, as many each minute: what DynamoDB itself measures is followed. */
    write: async (items: number, minutes: number) => {
      for (let at = 0; at < minutes; at++) {
        for (let done = 0; done < items; done += 25) {
          const orders = Array.from({ length: Math.min(25, items - done) }, (_, n) => ({
            PutRequest: { Item: { id: { S: `${done + n}` } } },
          }))
          await call('BatchWriteItem', { RequestItems: { orders } })
        }
        await advance(minute)
      }
    },
    unitsNow: async () => {
      const { Table } = await call<DescribeTableOutput>('DescribeTable', { TableName: 'orders' })
      return Table?.ProvisionedThroughput?.WriteCapacityUnits
    },
    activities,
    latest: async () => (await activities())[0],
    alarms: async () =>
      (await call<DescribeAlarmsOutput>('DescribeAlarms', { AlarmNamePrefix: 'TargetTracking-' }))
        .MetricAlarms ?? [],
  }
}
