import { describe, expect, it } from 'vitest'
import {
  globalIndex,
  onDemand,
  provisioned,
  refusalOf,
  S,
  sized,
  tableArn,
  throughputWorld,
} from './testing/throughput-world.ts'

const tableText =
  'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.'
const indexText =
  'The level of configured provisioned throughput for one or more global secondary indexes of the table was exceeded. Consider increasing your provisioning level for the under-provisioned global secondary indexes with the UpdateTable API.'
const scalingText =
  'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly. If exceptions persist, check if you have a hot key: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html'

describe('30 writes and 20 reads a second of 4 KB, on 30 write and 10 read units', () => {
  async function run(units: object, seconds: number) {
    const { put, get, repeat, advance } = await throughputWorld(units)
    const perSecond = { writes: [] as number[], reads: [] as number[] }
    for (let second = 0; second < seconds; second++) {
      perSecond.writes.push(await repeat(30, (n) => put(`k${n}`, 4_096)))
      perSecond.reads.push(await repeat(20, (n) => get(`k${n}`)))
      await advance(1_000)
    }
    return perSecond
  }

  it('run for 100 seconds, then 7.5 writes a second get through, and every read', async () => {
    const { writes, reads } = await run(provisioned(10, 30), 140)
    expect(writes.findIndex((done) => done < 30)).toBe(99)
    const steady = writes.slice(100)
    expect(steady.reduce((sum, done) => sum + done, 0) / steady.length).toBe(7.5)
    expect(Math.min(...reads)).toBe(20)
  })

  it('all get through on 120 write units', async () => {
    const { writes } = await run(provisioned(10, 120), 160)
    expect(Math.min(...writes)).toBe(30)
  })
})

describe('a throttled write', () => {
  const overrun = async (table: object = provisioned(1, 1)) => {
    const cloud = await throughputWorld(table)
    await cloud.put('first', 300 * 1_024)
    return cloud
  }

  it('is refused in AWS’s words, with the reason and the table', async () => {
    const { put } = await overrun()
    expect(await refusalOf(put('second'))).toMatchObject({
      code: 'ProvisionedThroughputExceededException',
      status: 400,
      message: tableText,
      members: {
        ThrottlingReasons: [
          { reason: 'TableWriteProvisionedThroughputExceeded', resource: tableArn },
        ],
      },
    })
  })

  it('changes nothing, and takes nothing', async () => {
    const { put, get, advance } = await overrun()
    await refusalOf(put('second'))
    await refusalOf(put('second'))
    expect(await get('second')).toEqual({})
    await advance(1_000)
    await put('second')
    expect(await get('second')).toMatchObject({ Item: { pk: S('second') } })
  })

  it('is refused before its condition is told, and a failed condition has paid', async () => {
    const { orders, advance, put } = await overrun()
    const ask = () =>
      orders('PutItem', {
        Item: { pk: S('first') },
        ConditionExpression: 'attribute_not_exists(pk)',
      })
    expect(await refusalOf(ask())).toMatchObject({
      code: 'ProvisionedThroughputExceededException',
    })
    await advance(300_000)
    expect(await refusalOf(ask())).toMatchObject({ code: 'ConditionalCheckFailedException' })
    expect(await refusalOf(put('second'))).toMatchObject({ message: tableText })
  })

  it('of more than the table ever holds gets through when that is full, and leaves a debt', async () => {
    const { put, advance } = await throughputWorld(provisioned(1, 1))
    await put('first', 400 * 1_024)
    await advance(100_000)
    expect(await refusalOf(put('second'))).toMatchObject({ message: tableText })
    await advance(1_000)
    await put('second')
  })
})

describe('a key range', () => {
  it('gives 1,000 writes a second, however much its table has to spare', async () => {
    const { put, repeat, advance } = await throughputWorld(provisioned(1, 5_000))
    expect(await repeat(30, () => put('hot', 40 * 1_024))).toBe(25)
    expect(await refusalOf(put('hot'))).toMatchObject({
      code: 'ProvisionedThroughputExceededException',
      status: 400,
      message: tableText,
      members: {
        ThrottlingReasons: [{ reason: 'TableWriteKeyRangeThroughputExceeded', resource: tableArn }],
      },
    })
    await advance(1_000)
    expect(await repeat(30, () => put('hot', 40 * 1_024))).toBe(25)
  })

  it('is one of several, by what partition keys hash to', async () => {
    const { put, repeat } = await throughputWorld(provisioned(1, 5_000))
    const done = await repeat(400, (n) => put(`k${n}`, 40 * 1_024))
    // Six ranges of 1,000 units, 40 a write.
    expect(done).toBe(150)
  })

  it('gives 3,000 reads a second', async () => {
    const { put, get, repeat } = await throughputWorld(provisioned(10_000, 1_000))
    await put('hot', 4_096)
    const done = await repeat(3_100, () => get('hot', { ConsistentRead: true }))
    expect(done).toBe(3_000)
    expect(await refusalOf(get('hot'))).toMatchObject({
      members: {
        ThrottlingReasons: [{ reason: 'TableReadKeyRangeThroughputExceeded', resource: tableArn }],
      },
    })
  })
})

describe('a global index with too few units', () => {
  const table = { ...provisioned(10, 1_000), ...globalIndex(provisioned(1, 1)) }

  it('throttles the writes of its table', async () => {
    const { put, get } = await throughputWorld(table)
    await put('first', 300 * 1_024, { g: S('a') })
    expect(await refusalOf(put('second', 100, { g: S('a') }))).toMatchObject({
      code: 'ProvisionedThroughputExceededException',
      status: 400,
      message: indexText,
      members: {
        ThrottlingReasons: [
          {
            reason: 'IndexWriteProvisionedThroughputExceeded',
            resource: `${tableArn}/index/byG`,
          },
        ],
      },
    })
    expect(await get('second')).toEqual({})
    await put('third', 100)
  })

  it('throttles queries of it, and none of its table', async () => {
    const { orders, repeat, get } = await throughputWorld(table)
    const query = () =>
      orders('Query', {
        IndexName: 'byG',
        KeyConditionExpression: 'g = :g',
        ExpressionAttributeValues: { ':g': S('a') },
      })
    expect(await repeat(601, query)).toBe(600)
    expect(await refusalOf(query())).toMatchObject({
      message: indexText,
      members: {
        ThrottlingReasons: [
          { reason: 'IndexReadProvisionedThroughputExceeded', resource: `${tableArn}/index/byG` },
        ],
      },
    })
    await get('first')
  })
})

describe('a scan', () => {
  it('is charged what it has read, and the table owes for it', async () => {
    const { put, orders, advance } = await throughputWorld(provisioned(1, 1_000))
    for (let n = 0; n < 4; n++) {
      await put(`k${n}`, 300 * 1_024)
      await advance(1_000)
    }
    // 900 KB of the four are read in a page before it is over a mebibyte: 150 units of 300.
    const scan = (more: object = {}) => orders('Scan', { ConsistentRead: true, ...more })
    expect(await scan({ ReturnConsumedCapacity: 'TOTAL' })).toMatchObject({
      ConsumedCapacity: { CapacityUnits: 300 },
    })
    expect(await refusalOf(scan())).toMatchObject({ message: tableText })
    await advance(500)
    await scan()
    await advance(200_000)
    expect(await refusalOf(scan())).toMatchObject({ message: tableText })
  })
})

describe('a batch', () => {
  const puts = (...keys: string[]) =>
    keys.map((pk) => ({ PutRequest: { Item: sized(pk, 100 * 1_024) } }))

  it('writes what gets through, and answers the rest as unprocessed', async () => {
    const { call, get } = await throughputWorld(provisioned(100, 1))
    const answer = await call('BatchWriteItem', {
      RequestItems: { orders: puts('a', 'b', 'c', 'd') },
      ReturnConsumedCapacity: 'TOTAL',
    })
    expect(answer).toEqual({
      UnprocessedItems: { orders: puts('d') },
      ConsumedCapacity: [{ TableName: 'orders', CapacityUnits: 300 }],
    })
    expect(await get('d')).toEqual({})
    expect(
      await refusalOf(call('BatchWriteItem', { RequestItems: { orders: puts('d') } })),
    ).toMatchObject({
      code: 'ProvisionedThroughputExceededException',
      status: 400,
      message: tableText,
    })
  })

  it('reads what gets through, and answers the rest as unprocessed', async () => {
    const { call, put, advance } = await throughputWorld(provisioned(1, 1_000))
    for (const pk of ['a', 'b', 'c']) {
      await put(pk, 400 * 1_024)
      await advance(1_000)
    }
    const ask = (...keys: string[]) =>
      call('BatchGetItem', {
        RequestItems: {
          orders: {
            Keys: keys.map((pk) => ({ pk: S(pk) })),
            ProjectionExpression: 'pk',
            ConsistentRead: true,
          },
        },
      })
    await ask('a', 'b')
    expect(await ask('a', 'b')).toEqual({
      Responses: { orders: [{ pk: S('a') }] },
      UnprocessedKeys: {
        orders: { Keys: [{ pk: S('b') }], ProjectionExpression: 'pk', ConsistentRead: true },
      },
    })
    expect(await refusalOf(ask('b', 'c'))).toMatchObject({
      code: 'ProvisionedThroughputExceededException',
      message: tableText,
    })
  })
})

describe('a transaction', () => {
  const write = (...keys: string[]) => ({
    TransactItems: keys.map((pk) => ({
      Put: { TableName: 'orders', Item: sized(pk, 100 * 1_024) },
    })),
  })

  it('is cancelled whole where one item is throttled, and takes nothing', async () => {
    const { call, get, put } = await throughputWorld(provisioned(100, 1))
    const refusal = await refusalOf(call('TransactWriteItems', write('a', 'b')))
    expect(refusal).toMatchObject({
      code: 'TransactionCanceledException',
      status: 400,
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ProvisionedThroughputExceeded]',
      members: {
        CancellationReasons: [
          { Code: 'None' },
          { Code: 'ProvisionedThroughputExceeded', Message: tableText },
        ],
      },
      why: { kind: 'throughput', table: 'orders' },
    })
    expect(await get('a')).toEqual({})
    await put('a', 300 * 1_024)
  })

  it('of reads is cancelled likewise', async () => {
    const { call, get, repeat } = await throughputWorld(provisioned(1, 100))
    await repeat(298, () => get('x', { ConsistentRead: true }))
    const read = { Get: { TableName: 'orders', Key: { pk: S('a') } } }
    const other = { Get: { TableName: 'orders', Key: { pk: S('b') } } }
    expect(
      await refusalOf(call('TransactGetItems', { TransactItems: [read, other] })),
    ).toMatchObject({
      members: {
        CancellationReasons: [
          { Code: 'None' },
          { Code: 'ProvisionedThroughputExceeded', Message: tableText },
        ],
      },
    })
    await call('TransactGetItems', { TransactItems: [read] })
  })

  it('on an on-demand table tells ThrottlingError', async () => {
    const { call } = await throughputWorld(onDemand)
    const TransactItems = [{ Put: { TableName: 'orders', Item: sized('a', 400 * 1_024) } }]
    await call('TransactWriteItems', { TransactItems })
    expect(await refusalOf(call('TransactWriteItems', { TransactItems }))).toMatchObject({
      members: {
        CancellationReasons: [{ Code: 'ThrottlingError', Message: scalingText }],
      },
    })
  })
})
