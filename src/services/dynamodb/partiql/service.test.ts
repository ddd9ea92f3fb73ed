import {
  BatchExecuteStatementCommand,
  CreateTableCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  ExecuteTransactionCommand,
} from '@aws-sdk/client-dynamodb'
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cloud } from '../../../../test/support/cloud.ts'
import type { Kasane } from '../../../server/start-kasane.ts'

const account = '111122223333'
const arn = `arn:aws:dynamodb:us-east-1:${account}:table/orders`

/** What clients see of PartiQL: the real SDK, in-process. */
describe('PartiQL, to the AWS SDK', () => {
  let kasane: Kasane
  let root: DynamoDBClient

  const as = (accessKeyId: string, secretAccessKey = 'any') => ({
    ...kasane.clientConfig(),
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  })
  const run = (Statement: string, more: object = {}, client = root) =>
    client.send(new ExecuteStatementCommand({ Statement, ...more }))

  beforeEach(async () => {
    kasane = await cloud()
    root = new DynamoDBClient(as(account))
    await root.send(
      new CreateTableCommand({
        TableName: 'orders',
        ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 1 },
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'B' },
        ],
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      }),
    )
    await kasane.clock.advance('PT1S')
  })

  afterEach(() => kasane.stop())

  it('goes on with tokens behind binary keys', async () => {
    for (const sk of [[255], [0, 1], [0]]) {
      const Parameters = [{ S: 'a' }, { B: new Uint8Array(sk) }]
      await run(`INSERT INTO orders VALUE {'pk': ?, 'sk': ?, 'bytes': 'x'}`, { Parameters })
    }
    const select = `SELECT sk FROM "orders" WHERE pk = 'a'`
    const first = await run(select, { Limit: 1 })
    expect(first.LastEvaluatedKey).toEqual({ pk: { S: 'a' }, sk: { B: new Uint8Array([0]) } })
    const { Items, NextToken } = await run(select, { NextToken: first.NextToken })
    expect(Items).toEqual([
      { sk: { B: new Uint8Array([0, 1]) } },
      { sk: { B: new Uint8Array([255]) } },
    ])
    expect(NextToken).toBeUndefined()
    const whole = await run(`SELECT * FROM orders WHERE pk = 'a' AND sk < ?`, {
      Parameters: [{ B: new Uint8Array([0, 1]) }],
    })
    expect(whole.Items).toEqual([
      { pk: { S: 'a' }, sk: { B: new Uint8Array([0]) }, bytes: { S: 'x' } },
    ])
  })

  it('tells faults of the model, of statements and of transactions', async () => {
    const detected = '1 validation error detected: '
    await expect(run('x'.repeat(8_193))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(
        new RegExp(
          `^${detected}Value '.*' at 'statement' failed to satisfy constraint: Member must have length less than or equal to 8192$`,
        ),
      ),
    })
    await expect(run('SELECT * FROM orders', { Parameters: [] })).rejects.toMatchObject({
      name: 'ValidationException',
      message: `${detected}Value '[]' at 'parameters' failed to satisfy constraint: Member must have length greater than or equal to 1`,
    })
    await expect(run('SELECT * FROM orders', { Limit: 0 })).rejects.toMatchObject({
      message: `${detected}Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1`,
    })
    const many = (count: number) => Array.from({ length: count }, () => ({ Statement: 'x' }))
    const batch = new BatchExecuteStatementCommand({ Statements: many(26) })
    await expect(root.send(batch)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(/Member must have length less than or equal to 25$/),
    })
    const transaction = new ExecuteTransactionCommand({ TransactStatements: many(101) })
    await expect(root.send(transaction)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(/Member must have length less than or equal to 100$/),
    })
    const sk = [{ B: new Uint8Array([1]) }]
    await run(`INSERT INTO orders VALUE {'pk':'a','sk':?}`, { Parameters: sk })
    await expect(
      run(`INSERT INTO orders VALUE {'pk':'a','sk':?}`, { Parameters: sk }),
    ).rejects.toMatchObject({
      name: 'DuplicateItemException',
      message: 'Duplicate primary key exists in table',
      $metadata: { httpStatusCode: 400 },
    })
    const update = { Statement: `UPDATE orders SET a=1 WHERE pk='b' AND sk=?`, Parameters: sk }
    await expect(
      root.send(new ExecuteTransactionCommand({ TransactStatements: [update] })),
    ).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [
        { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
      ],
    })
  })

  it('is throttled as the item operations are, and writes nothing then', async () => {
    const item = { pk: { S: 'a' }, sk: { B: new Uint8Array([1]) } }
    const Parameters = [item.pk, item.sk, { S: 'x'.repeat(200_000) }]
    const insert = `INSERT INTO orders VALUE {'pk': ?, 'sk': ?, 'x': ?}`
    await run(insert, { Parameters })
    const throttled = /^The level of configured provisioned throughput for the table was exceeded/
    await expect(
      run(`UPDATE orders SET y = 1 WHERE pk = ? AND sk = ?`, {
        Parameters: Parameters.slice(0, 2),
      }),
    ).rejects.toMatchObject({
      name: 'ProvisionedThroughputExceededException',
      message: expect.stringMatching(throttled),
    })
    const remove = { Statement: 'DELETE FROM orders WHERE pk = ? AND sk = ?' }
    const members = [{ ...remove, Parameters: Parameters.slice(0, 2) }]
    const { Responses } = await root.send(new BatchExecuteStatementCommand({ Statements: members }))
    expect(Responses).toEqual([
      {
        TableName: 'orders',
        Error: {
          Code: 'ProvisionedThroughputExceeded',
          Message: expect.stringMatching(throttled),
        },
      },
    ])
    await expect(
      root.send(new ExecuteTransactionCommand({ TransactStatements: members })),
    ).rejects.toMatchObject({
      CancellationReasons: [
        {
          Code: 'ProvisionedThroughputExceeded',
          Message: expect.stringMatching(throttled),
        },
      ],
    })
    expect((await run('SELECT y FROM orders')).Items).toEqual([{}])
  })

  describe('under policies', () => {
    const user = async (...statements: readonly object[]) => {
      const iam = new IAMClient(as(account))
      await iam.send(new CreateUserCommand({ UserName: 'alice' }))
      const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements })
      await iam.send(
        new PutUserPolicyCommand({ UserName: 'alice', PolicyName: 'p', PolicyDocument }),
      )
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'alice' }))
      return new DynamoDBClient(as(AccessKey?.AccessKeyId ?? '', AccessKey?.SecretAccessKey))
    }
    const denied = { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } }
    const sk = { Parameters: [{ B: new Uint8Array([1]) }] }

    it('asks for the permission of each kind of statement, on its table or index', async () => {
      const alice = await user({
        Effect: 'Allow',
        Action: ['dynamodb:PartiQLSelect', 'dynamodb:PartiQLInsert'],
        Resource: arn,
      })
      await run(`INSERT INTO orders VALUE {'pk':'a','sk':?}`, sk, alice)
      await run('SELECT * FROM orders', {}, alice)
      await expect(run('SELECT * FROM orders.i', {}, alice)).rejects.toMatchObject(denied)
      const update = `UPDATE orders SET a=1 WHERE pk='a' AND sk=?`
      await expect(run(update, sk, alice)).rejects.toMatchObject({
        ...denied,
        message: `User: arn:aws:iam::${account}:user/alice is not authorized to perform: dynamodb:PartiQLUpdate on resource: ${arn} because no identity-based policy allows the dynamodb:PartiQLUpdate action`,
      })
      const remove = `DELETE FROM orders WHERE pk='a' AND sk=?`
      await expect(run(remove, sk, alice)).rejects.toMatchObject(denied)
      await expect(run('SLECT', {}, alice)).rejects.toMatchObject({
        name: 'ValidationException',
        message: "Statement wasn't well formed, can't be processed: Expected data manipulation",
      })
    })

    it('denies statements of a batch in their places, and tells why', async () => {
      const alice = await user({
        Effect: 'Allow',
        Action: 'dynamodb:PartiQLInsert',
        Resource: arn,
        Condition: {
          'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['alice', 'carol'] },
        },
      })
      const insert = (pk: string) => ({
        Statement: `INSERT INTO orders VALUE {'pk':'${pk}','sk':?}`,
        ...sk,
      })
      const why = 'because no identity-based policy allows the dynamodb:PartiQLInsert action'
      const Error = {
        Code: 'AccessDenied',
        Message: `User: arn:aws:iam::${account}:user/alice is not authorized to perform: dynamodb:PartiQLInsert on resource: ${arn} ${why}`,
      }
      const Statements = [insert('bob'), insert('alice'), insert('dave'), insert('carol')]
      const { Responses } = await alice.send(new BatchExecuteStatementCommand({ Statements }))
      expect(Responses).toEqual([
        { Error },
        { TableName: 'orders' },
        { Error },
        { TableName: 'orders' },
      ])
      expect((await run('SELECT pk FROM orders')).Items).toHaveLength(2)
      expect(kasane.incidents()).toMatchObject([
        {
          operation: 'BatchExecuteStatement',
          status: 200,
          code: 'AccessDeniedException',
          message: Error.Message,
          membersRefused: 2,
          why: { kind: 'access', action: 'dynamodb:PartiQLInsert', resource: arn },
        },
      ])
    })

    it('denies a batch of which nothing is allowed statement by statement, too', async () => {
      const alice = await user({ Effect: 'Deny', Action: '*', Resource: '*' })
      const { Responses } = await alice.send(
        new BatchExecuteStatementCommand({ Statements: [{ Statement: `SELECT * FROM orders` }] }),
      )
      expect(Responses).toEqual([
        {
          Error: {
            Code: 'AccessDenied',
            Message: `User: arn:aws:iam::${account}:user/alice is not authorized to perform: dynamodb:PartiQLSelect on resource: ${arn} with an explicit deny in an identity-based policy`,
          },
        },
      ])
    })

    it('tells scans of whole tables from reads by keys', async () => {
      const Action = 'dynamodb:PartiQLSelect'
      const alice = await user(
        { Effect: 'Allow', Action, Resource: arn },
        {
          Effect: 'Deny',
          Action,
          Resource: arn,
          Condition: { Bool: { 'dynamodb:FullTableScan': ['true'] } },
        },
      )
      await run(`SELECT * FROM orders WHERE pk IN ['a', 'b']`, {}, alice)
      const scan = run(`SELECT * FROM orders WHERE pk > 'a'`, {}, alice)
      await expect(scan).rejects.toMatchObject(denied)
    })

    it('binds users to partitions and attributes', async () => {
      const alice = await user({
        Effect: 'Allow',
        Action: 'dynamodb:PartiQL*',
        Resource: arn,
        Condition: {
          'ForAllValues:StringEquals': {
            'dynamodb:LeadingKeys': ['alice'],
            'dynamodb:Attributes': ['pk', 'sk', 'mine'],
          },
        },
      })
      await run(`INSERT INTO orders VALUE {'pk':'alice','sk':?,'mine':1}`, sk, alice)
      await run(`UPDATE orders SET mine=2 WHERE pk='alice' AND sk=?`, sk, alice)
      expect((await run(`SELECT mine FROM orders WHERE pk='alice'`, {}, alice)).Items).toEqual([
        { mine: { N: '2' } },
      ])
      for (const [statement, more] of [
        [`INSERT INTO orders VALUE {'pk':'bob','sk':?}`, sk],
        [`INSERT INTO orders VALUE {'pk':'alice','sk':?,'other':1}`, sk],
        [`UPDATE orders SET other=2 WHERE pk='alice' AND sk=?`, sk],
        [`DELETE FROM orders WHERE pk='alice' AND sk=? AND other=2`, sk],
        [`SELECT other FROM orders WHERE pk='alice'`, {}],
        [`SELECT mine FROM orders WHERE pk IN ['alice', 'bob']`, {}],
      ] as const) {
        await expect(run(statement, more, alice)).rejects.toMatchObject(denied)
      }
    })

    it.each([
      `pk='bob' AND pk='alice' AND sk=?`,
      `pk='bob' AND sk=? AND (mine=1 OR pk='alice')`,
      `pk='bob' AND sk=? AND ${Array.from({ length: 60 }, () => 'mine IN [1, 2]').join(' AND ')}`,
    ])('a check shows nobody an item of another: %s', async (where) => {
      await run(`INSERT INTO orders VALUE {'pk':'bob','sk':?,'mine':9}`, sk)
      const alice = await user({
        Effect: 'Allow',
        Action: 'dynamodb:PartiQL*',
        Resource: arn,
        Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['alice'] } },
      })
      const check = new ExecuteTransactionCommand({
        TransactStatements: [
          {
            Statement: `EXISTS(SELECT * FROM orders WHERE ${where})`,
            ...sk,
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        ],
      })
      await expect(alice.send(check)).rejects.toMatchObject(denied)
    })

    it('allows transactions alone, where a policy says so', async () => {
      const alice = await user({
        Effect: 'Allow',
        Action: 'dynamodb:PartiQLInsert',
        Resource: arn,
        Condition: { StringEquals: { 'dynamodb:EnclosingOperation': ['ExecuteTransaction'] } },
      })
      const Statement = `INSERT INTO orders VALUE {'pk':'a','sk':?}`
      await expect(run(Statement, sk, alice)).rejects.toMatchObject(denied)
      const TransactStatements = [{ Statement, ...sk }]
      await alice.send(new ExecuteTransactionCommand({ TransactStatements }))
    })
  })
})
