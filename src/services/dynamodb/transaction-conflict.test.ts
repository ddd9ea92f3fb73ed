import { describe, expect, it } from 'vitest'
import { testPlace } from '../../../test/support/world.ts'
import { AwsError } from '../../kernel/errors.ts'
import { tableWorld } from './testing/table-world.ts'

const S = (S: string) => ({ S })
const N = (N: string) => ({ N })

const key = (pk: string) => ({ TableName: 'tabH', Key: { pk: S(pk) } })
const add = (pk: string, more: object = {}) => ({
  Update: {
    ...key(pk),
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': N('1') },
    ...more,
  },
})
const none = { Code: 'None' }
const conflict = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' }

async function conflictWorld() {
  const cloud = await tableWorld()
  const { call } = cloud
  const transact = (TransactItems: object[], more: object = {}) =>
    call('TransactWriteItems', { TransactItems, ...more })
  const read = (...pks: string[]) =>
    call('TransactGetItems', { TransactItems: pks.map((pk) => ({ Get: key(pk) })) })
  /** What ran at the same time as a transaction of the items a and b, which is carried out. */
  const meanwhile = async <T>(ask: () => Promise<T>): Promise<T | Refusal> => {
    const running = transact([add('a'), add('b')])
    const outcome = outcomeOf(ask())
    await running
    return await outcome
  }
  /** Counted of a metric: how often, and how much in all. */
  const measured = (name: string) =>
    cloud.kernel.measuring
      .metricsAt(testPlace)
      .pending()
      .filter((one) => one.name === name)
      .map(({ dimensions, count, sum }) => ({ dimensions, count, sum }))
  const countOf = async (pk: string) => (await cloud.H('GetItem', { Key: { pk: S(pk) } }))['Item']
  return { ...cloud, transact, read, meanwhile, measured, countOf }
}

interface Refusal {
  readonly code: string
  readonly status: number
  readonly message: string
  readonly members: object
}

async function outcomeOf<T>(call: Promise<T>): Promise<T | Refusal> {
  try {
    return await call
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const { code, status, message, members } = error
    return { code, status, message, members }
  }
}

const cancelled = (...reasons: readonly { readonly Code: string }[]) => ({
  code: 'TransactionCanceledException',
  status: 400,
  message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`,
  members: { CancellationReasons: reasons },
})

const refused = {
  code: 'TransactionConflictException',
  status: 400,
  message: 'Transaction is ongoing for the item',
  members: {},
}

describe('while a transaction is under way', () => {
  it('another one on an item of it is cancelled, and the first one carried out', async () => {
    const { transact, meanwhile, countOf } = await conflictWorld()
    const reasons = [none, conflict, none]
    expect(await meanwhile(() => transact([add('c'), add('b'), add('d')]))).toEqual(
      cancelled(...reasons),
    )
    expect(await countOf('b')).toEqual({ pk: S('b'), n: N('1') })
    expect(await countOf('c')).toBeUndefined()
  })

  it('tells besides a conflict what else is wrong with the other one', async () => {
    const { transact, meanwhile } = await conflictWorld()
    const check = add('c', { ConditionExpression: 'attribute_exists(pk)' })
    const failed = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' }
    expect(await meanwhile(() => transact([check, add('a')]))).toEqual(cancelled(failed, conflict))
  })

  it('writes of its items alone are refused, whatever their conditions say', async () => {
    const { H, meanwhile, countOf } = await conflictWorld()
    const Item = { pk: S('a'), n: N('7') }
    expect(await meanwhile(() => H('PutItem', { Item }))).toEqual(refused)
    const { UpdateExpression, ExpressionAttributeValues } = add('a').Update
    const update = { Key: { pk: S('a') }, UpdateExpression, ExpressionAttributeValues }
    expect(await meanwhile(() => H('UpdateItem', update))).toEqual(refused)
    const unmet = { Key: { pk: S('b') }, ConditionExpression: 'attribute_exists(v)' }
    expect(await meanwhile(() => H('DeleteItem', unmet))).toEqual(refused)
    expect(await countOf('a')).toEqual({ pk: S('a'), n: N('3') })
    expect(await meanwhile(() => H('PutItem', { Item: { pk: S('c') } }))).toEqual({})
  })

  it('its items wait, unprocessed, in a batch of writes', async () => {
    const { call, meanwhile, noted, countOf } = await conflictWorld()
    const puts = ['a', 'c'].map((pk) => ({ PutRequest: { Item: { pk: S(pk), n: N('7') } } }))
    const batch = { RequestItems: { tabH: puts }, ReturnConsumedCapacity: 'TOTAL' }
    expect(await meanwhile(() => call('BatchWriteItem', batch))).toEqual({
      UnprocessedItems: { tabH: puts.slice(0, 1) },
      ConsumedCapacity: [{ TableName: 'tabH', CapacityUnits: 2 }],
    })
    expect(noted).toMatchObject([{ ...refused, why: { conflict: true, table: 'tabH' } }])
    expect(await countOf('a')).toEqual({ pk: S('a'), n: N('1') })
    expect(await countOf('c')).toEqual({ pk: S('c'), n: N('7') })
  })

  it('reads see what was there before it, and conflict in transactions alone', async () => {
    const { call, H, read, meanwhile } = await conflictWorld()
    await H('PutItem', { Item: { pk: S('a'), n: N('7') } })
    const Item = { pk: S('a'), n: N('7') }
    expect(await meanwhile(() => H('GetItem', { Key: { pk: S('a') } }))).toEqual({ Item })
    const Keys = [{ pk: S('a') }, { pk: S('b') }]
    const after = { pk: S('a'), n: N('8') }
    const batch = { RequestItems: { tabH: { Keys } } }
    expect(await meanwhile(() => call('BatchGetItem', batch))).toMatchObject({
      Responses: { tabH: [after, { pk: S('b'), n: N('1') }] },
    })
    expect(await meanwhile(() => H('Scan', { Limit: 5 }))).toMatchObject({ Count: 2 })
    expect(await meanwhile(() => read('c', 'b', 'a'))).toEqual(cancelled(none, conflict, conflict))
  })

  it('PartiQL is refused as the operations on items are', async () => {
    const { call, meanwhile } = await conflictWorld()
    const Statement = `UPDATE "tabH" SET n = 7 WHERE pk = 'a'`
    expect(await meanwhile(() => call('ExecuteStatement', { Statement }))).toEqual(refused)
    const batch = { Statements: [{ Statement: `DELETE FROM "tabH" WHERE pk = 'b'` }] }
    expect(await meanwhile(() => call('BatchExecuteStatement', batch))).toEqual({
      Responses: [
        { Error: { Code: 'TransactionConflict', Message: refused.message }, TableName: 'tabH' },
      ],
    })
    const execute = (...statements: string[]) =>
      call('ExecuteTransaction', {
        TransactStatements: statements.map((Statement) => ({ Statement })),
      })
    expect(
      await meanwhile(() => execute(`INSERT INTO "tabH" VALUE {'pk': 'c'}`, Statement)),
    ).toEqual(cancelled(none, conflict))
    const select = `SELECT * FROM "tabH" WHERE pk = 'a'`
    expect(await meanwhile(() => execute(select))).toEqual(cancelled(conflict))
    expect(await meanwhile(() => execute(`SELECT * FROM "tabH" WHERE pk = 'c'`))).toEqual({
      Responses: [{}],
    })
  })

  it('a transaction of PartiQL holds its items, too', async () => {
    const { call, H, countOf } = await conflictWorld()
    const TransactStatements = [{ Statement: `INSERT INTO "tabH" VALUE {'pk': 'a', 'n': 1}` }]
    const running = call('ExecuteTransaction', { TransactStatements })
    expect(await outcomeOf(H('PutItem', { Item: { pk: S('a'), n: N('7') } }))).toEqual(refused)
    await running
    expect(await countOf('a')).toEqual({ pk: S('a'), n: N('1') })
  })

  it('its token is in progress; afterwards the same request is answered, another refused', async () => {
    const { transact, countOf } = await conflictWorld()
    const token = { ClientRequestToken: 'token' }
    const running = transact([add('a')], token)
    expect(await outcomeOf(transact([add('a')], token))).toEqual({
      code: 'TransactionInProgressException',
      status: 400,
      message: 'Transaction from previous request is still in progress',
      members: {},
    })
    const mismatch = { code: 'IdempotentParameterMismatchException', status: 400 }
    expect(await outcomeOf(transact([add('b')], token))).toMatchObject(mismatch)
    await running
    expect(await transact([add('a')], token)).toEqual({})
    expect(await outcomeOf(transact([add('b')], token))).toMatchObject(mismatch)
    expect(await countOf('a')).toEqual({ pk: S('a'), n: N('1') })
  })

  it('a request that is sent again writes nothing, so that it conflicts with nothing', async () => {
    const { transact, meanwhile } = await conflictWorld()
    const token = { ClientRequestToken: 'token' }
    await transact([add('a')], token)
    const again = () => transact([add('a')], { ...token, ReturnConsumedCapacity: 'TOTAL' })
    expect(await meanwhile(again)).toEqual({
      ConsumedCapacity: [{ TableName: 'tabH', CapacityUnits: 2, ReadCapacityUnits: 2 }],
    })
  })
})

describe('a transaction that is over', () => {
  it('holds nothing any more, however it ended', async () => {
    const { call, H, transact } = await conflictWorld()
    const unmet = add('a', { ConditionExpression: 'attribute_exists(pk)' })
    const wrong = { Put: { TableName: 'missing', Item: { pk: S('a') } } }
    const unfit = { Delete: { TableName: 'tabH', Key: { pk: N('1') } } }
    const endings = [
      [unmet],
      [add('a'), wrong],
      [add('a'), unfit],
      [add('a'), add('a')],
      [add('a')],
    ]
    for (const items of endings) {
      await outcomeOf(transact(items, { ClientRequestToken: 'token' }))
      expect(await H('PutItem', { Item: { pk: S('a') } })).toEqual({})
    }
    await outcomeOf(call('ExecuteTransaction', { TransactStatements: [{ Statement: 'nonsense' }] }))
    expect(await transact([add('a')])).toEqual({})
  })

  it('holds nothing any more where all state was replaced meanwhile', async () => {
    const { H, kernel, transact } = await conflictWorld()
    const running = outcomeOf(transact([add('a')], { ClientRequestToken: 'token' }))
    await kernel.replaceState(() => Promise.resolve())
    expect(await running).toMatchObject({ code: 'ServiceUnavailable', status: 503 })
    expect(await H('PutItem', { Item: { pk: S('a') } })).toEqual({})
    expect(await transact([add('a')], { ClientRequestToken: 'token' })).toEqual({})
  })

  it('finds a table that was deleted meanwhile no more, and writes nothing', async () => {
    const { H, transact, advance } = await conflictWorld()
    const running = outcomeOf(transact([add('a')]))
    await H('DeleteTable')
    expect(await running).toMatchObject({ code: 'ResourceNotFoundException' })
    await advance(1_000)
  })
})

describe('a transaction of reads', () => {
  it('is cancelled by what is written while it reads', async () => {
    const { H, read } = await conflictWorld()
    const reading = outcomeOf(read('a', 'b'))
    await H('PutItem', { Item: { pk: S('b') } })
    expect(await reading).toEqual(cancelled(none, conflict))
    const again = outcomeOf(read('a', 'b'))
    await H('PutItem', { Item: { pk: S('c') } })
    expect(await again).toEqual({ Responses: [{}, { Item: { pk: S('b') } }] })
  })

  it('disturbs nobody', async () => {
    const { H, read, transact } = await conflictWorld()
    const readings = [read('a'), read('a')]
    expect(await Promise.all(readings)).toEqual([{ Responses: [{}] }, { Responses: [{}] }])
    const reading = outcomeOf(read('a'))
    expect(await transact([add('a')])).toEqual({})
    expect(await H('DeleteItem', { Key: { pk: S('a') } })).toEqual({})
    await reading
  })
})

describe('of conflicts', () => {
  it('the metric tells the items in its sum and the requests in its count', async () => {
    const { H, read, transact, meanwhile, measured } = await conflictWorld()
    await meanwhile(() => transact([add('a'), add('b'), add('c')]))
    await meanwhile(() => read('a', 'b'))
    await meanwhile(() => H('DeleteItem', { Key: { pk: S('a') } }))
    expect(measured('TransactionConflict')).toEqual([
      { dimensions: { TableName: 'tabH' }, count: 3, sum: 5 },
    ])
    expect(measured('UserErrors')).toEqual([{ dimensions: {}, count: 3, sum: 3 }])
  })

  it('those that are refused have taken units all the same', async () => {
    const { H, transact, meanwhile, measured } = await conflictWorld()
    const consumed = () => measured('ConsumedWriteCapacityUnits')[0]?.sum ?? 0
    await meanwhile(() => transact([add('c')]))
    expect(consumed()).toBe(6)
    await meanwhile(() => transact([add('a'), add('c')]))
    expect(consumed()).toBe(6 + 8)
    await meanwhile(() => H('DeleteItem', { Key: { pk: S('a') } }))
    expect(consumed()).toBe(6 + 8 + 5)
  })
})
