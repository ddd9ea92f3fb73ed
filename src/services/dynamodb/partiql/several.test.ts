import { beforeEach, describe, expect, it } from 'vitest'
import { testPlace } from '../../../../test/support/world.ts'
import { expectInvalid, expectRefusal, tableWorld } from '../testing/table-world.ts'

const none = { Code: 'None' }
const mismatch = {
  Code: 'ValidationError',
  Message: 'The provided key element does not match the schema',
}
const failed = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' }
const cancelled = 'Transaction cancelled, please refer cancellation reasons for specific reasons '

let cloud: Awaited<ReturnType<typeof tableWorld>>
type Member = string | { Statement: string }
const asMember = (member: Member) => (typeof member === 'string' ? { Statement: member } : member)
const put = (pk: string, more: object = {}) =>
  cloud.A('PutItem', { Item: { pk: { S: pk }, sk: { S: '1' }, ...more } })
const got = async (pk: string) =>
  (await cloud.A('GetItem', { Key: { pk: { S: pk }, sk: { S: '1' } } })).Item
const one = (pk: string) => `"tabA" WHERE pk='${pk}' AND sk='1'`
const update = (pk: string, set = 'a=1') => `UPDATE "tabA" SET ${set} WHERE pk='${pk}' AND sk='1'`

beforeEach(async () => {
  cloud = await tableWorld()
})

describe('BatchExecuteStatement', () => {
  const batch = (members: readonly Member[], more: object = {}) =>
    cloud.call<{ Responses: unknown[]; ConsumedCapacity?: unknown }>('BatchExecuteStatement', {
      Statements: members.map(asMember),
      ...more,
    })

  it('reads items by their whole keys, in order', async () => {
    await put('a', { x: { S: '1' } })
    const { Responses } = await batch([
      `SELECT x FROM ${one('a')}`,
      `SELECT * FROM ${one('none')}`,
      `SELECT sk FROM "tabA" WHERE pk IN ['a'] AND sk IN ['1']`,
    ])
    expect(Responses).toEqual([
      { TableName: 'tabA', Item: { x: { S: '1' } } },
      { TableName: 'tabA' },
      { TableName: 'tabA', Item: { sk: { S: '1' } } },
    ])
  })

  it('tells what is wrong with a statement in its place, and carries out the others', async () => {
    await put('dup', { val: { S: 'here' } })
    const { Responses } = await batch([
      `SLECT * FROM ${one('dup')}`,
      `INSERT INTO "tabA" VALUE {'pk': 'dup', 'sk': '1'}`,
      `${update('dup', "t='y'")} AND val = 'wrong'`,
      `DELETE FROM "absent" WHERE pk='x'`,
      `UPDATE "tabA" SET a=1 WHERE pk='dup'`,
      `DELETE FROM ${one('dup')} RETURNING ALL NEW *`,
      `EXISTS(SELECT * FROM ${one('dup')} AND x IS MISSING)`,
      `${update('dup', 'b=2')} RETURNING MODIFIED NEW *`,
      `INSERT INTO "tabA" VALUE {'pk': 'new', 'sk': '1'}`,
    ])
    const error = (Code: string, Message: string) => ({ Error: { Code, Message } })
    const TableName = 'tabA'
    const malformed = "Statement wasn't well formed, can't be processed: Expected data manipulation"
    expect(Responses).toEqual([
      error('ValidationError', malformed),
      { ...error('DuplicateItem', 'Duplicate primary key exists in table'), TableName },
      { ...error('ConditionalCheckFailed', failed.Message), TableName },
      error('ResourceNotFound', 'Requested resource not found'),
      {
        ...error(
          'ValidationError',
          'Where clause does not contain a mandatory equality on all key attributes',
        ),
        TableName,
      },
      error(
        'ValidationError',
        'Invalid returning clause: RETURNING ALL NEW *. Only RETURNING ALL OLD * is allowed in DELETE statements.',
      ),
      error('ValidationError', 'EXISTS can only be used in ExecuteTransaction write requests.'),
      { TableName, Item: { b: { N: '2' } } },
      { TableName },
    ])
    expect(await got('dup')).toEqual({
      pk: { S: 'dup' },
      sk: { S: '1' },
      val: { S: 'here' },
      b: { N: '2' },
    })
    expect(await got('new')).toBeDefined()
  })

  it('hands back the item that a condition failed on', async () => {
    await put('a', { val: { S: 'here' } })
    const Statement = `${update('a')} AND val = 'wrong'`
    const member = { Statement, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }
    expect((await batch([member])).Responses).toEqual([
      {
        TableName: 'tabA',
        Error: {
          Code: 'ConditionalCheckFailed',
          Message: failed.Message,
          Item: { pk: { S: 'a' }, sk: { S: '1' }, val: { S: 'here' } },
        },
      },
    ])
  })

  it.each([
    `SELECT * FROM "tabA" WHERE pk='a'`,
    `SELECT * FROM ${one('a')} AND x='1'`,
    `SELECT * FROM ${one('a')} AND pk='b'`,
    `SELECT * FROM "tabA"`,
    `SELECT * FROM "tabA"."l1" WHERE pk='a' AND sk2='1'`,
  ])('reads nothing but single items: %s', async (statement) => {
    expect((await batch([statement])).Responses).toEqual([
      {
        TableName: 'tabA',
        Error: {
          Code: 'ValidationError',
          Message:
            'Select statements within BatchExecuteStatement must specify the primary key in the where clause.',
        },
      },
    ])
  })

  it('looks at parameters first, each statement’s in its place', async () => {
    const member = { Statement: update('a', 'a=?'), Parameters: [{ SS: [] }] }
    expect((await batch([member])).Responses).toEqual([
      {
        Error: {
          Code: 'ValidationError',
          Message: 'One or more parameter values were invalid: An string set  may not be empty',
        },
      },
    ])
  })

  it('takes reads or writes, not both', () =>
    expectInvalid(
      batch([`SELECT * FROM ${one('a')}`, update('a')]),
      'Read and write requests together in the same batch is not supported.',
    ))

  it('charges each statement that succeeds, as one sum a table', async () => {
    await put('a', { x: { S: 'x'.repeat(5_000) } })
    const read = { Statement: `SELECT x FROM ${one('a')}`, ConsistentRead: true }
    const reads = [read, `SELECT * FROM ${one('b')}`, `SELECT * FROM "tabA"`]
    expect((await batch(reads, { ReturnConsumedCapacity: 'INDEXES' })).ConsumedCapacity).toEqual([
      { TableName: 'tabA', CapacityUnits: 2.5, Table: { CapacityUnits: 2.5 } },
    ])
    const writes = [
      `INSERT INTO "tabA" VALUE {'pk':'b','sk':'1','gpk':'g'}`,
      `INSERT INTO "tabA" VALUE {'pk':'b','sk':'1'}`,
      `INSERT INTO "tabH" VALUE {'pk':'b'}`,
      `${update('b', "gpk='h'")}`,
    ]
    expect((await batch(writes, { ReturnConsumedCapacity: 'INDEXES' })).ConsumedCapacity).toEqual([
      {
        TableName: 'tabA',
        CapacityUnits: 5,
        Table: { CapacityUnits: 2 },
        GlobalSecondaryIndexes: { g1: { CapacityUnits: 3 } },
      },
      { TableName: 'tabH', CapacityUnits: 1, Table: { CapacityUnits: 1 } },
    ])
  })
})

describe('ExecuteTransaction', () => {
  const transact = (members: readonly Member[], more: object = {}) =>
    cloud.call<{ Responses: unknown[]; ConsumedCapacity?: unknown }>('ExecuteTransaction', {
      TransactStatements: members.map(asMember),
      ...more,
    })

  const expectCancelled = (call: Promise<unknown>, reasons: readonly { Code: string }[]) =>
    expect(call).rejects.toMatchObject({
      code: 'TransactionCanceledException',
      status: 400,
      message: `${cancelled}[${reasons.map(({ Code }) => Code).join(', ')}]`,
      members: { CancellationReasons: reasons },
    })

  it('writes all or nothing, and tells each statement’s reason', async () => {
    await put('a')
    const taken = `INSERT INTO "tabA" VALUE {'pk':'a','sk':'1'}`
    const writes = [`INSERT INTO "tabA" VALUE {'pk':'b','sk':'1'}`, update('a', 'n=1')]
    await expectCancelled(transact([writes[0] ?? '', taken, update('none')]), [
      none,
      failed,
      failed,
    ])
    expect(await got('b')).toBeUndefined()
    expect(await transact(writes)).toEqual({ Responses: [] })
    expect(await got('a')).toMatchObject({ n: { N: '1' } })
    expect(await got('b')).toBeDefined()
  })

  it('reads items by their keys', async () => {
    await put('a', { x: { S: '1' } })
    const reads = [`SELECT x FROM ${one('a')}`, `SELECT x FROM ${one('b')}`]
    const nothing = `SELECT nope FROM "tabA" WHERE (sk='1') AND pk IN ['a'] AND pk='a'`
    expect((await transact(reads)).Responses).toEqual([{ Item: { x: { S: '1' } } }, {}])
    expect((await transact([nothing])).Responses).toEqual([{ Item: {} }])
  })

  it('checks conditions by EXISTS', async () => {
    await put('free')
    await put('taken', { w: { N: '1' } })
    await put('b')
    const exists = (pk: string, more = ' AND w IS MISSING') =>
      `EXISTS(SELECT * FROM ${one(pk)}${more})`
    await transact([exists('free'), update('b')])
    expect(await got('b')).toMatchObject({ a: { N: '1' } })
    await expectCancelled(transact([exists('taken'), update('b')]), [failed, none])
    await expectCancelled(transact([exists('none'), update('b')]), [failed, none])
    await expectCancelled(transact([exists('free', ` AND pk='b'`), update('b')]), [failed, none])
    const message =
      'Validation failed in TransactStatements[0]: EXISTS() must contain a single item read with additional condition'
    await expectInvalid(transact([exists('free', ''), update('b')]), message)
    const many = `EXISTS(SELECT * FROM "tabA" WHERE pk IN ['a'] AND sk='1' AND w=1)`
    await expectInvalid(transact([many, update('b')]), message)
  })

  it('cancels what names no item, or no table', async () => {
    await put('a')
    const gone = `UPDATE "absent" SET a=1 WHERE pk='x'`
    const unknown = { Code: 'ResourceNotFound', Message: 'Requested resource not found' }
    await expectCancelled(transact([`${gone} RETURNING ALL NEW *`, update('a')]), [unknown, none])
    await expectCancelled(
      transact([`SELECT * FROM ${one('a')}`, `SELECT * FROM "absent"."i" WHERE pk='x'`]),
      [none, unknown],
    )
    await expectCancelled(
      transact([
        `UPDATE "tabA" SET a=1 WHERE pk='a'`,
        `UPDATE "tabA" SET a=1 WHERE pk IN ['a'] AND sk='1'`,
        `${update('a')} AND pk='b'`,
        `DELETE FROM "tabA" WHERE pk='a' AND sk=1`,
        update('a'),
      ]),
      [mismatch, mismatch, mismatch, mismatch, none],
    )
    await expectCancelled(transact([`INSERT INTO "tabA" VALUE {'pk':'x'}`]), [
      {
        Code: 'ValidationError',
        Message: 'One or more parameter values were invalid: Missing the key sk in the item',
      } as { Code: string },
    ])
    const select = `SELECT * FROM ${one('a')}`
    await expectCancelled(
      transact([select, select, `SELECT * FROM "tabA" WHERE pk=1 AND sk='1'`]),
      [none, none, mismatch],
    )
  })

  it.each([
    [
      `SELECT * FROM ${one('a')} AND x=1`,
      'Select statements within ExecuteTransaction must specify the primary key in the where clause.',
    ],
    [
      `SELECT * FROM "tabA" WHERE pk='a'`,
      'Select statements within ExecuteTransaction must specify the primary key in the where clause.',
    ],
    [
      `SELECT * FROM "tabA"."g1" WHERE gpk='a'`,
      'Reads on indices are not supported within transactions.',
    ],
    [
      `SELECT * FROM "tabA" WHERE pk IN ['a','a'] AND sk='1'`,
      'Overlapping conditions with range keys are not supported in where clause',
    ],
    [
      `${update('a')} RETURNING ALL NEW *`,
      'RETURNING clause is not supported in ExecuteTransaction.',
    ],
    [`UPDATE "tabA"."g1" SET a=1 WHERE pk='a'`, 'This operation is not supported on an index'],
    [
      update('a', 'a = a + [1]'),
      'Incorrect operand type for operator or function; operator or function: +, operand type: L',
    ],
    [
      `INSERT INTO "tabA" VALUE {'pk':'a','sk':'1','x':[<<'a','a'>>]}`,
      'One or more parameter values were invalid: Input collection [a, a] contains duplicates.',
    ],
    ['SLECT', "Statement wasn't well formed, can't be processed: Expected data manipulation"],
  ])('says which statement is wrong: %s', async (statement, message) => {
    const fine = statement.startsWith('SELECT') ? `SELECT * FROM ${one('z')}` : update('z')
    const at = (place: number) => `Validation failed in TransactStatements[${place}]: ${message}`
    await expectInvalid(transact([statement]), at(0))
    await expectInvalid(transact([fine, statement]), at(1))
  })

  it('takes reads or writes, one of each item', async () => {
    const select = `SELECT * FROM ${one('a')}`
    await put('a')
    await expectInvalid(
      transact([select, update('a')]),
      'ExecuteTransaction API does not support both read and write operations in the same request.',
    )
    const twice = 'Transaction request cannot include multiple operations on one item'
    await expectInvalid(transact([select, select]), twice)
    await expectInvalid(transact([update('a'), `DELETE FROM ${one('a')}`]), twice)
  })

  it('a token carries a transaction out once, and holds for no other', async () => {
    await put('a', { n: { N: '0' } })
    const more = { ClientRequestToken: 'token', ReturnConsumedCapacity: 'TOTAL' }
    const add = update('a', 'n = n + 1')
    const told = (kind: string) => [{ TableName: 'tabA', CapacityUnits: 2, [kind]: 2 }]
    expect((await transact([add], more)).ConsumedCapacity).toEqual(told('WriteCapacityUnits'))
    expect((await transact([add], more)).ConsumedCapacity).toEqual(told('ReadCapacityUnits'))
    expect(await got('a')).toMatchObject({ n: { N: '1' } })
    await expectRefusal(
      transact([update('a', 'n = n + 2')], more),
      'IdempotentParameterMismatchException',
      'DynamoDB rejected the request because you retried a request with a different payload but ' +
        'with an idempotent token that was already used.',
    )
    await cloud.advance(10 * 60_000)
    await transact([add], more)
    expect(await got('a')).toMatchObject({ n: { N: '2' } })
  })

  it('charges twice what single statements take', async () => {
    await put('a', { x: { S: 'x'.repeat(5_000) } })
    const reads = [`SELECT x FROM ${one('a')}`, `SELECT * FROM ${one('b')}`]
    const { ConsumedCapacity } = await transact(reads, { ReturnConsumedCapacity: 'INDEXES' })
    const told = { CapacityUnits: 6, ReadCapacityUnits: 6 }
    expect(ConsumedCapacity).toEqual([{ TableName: 'tabA', ...told, Table: told }])
  })
})

it('ExecuteStatement consumes what the item operations do', async () => {
  const units = async (Statement: string, more: object = {}) =>
    (
      await cloud.call('ExecuteStatement', {
        Statement,
        ReturnConsumedCapacity: 'INDEXES',
        ...more,
      })
    ).ConsumedCapacity
  const table = (CapacityUnits: number) => ({
    TableName: 'tabA',
    CapacityUnits,
    Table: { CapacityUnits },
  })
  expect(
    await units(`INSERT INTO "tabA" VALUE {'pk':'p','sk':'1','gpk':'g','sk2':'l','x':'y'}`),
  ).toEqual({
    TableName: 'tabA',
    CapacityUnits: 3,
    Table: { CapacityUnits: 1 },
    LocalSecondaryIndexes: { l1: { CapacityUnits: 1 } },
    GlobalSecondaryIndexes: { g1: { CapacityUnits: 1 } },
  })
  expect(await units(`SELECT * FROM ${one('p')}`)).toEqual(table(0.5))
  expect(await units(`SELECT * FROM ${one('none')}`, { ConsistentRead: true })).toEqual(table(1))
  expect(await units(`SELECT * FROM "tabA" WHERE pk IN ['p', 'q']`)).toEqual(table(1))
  expect(await units(`DELETE FROM ${one('none')}`)).toEqual(table(1))
  expect(await units(`SELECT pk FROM "tabA"."g1" WHERE gpk = 'g'`)).toEqual({
    TableName: 'tabA',
    CapacityUnits: 0.5,
    Table: { CapacityUnits: 0 },
    GlobalSecondaryIndexes: { g1: { CapacityUnits: 0.5 } },
  })
  expect(await units(`SELECT x FROM "tabA"."l1" WHERE pk = 'p'`)).toEqual({
    TableName: 'tabA',
    CapacityUnits: 1,
    Table: { CapacityUnits: 0.5 },
    LocalSecondaryIndexes: { l1: { CapacityUnits: 0.5 } },
  })
})

it('PartiQL’s calls are measured by the tables that they name', async () => {
  await cloud.call('ExecuteStatement', { Statement: 'SELECT * FROM tabA' })
  await cloud.call('BatchExecuteStatement', { Statements: [{ Statement: 'SELECT * FROM "tabH"' }] })
  await cloud.call('ExecuteTransaction', {
    TransactStatements: [{ Statement: `DELETE FROM tabA WHERE pk='a' AND sk='1'` }],
  })
  await expect(cloud.call('ExecuteStatement', { Statement: 'SLECT' })).rejects.toBeDefined()
  const measured = cloud.kernel.measuring
    .metricsAt(testPlace)
    .pending()
    .filter(({ name }) => name === 'SuccessfulRequestLatency' || name === 'UserErrors')
    .map(({ dimensions: { Operation: operation, TableName: table }, count }) => [
      operation,
      table,
      count,
    ])
  expect(measured).toEqual(
    expect.arrayContaining([
      ['ExecuteStatement', 'tabA', 1],
      ['BatchExecuteStatement', 'tabH', 1],
      ['ExecuteTransaction', 'tabA', 1],
      [undefined, undefined, 1],
    ]),
  )
})
