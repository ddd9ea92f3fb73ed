import { describe, expect, it } from 'vitest'
import type { TableDescription } from '../../../generated/dynamodb.ts'
import { dynamodb } from '../service.ts'
import type { DynamodbChange } from '../state.ts'
import { supplyOf } from './supply.ts'
import {
  globalIndex,
  onDemand,
  refusalOf,
  S,
  tableArn,
  throughputWorld,
} from './testing/throughput-world.ts'

const place = { account: '123456789012', region: 'us-east-1', partition: 'aws' }

async function onDemandWorld(more: object = {}) {
  const cloud = await throughputWorld({ ...onDemand, ...more })
  const { kernel, orders } = cloud
  /** What the table's writes are said to have taken: so much traffic would take too long. */
  const take = (units: number) => {
    const call = kernel.cells.of(dynamodb, place).changing as unknown as DynamodbChange
    const table = call.state.tables.get('orders')
    if (table) supplyOf(call, table).write.note(units)
  }
  const warmth = async () => {
    const { Table } = (await orders('DescribeTable')) as { Table: TableDescription }
    const { ReadUnitsPerSecond: read, WriteUnitsPerSecond: write } = Table.WarmThroughput ?? {}
    return [read, write]
  }
  return { ...cloud, take, warmth }
}

describe('an on-demand table', () => {
  it('is warm for twice its peak of a minute after half an hour, and stays so', async () => {
    const { warmth, advance, take } = await onDemandWorld()
    expect(await warmth()).toEqual([12_000, 4_000])
    take(4_000.5 * 60)
    await advance(29 * 60_000)
    expect(await warmth()).toEqual([12_000, 4_000])
    await advance(60_000)
    expect(await warmth()).toEqual([12_000, 8_001])
    await advance(7 * 86_400_000)
    expect(await warmth()).toEqual([12_000, 8_001])
  })

  it('is throttled by its key ranges in AWS’s words', async () => {
    const { put } = await onDemandWorld()
    await put('hot', 400 * 1_024)
    await put('hot', 400 * 1_024)
    expect(await refusalOf(put('hot', 400 * 1_024))).toMatchObject({
      code: 'ThrottlingException',
      status: 400,
      message:
        'Throughput exceeds the current capacity of your table or index. DynamoDB is ' +
        'automatically scaling your table or index so please try again shortly. If exceptions ' +
        'persist, check if you have a hot key: ' +
        'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html',
      members: {
        throttlingReasons: [{ reason: 'TableWriteKeyRangeThroughputExceeded', resource: tableArn }],
      },
    })
  })

  it('is throttled by its index likewise', async () => {
    const { put } = await onDemandWorld(globalIndex())
    await put('a', 399 * 1_024, { g: S('hot') })
    await put('b', 399 * 1_024, { g: S('hot') })
    expect(await refusalOf(put('c', 399 * 1_024, { g: S('hot') }))).toMatchObject({
      code: 'ThrottlingException',
      message:
        'Throughput exceeds the current capacity for one or more global secondary indexes. ' +
        'DynamoDB is automatically scaling your index so please try again shortly.',
      members: {
        throttlingReasons: [
          {
            reason: 'IndexWriteKeyRangeThroughputExceeded',
            resource: `${tableArn}/index/byG`,
          },
        ],
      },
    })
  })

  it('takes no more than the account lets a table take', async () => {
    const { kernel, put, advance } = await onDemandWorld()
    const change = { service: 'dynamodb', name: 'Table-level write throughput limit', value: 1 }
    kernel.change(() => kernel.quotas.set(place, change))
    await put('a', 300 * 1_024)
    expect(await refusalOf(put('b'))).toMatchObject({
      code: 'RequestLimitExceeded',
      status: 400,
      message:
        'Throughput exceeds the current throughput limit for your account. To request a limit ' +
        'increase, contact AWS Support at https://aws.amazon.com/support',
      members: {
        ThrottlingReasons: [{ reason: 'TableWriteAccountLimitExceeded', resource: tableArn }],
      },
      why: { bucket: 'account', quota: 'Table-level write throughput limit' },
    })
    await advance(1_000)
    await put('b')
  })

  it('is bounded by what its owner sets, also by reads', async () => {
    const { get, repeat } = await onDemandWorld({ OnDemandThroughput: { MaxReadRequestUnits: 1 } })
    expect(await repeat(601, () => get('a'))).toBe(600)
    expect(await refusalOf(get('a'))).toMatchObject({
      code: 'ThrottlingException',
      message: 'Throughput exceeds the maximum OnDemandThroughput configured on table or index',
      members: {
        throttlingReasons: [
          { reason: 'TableReadMaxOnDemandThroughputExceeded', resource: tableArn },
        ],
      },
    })
  })
})
