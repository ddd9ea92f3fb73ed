import { describe, expect, it } from 'vitest'
import { testStartMs, world } from '../../../../test/support/world.ts'
import type { GetMetricStatisticsOutput, ListMetricsOutput } from '../../../generated/cloudwatch.ts'
import { cloudwatch } from '../../cloudwatch/service.ts'
import { dynamodb } from '../service.ts'
import { keys } from '../testing/table-world.ts'
import { globalIndex, onDemand, provisioned } from './testing/throughput-world.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

function gaugeWorld() {
  const cloud = world({ services: [dynamodb, cloudwatch] })
  const { call, now } = cloud
  const create = async (TableName: string, more: object = provisioned(10, 5)) => {
    const AttributeDefinitions = [{ AttributeName: 'pk', AttributeType: 'S' }]
    await call('CreateTable', { TableName, AttributeDefinitions, KeySchema: keys('pk'), ...more })
    await cloud.advance(1_000)
  }
  /** How often and what, by the minutes since the start. */
  const read = async (
    MetricName: string,
    dimensions: Readonly<Record<string, string>> = {},
    { Period = 300, fromMs = testStartMs } = {},
  ) => {
    const { Datapoints = [] } = await call<GetMetricStatisticsOutput>('GetMetricStatistics', {
      Namespace: 'AWS/DynamoDB',
      MetricName,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      StartTime: new Date(fromMs),
      EndTime: new Date(now() + hour),
      Period,
      Statistics: ['SampleCount', 'Maximum'],
    })
    return Datapoints.map(({ Timestamp, SampleCount, Maximum }) => [
      ((Timestamp?.getTime() ?? 0) - testStartMs) / minute,
      SampleCount,
      Maximum,
    ]).sort(([one = 0], [two = 0]) => one - two)
  }
  return { ...cloud, create, read }
}

describe('a table that nobody uses', () => {
  it('publishes its units every five minutes', async () => {
    const { create, read, advance } = gaugeWorld()
    await create('orders')
    await advance(15 * minute)
    const points = [0, 5, 10, 15].map((at) => [at, 1, 10])
    const orders = { TableName: 'orders' }
    expect(await read('ProvisionedReadCapacityUnits', orders)).toEqual(points)
    expect(await read('ProvisionedReadCapacityUnits', orders, { Period: 60 })).toEqual(points)
    expect(await read('ProvisionedWriteCapacityUnits', orders)).toContainEqual([5, 1, 5])
  })

  it('has points after days, whether they are recorded or not, and in coarser periods', async () => {
    const { create, read, advance, call } = gaugeWorld()
    await create('orders')
    await advance(2 * day)
    const orders = { TableName: 'orders' }
    const asked = { fromMs: testStartMs + day, Period: 3_600 }
    const hours = Array.from({ length: 24 }, (_, at) => [24 * 60 + at * 60, 12, 10])
    const read1 = await read('ProvisionedReadCapacityUnits', orders, asked)
    expect(read1).toEqual([...hours, [48 * 60, 1, 10]])
    // What is counted has the minutes handed over, and gauges with them.
    await call('GetItem', { TableName: 'orders', Key: { pk: { S: 'a' } } })
    await advance(2 * minute)
    expect(await read('ProvisionedReadCapacityUnits', orders, asked)).toEqual(read1)
  })

  it('shows units that it had until they were changed', async () => {
    const { create, read, advance, call } = gaugeWorld()
    await create('orders', { ...provisioned(10, 5), ...globalIndex(provisioned(3, 2)) })
    await advance(10 * minute)
    await call('UpdateTable', { TableName: 'orders', ...provisioned(20, 5) })
    await advance(10 * minute)
    const orders = { TableName: 'orders' }
    expect(await read('ProvisionedReadCapacityUnits', orders)).toEqual([
      [0, 1, 10],
      [5, 1, 10],
      [10, 1, 20],
      [15, 1, 20],
      [20, 1, 20],
    ])
    const byG = { ...orders, GlobalSecondaryIndexName: 'byG' }
    expect(await read('ProvisionedWriteCapacityUnits', byG)).toHaveLength(5)
    await call('UpdateTable', { TableName: 'orders', ...onDemand })
    await advance(10 * minute)
    expect(await read('ProvisionedReadCapacityUnits', orders)).toHaveLength(4)
    await call('UpdateTable', {
      TableName: 'orders',
      OnDemandThroughput: { MaxReadRequestUnits: 7 },
    })
    expect(await read('OnDemandMaxReadRequestUnits', orders)).toEqual([[30, 1, 7]])
  })

  it('publishes nothing once it is deleted', async () => {
    const { create, read, advance, call } = gaugeWorld()
    await create('orders')
    await advance(10 * minute)
    await call('DeleteTable', { TableName: 'orders' })
    await advance(day)
    expect(await read('ProvisionedReadCapacityUnits', { TableName: 'orders' })).toHaveLength(2)
  })

  it('costs nothing: a month over a hundred of them has nothing due, and is told of whole', async () => {
    const { create, read, advance, call, kernel } = gaugeWorld()
    for (let n = 0; n < 100; n++) await create(`table-${n}`)
    await advance(2 * hour)
    expect(kernel.scheduler.count()).toBe(0)
    await advance(30 * day)
    expect(kernel.scheduler.count()).toBe(0)
    const { Metrics } = await call<ListMetricsOutput>('ListMetrics', {
      MetricName: 'ProvisionedReadCapacityUnits',
    })
    expect(Metrics).toHaveLength(100)
    const orders = { TableName: 'table-99' }
    const days = await read('ProvisionedReadCapacityUnits', orders, { Period: 86_400 })
    expect(days).toHaveLength(31)
    expect(days[15]).toEqual([15 * 24 * 60, 288, 10])
  })
})

describe('an account', () => {
  it('publishes its limits, and what of them its tables have reserved', async () => {
    const { create, read, advance } = gaugeWorld()
    await create('orders', { ...provisioned(8_000, 400), ...globalIndex(provisioned(20, 5)) })
    await advance(5 * minute)
    await create('others', provisioned(7_980, 400))
    expect(await read('AccountMaxReads')).toEqual([0, 5].map((at) => [at, 1, 80_000]))
    expect(await read('AccountMaxTableLevelWrites')).toContainEqual([5, 1, 40_000])
    expect(await read('AccountProvisionedReadCapacityUtilization')).toEqual([
      [0, 1, 10.025],
      [5, 1, 20],
    ])
    expect(await read('MaxProvisionedTableReadCapacityUtilization')).toEqual([
      [0, 1, 20],
      [5, 1, 20],
    ])
  })
})

it('an index that is made publishes how far it has come, and AWS’s zeros', async () => {
  const { create, read, advance, call } = gaugeWorld()
  await create('orders')
  for (let n = 0; n < 10; n++) {
    await call('PutItem', { TableName: 'orders', Item: { pk: { S: `${n}` }, g: { S: 'x' } } })
  }
  await call('UpdateTable', {
    TableName: 'orders',
    AttributeDefinitions: ['pk', 'g'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    GlobalSecondaryIndexUpdates: [
      {
        Create: {
          IndexName: 'byG',
          KeySchema: keys('g'),
          Projection: { ProjectionType: 'ALL' },
          ...provisioned(1, 1),
        },
      },
    ],
  })
  await advance(minute)
  const byG = { TableName: 'orders', GlobalSecondaryIndexName: 'byG' }
  expect(await read('OnlineIndexPercentageProgress', byG)).toEqual([[0, 1, 100]])
  expect(await read('OnlineIndexConsumedWriteCapacity', byG)).toEqual([[0, 1, 0]])
  expect(await read('OnlineIndexThrottleEvents', byG)).toEqual([[0, 1, 0]])
})
