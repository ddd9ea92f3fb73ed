import { describe, expect, it } from 'vitest'
import type { MeasuredMinute } from '../../../kernel/metrics.ts'
import { testPlace } from '../../../../test/support/world.ts'
import {
  globalIndex,
  provisioned,
  refusalOf,
  S,
  sized,
  throughputWorld,
} from './testing/throughput-world.ts'

const table = { TableName: 'orders' }
const index = { ...table, GlobalSecondaryIndexName: 'byG' }

async function measuredWorld(units: object) {
  const cloud = await throughputWorld(units)
  /** Metrics with these dimensions: how often, and how much in all. */
  const seen = (dimensions: object) =>
    Object.fromEntries(
      cloud.kernel.measuring
        .metricsAt(testPlace)
        .pending()
        .filter((one) => JSON.stringify(one.dimensions) === JSON.stringify(dimensions))
        .map(({ name, count, sum }: MeasuredMinute) => [name, [count, sum]]),
    )
  return { ...cloud, seen }
}

describe('DynamoDB measures', () => {
  it('what tables and indexes consume, and each request by its operation', async () => {
    const units = { ...provisioned(10, 10), ...globalIndex(provisioned(5, 5)) }
    const { put, get, orders, seen } = await measuredWorld(units)
    await put('a', 3_000, { g: S('x') })
    await put('b')
    await get('a')
    await orders('Query', {
      IndexName: 'byG',
      KeyConditionExpression: 'g = :g',
      ExpressionAttributeValues: { ':g': S('x') },
    })
    expect(seen(table)).toMatchObject({
      ConsumedWriteCapacityUnits: [2, 4],
      ConsumedReadCapacityUnits: [1, 0.5],
    })
    expect(seen(index)).toMatchObject({
      ConsumedWriteCapacityUnits: [1, 3],
      ConsumedReadCapacityUnits: [1, 0.5],
    })
    expect(seen({ ...table, Operation: 'PutItem' })).toEqual({
      SuccessfulRequestLatency: [2, 10],
    })
    expect(seen({ ...table, Operation: 'Query' })).toEqual({
      SuccessfulRequestLatency: [1, 5],
      ReturnedItemCount: [1, 1],
    })
  })

  it('what is throttled: events of tables and indexes by their reasons, requests by operation', async () => {
    const units = { ...provisioned(10, 1_000), ...globalIndex(provisioned(1, 1)) }
    const { put, seen } = await measuredWorld(units)
    await put('a', 300 * 1_024, { g: S('x') })
    await refusalOf(put('b', 1_024, { g: S('x') }))
    await refusalOf(put('c', 2_048, { g: S('x') }))
    expect(seen(index)).toMatchObject({
      WriteThrottleEvents: [2, 2],
      WriteProvisionedThroughputThrottleEvents: [2, 2],
    })
    expect(seen(table)).not.toHaveProperty('WriteThrottleEvents')
    expect(seen({ ...table, Operation: 'PutItem' })).toMatchObject({ ThrottledRequests: [2, 2] })
    expect(seen({})).not.toHaveProperty('UserErrors')
  })

  it('parts of a batch as events, and the batch as throttled when all of it is', async () => {
    const { call, seen } = await measuredWorld(provisioned(1, 1))
    const RequestItems = {
      orders: ['a', 'b', 'c', 'd'].map((pk) => ({ PutRequest: { Item: sized(pk, 102_400) } })),
    }
    await call('BatchWriteItem', { RequestItems })
    expect(seen(table)).toMatchObject({ WriteThrottleEvents: [1, 1] })
    expect(seen({ ...table, Operation: 'BatchWriteItem' })).not.toHaveProperty('ThrottledRequests')
    await refusalOf(call('BatchWriteItem', { RequestItems }))
    expect(seen(table)).toMatchObject({ WriteThrottleEvents: [5, 5] })
    expect(seen({ ...table, Operation: 'BatchWriteItem' })).toMatchObject({
      ThrottledRequests: [1, 1],
      SuccessfulRequestLatency: [1, 9],
    })
  })

  it('conditions that fail apart from errors of users', async () => {
    const { orders, seen } = await measuredWorld(provisioned(1, 1))
    const Key = { pk: S('a') }
    await refusalOf(orders('DeleteItem', { Key, ConditionExpression: 'attribute_exists(pk)' }))
    expect(seen(table)).toMatchObject({ ConditionalCheckFailedRequests: [1, 1] })
    expect(seen({})).not.toHaveProperty('UserErrors')
    await refusalOf(orders('GetItem', { Key: { pk: { N: '1' } } }))
    await refusalOf(orders('GetItem', { TableName: 'none', Key }))
    expect(seen({})).toMatchObject({ UserErrors: [2, 2] })
  })

  it('what has expired', async () => {
    const { orders, now, advance, seen } = await measuredWorld(provisioned(1, 1))
    const TimeToLiveSpecification = { Enabled: true, AttributeName: 'ttl' }
    await orders('UpdateTimeToLive', { TimeToLiveSpecification })
    const ttl = { N: String(Math.floor(now() / 1_000) + 10) }
    await orders('PutItem', { Item: { pk: S('a'), ttl } })
    await advance(120_000)
    expect(seen(table)).toMatchObject({ TimeToLiveDeletedItemCount: [1, 1] })
  })

  it('every five minutes what is provisioned, and what of its limits the account has reserved', async () => {
    const units = { ...provisioned(8_000, 400), ...globalIndex(provisioned(20, 5)) }
    const { put, orders, advance, seen } = await measuredWorld(units)
    await put('a', 100, { g: S('x') })
    await advance(60_000)
    await put('a', 100, { g: S('x') })
    expect(seen(table)).toMatchObject({
      ProvisionedReadCapacityUnits: [1, 8_000],
      ProvisionedWriteCapacityUnits: [1, 400],
    })
    await orders('UpdateTable', provisioned(8_000, 500))
    await advance(1_000)
    await put('b')
    expect(seen(table)).toMatchObject({ ProvisionedWriteCapacityUnits: [1, 500] })
    expect(seen(index)).toMatchObject({ ProvisionedReadCapacityUnits: [1, 20] })
    expect(seen({})).toMatchObject({
      AccountMaxReads: [1, 80_000],
      AccountMaxWrites: [1, 80_000],
      AccountMaxTableLevelReads: [1, 40_000],
      AccountProvisionedReadCapacityUtilization: [1, 10.025],
      MaxProvisionedTableReadCapacityUtilization: [1, 20],
    })
  })

  it('what the writes of another replica take', async () => {
    const { call, put, advance, kernel } = await measuredWorld({ BillingMode: 'PAY_PER_REQUEST' })
    const ReplicaUpdates = [{ Create: { RegionName: 'eu-west-1' } }]
    await call('UpdateTable', { TableName: 'orders', ReplicaUpdates })
    await advance(2_000)
    await put('a', 3_000)
    await advance(2_000)
    const there = kernel.measuring.metricsAt({ ...testPlace, region: 'eu-west-1' }).pending()
    expect(there.find(({ name }) => name === 'ConsumedWriteCapacityUnits')).toMatchObject({
      dimensions: table,
      sum: 3,
    })
  })
})
