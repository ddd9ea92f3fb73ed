import { describe, expect, it } from 'vitest'
import { scalingWorld, target } from '../testing/scaling-world.ts'

const index = 'dynamodb:index:WriteCapacityUnits'

function refused(message: string) {
  return { code: 'ValidationException', status: 400, message }
}

const place =
  'service namespace: dynamodb, resource ID: table/orders, scalable dimension: dynamodb:table:WriteCapacityUnits'

describe('RegisterScalableTarget', () => {
  it('makes the service-linked role, and answers the target’s ARN', async () => {
    const { register, call } = await scalingWorld()
    const { ScalableTargetARN } = await register()
    expect(ScalableTargetARN).toMatch(
      /^arn:aws:application-autoscaling:us-east-1:123456789012:scalable-target\/0ec5[0-9a-f]{32}$/,
    )
    const RoleName = 'AWSServiceRoleForApplicationAutoScaling_DynamoDBTable'
    const { Role } = await call<{ Role: { Arn: string } }>('GetRole', { RoleName })
    expect(await call('DescribeScalableTargets', { ServiceNamespace: 'dynamodb' })).toMatchObject({
      ScalableTargets: [
        {
          ...target,
          MinCapacity: 5,
          MaxCapacity: 50,
          RoleARN: Role.Arn,
          ScalableTargetARN,
          SuspendedState: {
            DynamicScalingInSuspended: false,
            DynamicScalingOutSuspended: false,
            ScheduledScalingSuspended: false,
          },
        },
      ],
    })
  })

  it('changes what it is given of a target that is there', async () => {
    const { register, call } = await scalingWorld()
    const { ScalableTargetARN } = await register()
    expect(await call('RegisterScalableTarget', { ...target, MaxCapacity: 60 })).toEqual({
      ScalableTargetARN,
    })
    expect(await call('DescribeScalableTargets', { ServiceNamespace: 'dynamodb' })).toMatchObject({
      ScalableTargets: [{ MinCapacity: 5, MaxCapacity: 60 }],
    })
  })

  it.each([
    [
      { ResourceId: 'orders' },
      'Unsupported service namespace, resource type or scalable dimension',
    ],
    [
      { ScalableDimension: index },
      'Unsupported service namespace, resource type or scalable dimension',
    ],
    [{ MinCapacity: 9, MaxCapacity: 8 }, 'Maximum capacity cannot be less than minimum capacity'],
    [{ ResourceId: 'table/none' }, 'DynamoDB table does not exist: table/none'],
    [
      { ResourceId: 'table/orders/index/none', ScalableDimension: index },
      'DynamoDB index does not exist: table/orders/index/none',
    ],
  ])('refuses %j', async (change, message) => {
    const { register } = await scalingWorld()
    await expect(register(change)).rejects.toMatchObject(refused(message))
  })

  it('says that other namespaces aren’t emulated', async () => {
    const { register } = await scalingWorld()
    const other = { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount' }
    await expect(register(other)).rejects.toMatchObject({
      code: 'NotEmulated',
      message: 'Kasane does not emulate Application Auto Scaling of the namespace ecs.',
    })
  })
})

describe('PutScalingPolicy', () => {
  it('needs a target', async () => {
    const { track } = await scalingWorld()
    await expect(track()).rejects.toMatchObject({
      code: 'ObjectNotFoundException',
      status: 400,
      message: `No scalable target registered for ${place}`,
    })
  })

  it('has one policy a metric', async () => {
    const { register, track, call } = await scalingWorld()
    await register()
    await track()
    const again = {
      ...target,
      PolicyName: 'other',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 50,
        PredefinedMetricSpecification: {
          PredefinedMetricType: 'DynamoDBWriteCapacityUtilization',
        },
      },
    }
    await expect(call('PutScalingPolicy', again)).rejects.toMatchObject(
      refused('Only one TargetTrackingScaling policy for a given metric specification is allowed.'),
    )
  })

  it('keeps its alarms when its target value changes, and has them follow', async () => {
    const { register, track, alarms } = await scalingWorld()
    await register()
    const first = await track()
    expect(await track({ TargetValue: 50 })).toEqual(first)
    expect((await alarms())[0]).toMatchObject({ Threshold: 150 })
  })

  it('refuses step scaling of tables, as DynamoDB has none', async () => {
    const { register, call } = await scalingWorld()
    await register()
    const step = { ...target, PolicyName: 'p', PolicyType: 'StepScaling' }
    await expect(call('PutScalingPolicy', step)).rejects.toMatchObject(
      refused('Policy type StepScaling is not supported for dynamodb'),
    )
  })

  it('tracks metrics of the user’s own', async () => {
    const { register, call, alarms, advance, unitsNow } = await scalingWorld(10)
    await register()
    await call('PutScalingPolicy', {
      ...target,
      PolicyName: 'own',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 50,
        CustomizedMetricSpecification: {
          Namespace: 'Shop',
          MetricName: 'Busy',
          Statistic: 'Average',
        },
      },
    })
    expect(await alarms()).toMatchObject([
      { Threshold: 50, EvaluationPeriods: 3, Statistic: 'Average' },
      { Threshold: 45, EvaluationPeriods: 15 },
    ])
    for (let at = 0; at < 3; at++) {
      const datum = { MetricName: 'Busy', Value: 75 }
      await call('PutMetricData', { Namespace: 'Shop', MetricData: [datum] })
      await advance(60_000)
    }
    await advance(5_000)
    expect(await unitsNow()).toBe(15)
  })
})

describe('what isn’t there', () => {
  it('is named as AWS names it', async () => {
    const { call } = await scalingWorld()
    const missing = (message: string) => ({
      code: 'ObjectNotFoundException',
      status: 400,
      message,
    })
    await expect(call('DeregisterScalableTarget', target)).rejects.toMatchObject(
      missing(`No scalable target registered for ${place}`),
    )
    await expect(call('DeleteScalingPolicy', { ...target, PolicyName: 'p' })).rejects.toMatchObject(
      missing(`No scaling policy found for ${place}, policy name: p`),
    )
    await expect(
      call('DeleteScheduledAction', { ...target, ScheduledActionName: 's' }),
    ).rejects.toMatchObject(
      missing(`No scheduled action found for ${place}, scheduled action name: s`),
    )
  })
})

describe('DeregisterScalableTarget', () => {
  it('takes policies, alarms and actions with it', async () => {
    const { register, track, call, settle, alarms } = await scalingWorld()
    await register()
    await track()
    await call('PutScheduledAction', {
      ...target,
      ScheduledActionName: 's',
      Schedule: 'rate(1 day)',
      ScalableTargetAction: { MinCapacity: 6 },
    })
    await call('DeregisterScalableTarget', target)
    await settle()
    const asked = { ServiceNamespace: 'dynamodb' }
    expect(await call('DescribeScalableTargets', asked)).toEqual({ ScalableTargets: [] })
    expect(await call('DescribeScalingPolicies', asked)).toEqual({ ScalingPolicies: [] })
    expect(await call('DescribeScheduledActions', asked)).toEqual({ ScheduledActions: [] })
    expect(await alarms()).toEqual([])
  })
})

describe('PutScheduledAction', () => {
  it.each([
    [{ Schedule: 'daily' }, 'Invalid schedule expression: daily'],
    [{ Timezone: 'Mars' }, 'Invalid timezone: Mars'],
    [
      { ScalableTargetAction: {} },
      'At least one of minimum capacity and maximum capacity should be provided',
    ],
    [
      { ScalableTargetAction: { MinCapacity: 3, MaxCapacity: 2 } },
      'Maximum capacity cannot be less than minimum capacity',
    ],
  ])('refuses %j', async (change, message) => {
    const { register, call } = await scalingWorld()
    await register()
    const action = {
      ...target,
      ScheduledActionName: 's',
      Schedule: 'rate(1 day)',
      ScalableTargetAction: { MinCapacity: 6 },
      ...change,
    }
    await expect(call('PutScheduledAction', action)).rejects.toMatchObject(refused(message))
  })
})

describe('tags of a target', () => {
  it('are given with it, added and taken away', async () => {
    const { register, call } = await scalingWorld()
    const { ScalableTargetARN: ResourceARN } = await register({ Tags: { team: 'red' } })
    await call('TagResource', { ResourceARN, Tags: { stage: 'test' } })
    await call('UntagResource', { ResourceARN, TagKeys: ['team'] })
    expect(await call('ListTagsForResource', { ResourceARN })).toEqual({ Tags: { stage: 'test' } })
  })
})
