import { describe, expect, it } from 'vitest'
import {
  globalIndex,
  outcomeOf,
  provisioned,
  S,
  sized,
  throughputWorld,
} from './throughput/testing/throughput-world.ts'

const told = { ReturnConsumedCapacity: 'TOTAL' }

async function meteredWorld(table: object = provisioned(1_000, 1_000)) {
  const cloud = await throughputWorld(table)
  const units = async (call: Promise<Record<string, unknown>>) => {
    const { ConsumedCapacity: consumed } = await call
    const [one] = Array.isArray(consumed) ? consumed : [consumed]
    return (one as { CapacityUnits: number } | undefined)?.CapacityUnits
  }
  const put = (pk: string, bytes: number) =>
    units(cloud.orders('PutItem', { Item: sized(pk, bytes), ...told }))
  const get = (pk: string, more: object = {}) =>
    units(cloud.orders('GetItem', { Key: { pk: S(pk) }, ...told, ...more }))
  return { ...cloud, units, put, get }
}

describe('a write takes a unit for each kilobyte, names of attributes included', () => {
  it.each([
    [100, 1],
    [1_024, 1],
    [1_025, 2],
    [4_096, 4],
    [4_097, 5],
    [409_600, 400],
  ])('%d bytes: %d', async (bytes, units) => {
    const { put } = await meteredWorld()
    expect(await put('a', bytes)).toBe(units)
  })

  it('of the larger of the old and the new item', async () => {
    const { put, orders, units, advance } = await meteredWorld()
    await put('a', 5_000)
    expect(await put('a', 100)).toBe(5)
    await put('a', 5_000)
    const Key = { pk: S('a') }
    const update = { Key, UpdateExpression: 'REMOVE v', ...told }
    expect(await units(orders('UpdateItem', update))).toBe(5)
    expect(await units(orders('UpdateItem', update))).toBe(1)
    await put('a', 3_000)
    expect(await units(orders('DeleteItem', { Key, ...told }))).toBe(3)
    expect(await units(orders('DeleteItem', { Key, ...told }))).toBe(1)
    await advance(1_000)
  })

  it('of the item that is there, where a condition fails', async () => {
    const { put, orders, repeat } = await meteredWorld(provisioned(1, 1))
    await put('a', 100 * 1_024)
    const fail = (pk: string) =>
      orders('DeleteItem', {
        Key: { pk: S(pk) },
        ConditionExpression: 'v = :v',
        ExpressionAttributeValues: { ':v': S('no') },
      })
    // 300 − 100 − 100: a hundred and one more find nothing left.
    expect(await outcomeOf(fail('a'))).toMatchObject({
      error: { code: 'ConditionalCheckFailedException' },
    })
    for (let n = 0; n < 100; n++) {
      expect(await outcomeOf(fail('none'))).toMatchObject({
        error: { code: 'ConditionalCheckFailedException' },
      })
    }
    expect(await repeat(1, () => put('b', 100))).toBe(0)
  })
})

describe('a read takes a unit for each four kilobytes', () => {
  it.each([
    [100, 0.5, 1],
    [4_096, 0.5, 1],
    [4_097, 1, 2],
    [409_600, 50, 100],
  ])('%d bytes: %d, and %d when it is consistent', async (bytes, eventual, strong) => {
    const { put, get } = await meteredWorld()
    await put('a', bytes)
    expect(await get('a')).toBe(eventual)
    expect(await get('a', { ConsistentRead: true })).toBe(strong)
    expect(await get('a', { ProjectionExpression: 'pk' })).toBe(eventual)
  })

  it('and for finding nothing', async () => {
    const { get } = await meteredWorld()
    expect(await get('none')).toBe(0.5)
    expect(await get('none', { ConsistentRead: true })).toBe(1)
  })

  it('of all that a query or scan evaluates together, whatever its filter lets through', async () => {
    const { orders, call, units, advance } = await meteredWorld()
    await call('CreateTable', {
      TableName: 'lines',
      ...provisioned(1_000, 1_000),
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    })
    await advance(1_000)
    // Ten items of 4.08 KB: 40.8 KB, rounded once to 44.
    for (let n = 0; n < 10; n++) {
      const rest = S('x'.repeat(4_178 - 'pkask0v'.length))
      const Item = { pk: S('a'), sk: S(String(n)), v: rest }
      await orders('PutItem', { TableName: 'lines', Item })
    }
    const query = (more: object = {}) =>
      units(
        orders('Query', {
          TableName: 'lines',
          KeyConditionExpression: 'pk = :p',
          ExpressionAttributeValues: { ':p': S('a') },
          ...told,
          ...more,
        }),
      )
    expect(await query()).toBe(5.5)
    expect(await query({ ConsistentRead: true })).toBe(11)
    expect(await query({ Select: 'COUNT' })).toBe(5.5)
    expect(await query({ Limit: 1 })).toBe(1)
    expect(
      await query({
        FilterExpression: 'attribute_exists(nothing)',
        ExpressionAttributeValues: { ':p': S('a') },
      }),
    ).toBe(5.5)
  })
})

describe('a batch and a transaction', () => {
  it('round each item by itself', async () => {
    const { call, units, put } = await meteredWorld()
    const RequestItems = {
      orders: ['a', 'b'].map((pk) => ({ PutRequest: { Item: sized(pk, 4_096) } })),
    }
    expect(await units(call('BatchWriteItem', { RequestItems, ...told }))).toBe(8)
    await put('c', 65_536)
    await put('d', 16_385)
    const Keys = ['c', 'd'].map((pk) => ({ pk: S(pk) }))
    const read = { RequestItems: { orders: { Keys, ConsistentRead: true } }, ...told }
    expect(await units(call('BatchGetItem', read))).toBe(16 + 5)
  })

  it('takes twice as much when it is a transaction', async () => {
    const { call, units } = await meteredWorld()
    const TableName = 'orders'
    const write = { Put: { TableName, Item: sized('a', 4_096) } }
    expect(await units(call('TransactWriteItems', { TransactItems: [write], ...told }))).toBe(8)
    const small = ['b', 'c', 'd'].map((pk) => ({ Put: { TableName, Item: sized(pk, 500) } }))
    expect(await units(call('TransactWriteItems', { TransactItems: small, ...told }))).toBe(6)
    const reads = ['b', 'c', 'd'].map((pk) => ({ Get: { TableName, Key: { pk: S(pk) } } }))
    expect(await units(call('TransactGetItems', { TransactItems: reads, ...told }))).toBe(6)
    const check = {
      ConditionCheck: {
        TableName,
        Key: { pk: S('a') },
        ConditionExpression: 'attribute_exists(pk)',
      },
    }
    expect(await units(call('TransactWriteItems', { TransactItems: [check], ...told }))).toBe(8)
  })
})

describe('a global index takes of its own', () => {
  const consumed = async (call: Promise<Record<string, unknown>>) =>
    (await call)['ConsumedCapacity']
  const inIndexes = (table: number, index?: number) => ({
    TableName: 'orders',
    CapacityUnits: table + (index ?? 0),
    Table: { CapacityUnits: table },
    ...(index !== undefined && { GlobalSecondaryIndexes: { byG: { CapacityUnits: index } } }),
  })

  it('one for an entry that comes, changes or goes, two when its key moves, none when it stays', async () => {
    const table = { ...provisioned(100, 1_000), ...globalIndex(provisioned(100, 1_000)) }
    const { orders } = await meteredWorld(table)
    const put = (more: object) =>
      consumed(
        orders('PutItem', { Item: { pk: S('a'), ...more }, ReturnConsumedCapacity: 'INDEXES' }),
      )
    expect(await put({ g: S('x') })).toEqual(inIndexes(1, 1))
    expect(await put({ g: S('x') })).toEqual(inIndexes(1))
    expect(await put({ g: S('x'), more: S('y') })).toEqual(inIndexes(1, 1))
    expect(await put({ g: S('z'), more: S('y') })).toEqual(inIndexes(1, 2))
    expect(await put({ more: S('y') })).toEqual(inIndexes(1, 1))
    expect(await put({ more: S('z') })).toEqual(inIndexes(1))
  })
})
