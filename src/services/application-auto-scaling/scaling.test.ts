import { describe, expect, it } from 'vitest'
import { minute, scalingWorld, target } from './testing/scaling-world.ts'

describe('a table that is tracked', () => {
  it('gets AWS’s four alarms', async () => {
    const { register, track, alarms } = await scalingWorld()
    await register()
    const { PolicyARN, Alarms = [] } = await track()
    expect(PolicyARN).toMatch(
      /^arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:[0-9a-f-]{36}:resource\/dynamodb\/table\/orders:policyName\/follow$/,
    )
    expect(Alarms.map(({ AlarmName }) => AlarmName.replace(/-[0-9a-f-]{36}$/, ''))).toEqual([
      'TargetTracking-table/orders-AlarmHigh',
      'TargetTracking-table/orders-AlarmLow',
      'TargetTracking-table/orders-ProvisionedCapacityHigh',
      'TargetTracking-table/orders-ProvisionedCapacityLow',
    ])
    const dimensions = [{ Name: 'TableName', Value: 'orders' }]
    const shown = await alarms()
    expect(shown).toMatchObject([
      {
        Namespace: 'AWS/DynamoDB',
        MetricName: 'ConsumedWriteCapacityUnits',
        Dimensions: dimensions,
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 2,
        Threshold: 210,
        ComparisonOperator: 'GreaterThanThreshold',
      },
      {
        MetricName: 'ConsumedWriteCapacityUnits',
        EvaluationPeriods: 15,
        Threshold: 150,
        ComparisonOperator: 'LessThanThreshold',
      },
      {
        MetricName: 'ProvisionedWriteCapacityUnits',
        Statistic: 'Average',
        Period: 300,
        EvaluationPeriods: 3,
        Threshold: 5,
        ComparisonOperator: 'GreaterThanThreshold',
      },
      { Threshold: 5, ComparisonOperator: 'LessThanThreshold' },
    ])
    const action = shown[0]?.AlarmActions?.[0] ?? ''
    expect(action).toMatch(`${PolicyARN}:createdBy/`)
    expect(shown[0]?.AlarmDescription).toBe(
      `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${action}.`,
    )
  })

  it('grows under load, and shrinks after a quarter of an hour of rest', async () => {
    const { register, track, use, advance, unitsNow, activities, alarms } = await scalingWorld()
    await register()
    await track()
    await use(14, 1)
    expect(await unitsNow()).toBe(5)
    await use(14, 1)
    await advance(5_000)
    expect(await unitsNow()).toBe(20)
    const high = (await alarms())[0]
    expect(high).toMatchObject({ Threshold: 840, StateValue: 'ALARM' })
    expect((await activities())[0]).toMatchObject({
      ...target,
      Description: 'Setting write capacity units to 20.',
      Cause: `monitor alarm ${high?.AlarmName} in state ALARM triggered policy follow`,
      StatusCode: 'Successful',
      StatusMessage:
        'Successfully set write capacity units to 20. Change successfully fulfilled by dynamodb.',
    })
    await advance(15 * minute)
    expect(await unitsNow()).toBe(20)
    await advance(5 * minute)
    expect(await unitsNow()).toBe(5)
    expect(await activities()).toMatchObject([
      { Description: 'Setting write capacity units to 5.', StatusCode: 'Successful' },
      { Description: 'Setting write capacity units to 20.' },
    ])
  })

  it('follows what DynamoDB measures of its writes', async () => {
    const { register, track, write, advance, unitsNow } = await scalingWorld()
    await register()
    await track()
    await write(600, 2)
    await advance(5_000)
    // 600 units a minute are 10 a second: 15 units at 70 %.
    expect(await unitsNow()).toBe(15)
    await advance(20 * minute)
    expect(await unitsNow()).toBe(5)
  })

  it('never leaves its bounds, and tells when it would', async () => {
    const { register, track, use, advance, unitsNow, activities } = await scalingWorld()
    await register({ MaxCapacity: 8 })
    await track()
    await use(30, 4)
    await advance(5_000)
    expect(await unitsNow()).toBe(8)
    expect(await activities()).toHaveLength(1)
    expect(await activities({ IncludeNotScaledActivities: true })).toMatchObject([
      {
        Description: 'Attempting to scale due to alarm triggered',
        NotScaledReasons: [{ Code: 'AlreadyAtMaxCapacity', MaxCapacity: 8 }],
      },
      { Description: 'Setting write capacity units to 8.' },
    ])
  })

  it('rests after it has grown, unless more is needed than before', async () => {
    const { register, track, use, advance, unitsNow } = await scalingWorld()
    await register()
    await track({ ScaleOutCooldown: 600 })
    await use(7, 2)
    await advance(5_000)
    expect(await unitsNow()).toBe(10)
    await use(8, 2)
    await advance(5_000)
    expect(await unitsNow()).toBe(10)
    await use(28, 2)
    await advance(5_000)
    expect(await unitsNow()).toBe(40)
  })

  it('stays as it is while scaling is suspended', async () => {
    const { register, track, use, advance, unitsNow } = await scalingWorld()
    await register({ SuspendedState: { DynamicScalingOutSuspended: true } })
    await track()
    await use(14, 3)
    expect(await unitsNow()).toBe(5)
    await register({ SuspendedState: { DynamicScalingOutSuspended: false } })
    await use(14, 1)
    await advance(5_000)
    expect(await unitsNow()).toBe(20)
  })

  it('that nobody has ever used shrinks after a quarter of an hour, not at once', async () => {
    const { register, track, advance, unitsNow } = await scalingWorld(30)
    await register()
    await track()
    await advance(14 * minute)
    expect(await unitsNow()).toBe(30)
    await advance(2 * minute)
    expect(await unitsNow()).toBe(5)
  })

  it('isn’t shrunk by an alarm that is over', async () => {
    const { register, track, use, advance, unitsNow } = await scalingWorld()
    await register()
    await track({ ScaleInCooldown: 3_600 })
    await use(14, 2)
    await advance(20 * minute)
    expect(await unitsNow()).toBe(5)
    await use(14, 2)
    await advance(5_000)
    expect(await unitsNow()).toBe(20)
    await advance(20 * minute)
    // The alarm is low again, the cooldown isn't over, and then the table is used.
    expect(await unitsNow()).toBe(20)
    await use(14, 45)
    expect(await unitsNow()).toBe(20)
  })

  it('shrinks further when its bounds let it, though its alarm sleeps', async () => {
    const { register, track, use, advance, unitsNow } = await scalingWorld()
    await register()
    await track()
    await use(1, 1)
    await advance(30 * minute)
    expect(await unitsNow()).toBe(5)
    await register({ MinCapacity: 2 })
    await advance(5_000)
    expect(await unitsNow()).toBe(2)
  })

  it('loses its alarms with its policy', async () => {
    const { register, track, call, settle, alarms } = await scalingWorld()
    await register()
    await track()
    await call('DeleteScalingPolicy', { ...target, PolicyName: 'follow' })
    await settle()
    expect(await alarms()).toEqual([])
  })
})

describe('an index that is tracked', () => {
  const dimensions = {
    ResourceId: 'table/visits/index/by-day',
    ScalableDimension: 'dynamodb:index:ReadCapacityUnits',
  }

  it('scales by metrics of its own, and leaves its table alone', async () => {
    const { register, call, advance, alarms } = await scalingWorld()
    const ProvisionedThroughput = { ReadCapacityUnits: 5, WriteCapacityUnits: 7 }
    const Metric = 'ConsumedReadCapacityUnits'
    const Dimensions = [
      { Name: 'TableName', Value: 'visits' },
      { Name: 'GlobalSecondaryIndexName', Value: 'by-day' },
    ]
    await call('CreateTable', {
      TableName: 'visits',
      AttributeDefinitions: ['id', 'day'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-day',
          KeySchema: [{ AttributeName: 'day', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
          ProvisionedThroughput,
        },
      ],
      ProvisionedThroughput,
    })
    await advance(1_000)
    await register(dimensions)
    await call('PutScalingPolicy', {
      ...target,
      ...dimensions,
      PolicyName: 'p',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 50,
        DisableScaleIn: true,
        PredefinedMetricSpecification: {
          PredefinedMetricType: 'DynamoDBReadCapacityUtilization',
        },
      },
    })
    const [high, ...others] = await alarms()
    expect(high).toMatchObject({ MetricName: Metric, Dimensions, Threshold: 150 })
    expect(high?.AlarmName).toMatch(/^TargetTracking-table\/visits\/index\/by-day-AlarmHigh-/)
    expect(others).toHaveLength(2)
    for (let at = 0; at < 2; at++) {
      const MetricData = [{ MetricName: Metric, Dimensions, Value: 600 }]
      await call('PutMetricData', { Namespace: 'AWS/DynamoDB', MetricData })
      await advance(minute)
    }
    await advance(5_000)
    expect(await call('DescribeTable', { TableName: 'visits' })).toMatchObject({
      Table: {
        ProvisionedThroughput,
        GlobalSecondaryIndexes: [
          { ProvisionedThroughput: { ReadCapacityUnits: 20, WriteCapacityUnits: 7 } },
        ],
      },
    })
  })
})

describe('bounds of a target', () => {
  it('that DynamoDB doesn’t let a table into are told with its reason', async () => {
    const { register, call, advance, latest } = await scalingWorld(50)
    for (const WriteCapacityUnits of [49, 48, 47, 46]) {
      const ProvisionedThroughput = { ReadCapacityUnits: 3, WriteCapacityUnits }
      await call('UpdateTable', { TableName: 'orders', ProvisionedThroughput })
      await advance(1_000)
    }
    await register({ MaxCapacity: 40 })
    const { StatusCode, StatusMessage } = (await latest()) ?? {}
    expect(StatusCode).toBe('Failed')
    expect(StatusMessage).toMatch(
      /^Failed to set write capacity units to 40\. Reason: Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day\./,
    )
  })

  it('bring its capacity inside', async () => {
    const { register, advance, unitsNow, latest } = await scalingWorld(2)
    await register({ MinCapacity: 10 })
    await advance(5_000)
    expect(await unitsNow()).toBe(10)
    expect(await latest()).toMatchObject({
      Description: 'Setting write capacity units to 10.',
      Cause: 'minimum capacity was set to 10',
      StatusCode: 'Successful',
    })
  })

  it('change when a scheduled action says so', async () => {
    const { register, call, advance, unitsNow, activities } = await scalingWorld()
    await register()
    await call('PutScheduledAction', {
      ...target,
      ScheduledActionName: 'sale',
      Schedule: 'cron(0 9 * * ? *)',
      Timezone: 'Europe/Berlin',
      ScalableTargetAction: { MinCapacity: 30, MaxCapacity: 40 },
    })
    await advance(8 * 60 * minute + 5_000)
    expect(await unitsNow()).toBe(30)
    expect(await activities()).toMatchObject([
      { Cause: 'minimum capacity was set to 30' },
      {
        Description: 'Setting min capacity to 30 and max capacity to 40',
        Cause: 'scheduled action name sale was triggered',
        StatusCode: 'Successful',
        StatusMessage: 'Successfully set min capacity to 30 and max capacity to 40',
      },
    ])
    expect(await call('DescribeScalableTargets', { ServiceNamespace: 'dynamodb' })).toMatchObject({
      ScalableTargets: [{ MinCapacity: 30, MaxCapacity: 40 }],
    })
  })
})
