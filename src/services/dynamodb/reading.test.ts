import { describe, expect, it } from 'vitest'
import { expectInvalid, expectRefusal, tableWorld } from './testing/table-world.ts'

const S = (S: string) => ({ S })
const N = (N: string) => ({ N })

async function filled() {
  const cloud = await tableWorld()
  for (const sk of ['a1', 'a2', 'b1', 'b2', 'c']) {
    const gpk = sk === 'c' ? {} : { gpk: S(sk === 'b1' ? 'solo' : sk.slice(0, 1)) }
    const Item = { pk: S('p'), sk: S(sk), sk2: S(sk.slice(-1)), x: S(`x-${sk}`), ...gpk }
    await cloud.A('PutItem', { Item })
  }
  await cloud.A('PutItem', { Item: { pk: S('q'), sk: S('a1') } })
  const query = (KeyConditionExpression: string, values: object, more: object = {}) =>
    cloud.A('Query', {
      KeyConditionExpression,
      ExpressionAttributeValues: values,
      ...more,
    }) as Promise<{ Items: Record<string, { S: string }>[]; [member: string]: unknown }>
  const sorts = async (...given: Parameters<typeof query>) =>
    (await query(...given)).Items.map((item) => item.sk?.S)
  return { ...cloud, query, sorts }
}

const p = { ':p': S('p') }

describe('a query', () => {
  it.each([
    ['pk = :p', {}, ['a1', 'a2', 'b1', 'b2', 'c']],
    ['pk = :p AND sk = :v', { ':v': S('b1') }, ['b1']],
    ['pk = :p AND sk < :v', { ':v': S('b1') }, ['a1', 'a2']],
    ['pk = :p AND sk <= :v', { ':v': S('b1') }, ['a1', 'a2', 'b1']],
    [':v < sk AND pk = :p', { ':v': S('b1') }, ['b2', 'c']],
    ['pk = :p AND sk >= :v', { ':v': S('b2') }, ['b2', 'c']],
    ['pk = :p AND sk BETWEEN :v AND :w', { ':v': S('a2'), ':w': S('b1') }, ['a2', 'b1']],
    ['pk = :p AND begins_with(sk, :v)', { ':v': S('a') }, ['a1', 'a2']],
  ])('%s finds its part of the order, both ways', async (condition, values, found) => {
    const { sorts } = await filled()
    expect(await sorts(condition, { ...p, ...values })).toEqual(found)
    const backwards = await sorts(condition, { ...p, ...values }, { ScanIndexForward: false })
    expect(backwards).toEqual([...found].reverse())
  })

  it('pages by Limit, in both directions, and counts before the filter', async () => {
    const { query } = await filled()
    for (const ScanIndexForward of [true, false]) {
      const seen: unknown[] = []
      let start: unknown
      do {
        const page = await query('pk = :p', p, {
          Limit: 2,
          ScanIndexForward,
          ...(start ? { ExclusiveStartKey: start } : {}),
        })
        seen.push(...page.Items.map((item) => item.sk?.S))
        start = page.LastEvaluatedKey
      } while (start)
      const order = ['a1', 'a2', 'b1', 'b2', 'c']
      expect(seen).toEqual(ScanIndexForward ? order : order.reverse())
    }
    const page = await query(
      'pk = :p',
      { ...p, ':x': S('x-b1') },
      {
        FilterExpression: 'x = :x',
        Limit: 2,
      },
    )
    expect(page).toEqual({
      Items: [],
      Count: 0,
      ScannedCount: 2,
      LastEvaluatedKey: { pk: S('p'), sk: S('a2') },
    })
  })

  it('ends a page at 1 MB', async () => {
    const { A, advance, query } = await tableWorld().then((cloud) => ({
      ...cloud,
      query: () =>
        cloud.A('Query', { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: p }),
    }))
    for (const sk of ['1', '2', '3', '4']) {
      await A('PutItem', { Item: { pk: S('p'), sk: S(sk), x: S('x'.repeat(400_000)) } })
      await advance(1_000)
    }
    expect(await query()).toMatchObject({ Count: 3, LastEvaluatedKey: { pk: S('p'), sk: S('3') } })
  })

  it('of an index sees what has its keys, and what it projects', async () => {
    const { A, query, sorts } = await filled()
    const more = { IndexName: 'g1', ReturnConsumedCapacity: 'INDEXES', Limit: 1 }
    expect(await query('gpk = :p', { ':p': S('solo') }, more)).toEqual({
      Items: [{ gpk: S('solo'), pk: S('p'), sk: S('b1') }],
      Count: 1,
      ScannedCount: 1,
      LastEvaluatedKey: { gpk: S('solo'), pk: S('p'), sk: S('b1') },
      ConsumedCapacity: {
        TableName: 'tabA',
        CapacityUnits: 0.5,
        Table: { CapacityUnits: 0 },
        GlobalSecondaryIndexes: { g1: { CapacityUnits: 0.5 } },
      },
    })
    await A('DeleteItem', { Key: { pk: S('p'), sk: S('a1') } })
    await A('UpdateItem', { Key: { pk: S('p'), sk: S('a2') }, UpdateExpression: 'REMOVE gpk' })
    expect(await sorts('gpk = :p', { ':p': S('a') }, { IndexName: 'g1' })).toEqual([])
    await A('DeleteItem', { Key: { pk: S('p'), sk: S('a2') } })
    expect(await sorts('pk = :p', p, { IndexName: 'l1' })).toEqual(['b1', 'b2', 'c'])
  })

  it('of a local index fetches what the index lacks, and pays for it', async () => {
    const { query } = await filled()
    const answer = await query(
      'pk = :p AND sk2 = :v',
      { ...p, ':v': S('c') },
      {
        IndexName: 'l1',
        Select: 'ALL_ATTRIBUTES',
        ReturnConsumedCapacity: 'TOTAL',
      },
    )
    expect(answer).toEqual({
      Items: [{ pk: S('p'), sk: S('c'), sk2: S('c'), x: S('x-c') }],
      Count: 1,
      ScannedCount: 1,
      ConsumedCapacity: { TableName: 'tabA', CapacityUnits: 1 },
    })
  })

  it.each([
    ['pk = :p AND x = :v', {}, 'Query condition missed key schema element: sk'],
    ['sk = :p', {}, 'Query condition missed key schema element: pk'],
    ['pk < :p', {}, 'Query key condition not supported'],
    ['pk = :p OR sk = :p', {}, 'Invalid operator used in KeyConditionExpression: OR'],
    ['contains(pk, :p)', {}, 'Invalid operator used in KeyConditionExpression: contains'],
    ['pk = :p', { IndexName: 'no' }, 'The table does not have the specified index: no'],
    [
      'gpk = :p',
      { IndexName: 'g1', ConsistentRead: true },
      'Consistent reads are not supported on global secondary indexes',
    ],
    [
      'pk = :p',
      { FilterExpression: 'sk = :p' },
      'Filter Expression can only contain non-primary key attributes: Primary key attribute: sk',
    ],
    [
      'pk = :p',
      { ExclusiveStartKey: { pk: S('q'), sk: S('a') } },
      'The provided starting key is outside query boundaries based on provided conditions',
    ],
    ['pk = :p', { ExclusiveStartKey: { pk: S('p') } }, 'The provided starting key is invalid'],
    [
      'gpk = :p',
      { IndexName: 'g1', Select: 'ALL_ATTRIBUTES' },
      'One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index g1 because its projection type is not ALL',
    ],
  ])('%s with %j is refused as AWS words it', async (condition, more, message) => {
    const { query } = await filled()
    const values = condition.includes(':v') ? { ...p, ':v': N('1') } : p
    await expectInvalid(query(condition, values, more), message)
  })

  it('takes the older parameters', async () => {
    const { A } = await filled()
    const answer = await A('Query', {
      KeyConditions: {
        pk: { ComparisonOperator: 'EQ', AttributeValueList: [S('p')] },
        sk: { ComparisonOperator: 'BEGINS_WITH', AttributeValueList: [S('b')] },
      },
      QueryFilter: { x: { ComparisonOperator: 'EQ', AttributeValueList: [S('x-b2')] } },
      AttributesToGet: ['sk'],
    })
    expect(answer).toEqual({ Items: [{ sk: S('b2') }], Count: 1, ScannedCount: 2 })
  })
})

describe('a scan', () => {
  it('finds each item once, in pages and in segments', async () => {
    const { H } = await tableWorld()
    const names = Array.from({ length: 40 }, (_, at) => `i${at}`)
    for (const name of names) await H('PutItem', { Item: { pk: S(name) } })
    const seen: string[] = []
    for (const Segment of [0, 1, 2]) {
      let start: unknown
      do {
        const page = (await H('Scan', {
          Segment,
          TotalSegments: 3,
          Limit: 5,
          ...(start ? { ExclusiveStartKey: start } : {}),
        })) as { Items: { pk: { S: string } }[]; LastEvaluatedKey?: unknown }
        seen.push(...page.Items.map(({ pk }) => pk.S))
        start = page.LastEvaluatedKey
      } while (start)
    }
    expect(seen.sort()).toEqual(names.sort())
    expect(await H('Scan', { Select: 'COUNT' })).toEqual({ Count: 40, ScannedCount: 40 })
  })

  it('is refused with a start key or a segment that is none', async () => {
    const { H, call } = await tableWorld()
    await expectInvalid(
      H('Scan', { ExclusiveStartKey: { bad: S('p') } }),
      'The provided starting key is invalid: The provided key element does not match the schema',
    )
    await expectInvalid(
      H('Scan', { Segment: 4, TotalSegments: 4 }),
      'The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 4 is not less than TotalSegments: 4',
    )
    await expectRefusal(
      call('Scan', { TableName: 'missing' }),
      'ResourceNotFoundException',
      'Requested resource not found',
    )
  })
})
