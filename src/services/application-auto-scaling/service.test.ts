import {
  ApplicationAutoScalingClient,
  DescribeScalingActivitiesCommand,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling'
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DetachRolePolicyCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cloud } from '../../../test/support/cloud.ts'
import type { Kasane } from '../../server/start-kasane.ts'

const target = {
  ServiceNamespace: 'dynamodb',
  ResourceId: 'table/orders',
  ScalableDimension: 'dynamodb:table:WriteCapacityUnits',
} as const

/** With IAM on: the alarm reaches the policy, and the service-linked role is judged by its policy. */
describe('Application Auto Scaling, to the AWS SDK', () => {
  let kasane: Kasane
  let scaling: ApplicationAutoScalingClient
  let dynamodb: DynamoDBClient
  let cloudwatch: CloudWatchClient

  beforeEach(async () => {
    kasane = await cloud()
    const config = { ...kasane.clientConfig(), maxAttempts: 1 }
    scaling = new ApplicationAutoScalingClient(config)
    dynamodb = new DynamoDBClient(config)
    cloudwatch = new CloudWatchClient(config)
    await dynamodb.send(
      new CreateTableCommand({
        TableName: 'orders',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
      }),
    )
    await kasane.clock.advance('PT1S')
    await scaling.send(
      new RegisterScalableTargetCommand({ ...target, MinCapacity: 5, MaxCapacity: 50 }),
    )
    await scaling.send(
      new PutScalingPolicyCommand({
        ...target,
        PolicyName: 'follow',
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 70,
          PredefinedMetricSpecification: {
            PredefinedMetricType: 'DynamoDBWriteCapacityUtilization',
          },
        },
      }),
    )
  })

  afterEach(async () => {
    for (const client of [scaling, dynamodb, cloudwatch]) client.destroy()
    await kasane.stop()
  })

  async function use(unitsASecond: number, minutes: number) {
    for (let at = 0; at < minutes; at++) {
      await cloudwatch.send(
        new PutMetricDataCommand({
          Namespace: 'AWS/DynamoDB',
          MetricData: [
            {
              MetricName: 'ConsumedWriteCapacityUnits',
              Dimensions: [{ Name: 'TableName', Value: 'orders' }],
              Value: unitsASecond * 60,
            },
          ],
        }),
      )
      await kasane.clock.advance('PT1M')
    }
  }

  const activities = async () => {
    const asked = new DescribeScalingActivitiesCommand({ ServiceNamespace: 'dynamodb' })
    return (await scaling.send(asked)).ScalingActivities
  }

  it('scales a table up', async () => {
    await use(14, 3)
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'orders' }))
    expect(Table?.ProvisionedThroughput).toMatchObject({
      ReadCapacityUnits: 5,
      WriteCapacityUnits: 20,
    })
    expect(await activities()).toMatchObject([
      { Description: 'Setting write capacity units to 20.', StatusCode: 'Successful' },
    ])
  })

  it('lets nobody scale what he may not change himself', async () => {
    const config = { ...kasane.clientConfig(), maxAttempts: 1 }
    const iam = new IAMClient(config)
    await iam.send(new CreateUserCommand({ UserName: 'eve' }))
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'eve' }))
    const may = (...Action: string[]) =>
      iam.send(
        new PutUserPolicyCommand({
          UserName: 'eve',
          PolicyName: 'p',
          PolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: { Effect: 'Allow', Action, Resource: '*' },
          }),
        }),
      )
    const eve = new ApplicationAutoScalingClient({
      ...config,
      credentials: {
        accessKeyId: AccessKey?.AccessKeyId ?? '',
        secretAccessKey: AccessKey?.SecretAccessKey ?? '',
      },
    })
    const register = () =>
      eve.send(new RegisterScalableTargetCommand({ ...target, MaxCapacity: 90 }))
    const follow = () =>
      eve.send(
        new PutScalingPolicyCommand({
          ...target,
          PolicyName: 'follow',
          PolicyType: 'TargetTrackingScaling',
          TargetTrackingScalingPolicyConfiguration: {
            TargetValue: 20,
            PredefinedMetricSpecification: {
              PredefinedMetricType: 'DynamoDBWriteCapacityUtilization',
            },
          },
        }),
      )
    const lacks = (action: string, resource: string) => ({
      name: 'ValidationException',
      message:
        `User: arn:aws:iam::000000000000:user/eve is not authorized to perform: ${action} on ` +
        `resource: ${resource} because no identity-based policy allows the ${action} action`,
    })
    const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders'
    await may('application-autoscaling:*', 'dynamodb:DescribeTable')
    await expect(register()).rejects.toMatchObject(lacks('dynamodb:UpdateTable', table))
    await expect(follow()).rejects.toMatchObject(
      lacks(
        'cloudwatch:PutMetricAlarm',
        'arn:aws:cloudwatch:us-east-1:000000000000:alarm:TargetTracking-table/orders',
      ),
    )
    await may('application-autoscaling:*', 'dynamodb:*Table', 'cloudwatch:*Alarm*')
    await register()
    await follow()
    for (const client of [iam, eve]) client.destroy()
  })

  it('does nothing by a role that nobody allows anything', async () => {
    const iam = new IAMClient({ ...kasane.clientConfig(), maxAttempts: 1 })
    const RoleName = 'AWSServiceRoleForApplicationAutoScaling_DynamoDBTable'
    const PolicyArn =
      'arn:aws:iam::aws:policy/aws-service-role/AWSApplicationAutoscalingDynamoDBTablePolicy'
    // AWS: what a service-linked role may do isn't the account's to change.
    await expect(
      iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })),
    ).rejects.toMatchObject({ name: 'UnmodifiableEntityException' })
    iam.destroy()
  })
})
