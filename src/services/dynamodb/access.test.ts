import { type Condition, DynamoDB } from '@aws-sdk/client-dynamodb'
import { IAM } from '@aws-sdk/client-iam'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cloud } from '../../../test/support/cloud.ts'
import type { Kasane } from '../../server/start-kasane.ts'

const account = '111122223333'
const table = `arn:aws:dynamodb:us-east-1:${account}:table/orders`
const key = (pk: string) => ({ pk: { S: pk }, n: { N: '2' } })

type Calls = Readonly<Record<string, (client: DynamoDB, pk: string) => Promise<unknown>>>

describe('what policies see of calls on items', () => {
  let kasane: Kasane
  let root: DynamoDB

  const as = (accessKeyId: string, secretAccessKey = 'any') => ({
    ...kasane.clientConfig(),
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  })

  beforeEach(async () => {
    kasane = await cloud()
    root = new DynamoDB(as(account))
    await root.createTable({
      TableName: 'orders',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'n', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'n', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byN',
          KeySchema: [{ AttributeName: 'n', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    })
    await kasane.clock.advance('PT1S')
    for (const pk of ['alice', 'bob']) {
      await root.putItem({ TableName: 'orders', Item: { ...key(pk), secret: { S: 's' } } })
    }
  })

  afterEach(() => kasane.stop())

  async function userWith(...Statement: object[]): Promise<DynamoDB> {
    const iam = new IAM(as(account))
    await iam.createUser({ UserName: 'user' })
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
    await iam.putUserPolicy({ UserName: 'user', PolicyName: 'p', PolicyDocument })
    const { AccessKey } = await iam.createAccessKey({ UserName: 'user' })
    return new DynamoDB(as(AccessKey?.AccessKeyId ?? '', AccessKey?.SecretAccessKey))
  }

  const allowed = (condition: object) => ({
    Effect: 'Allow',
    Action: 'dynamodb:*',
    Resource: [table, `${table}/index/*`],
    Condition: condition,
  })
  const denial = { name: 'AccessDeniedException' }

  const queries: Calls = {
    'a plain one': (client, pk) => asked(client, 'pk = :p', pk),
    'one in parentheses': (client, pk) => asked(client, '((pk) = (:p))', pk),
    'a value before its key': (client, pk) => asked(client, ':p = pk', pk),
    'the older parameters': (client, pk) =>
      client.query({
        TableName: 'orders',
        KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: pk }] } },
      }),
  }

  function asked(client: DynamoDB, KeyConditionExpression: string, pk: string) {
    const ExpressionAttributeValues = { ':p': { S: pk } }
    return client.query({ TableName: 'orders', KeyConditionExpression, ExpressionAttributeValues })
  }

  it.each(Object.keys(queries))('a query tells its leading key: %s', async (spelling) => {
    const alice = await userWith(
      allowed({ 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['alice'] } }),
    )
    await expect(queries[spelling]?.(alice, 'alice')).resolves.toMatchObject({ Count: 1 })
    await expect(queries[spelling]?.(alice, 'bob')).rejects.toMatchObject(denial)
  })

  it('a number is told as it is stored, however it is written', async () => {
    const user = await userWith(allowed({}), {
      Effect: 'Deny',
      Action: 'dynamodb:*',
      Resource: '*',
      Condition: { 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': ['2'] } },
    })
    const byN = (N: string) =>
      user.query({
        TableName: 'orders',
        IndexName: 'byN',
        KeyConditionExpression: 'n = :n',
        ExpressionAttributeValues: { ':n': { N } },
      })
    await expect(byN('3')).resolves.toMatchObject({ Count: 0 })
    for (const two of ['2', '2.0', '02', '2e0']) {
      await expect(byN(two)).rejects.toMatchObject(denial)
    }
  })

  const visible = {
    'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'n', 'open'] },
    StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
  }
  const names = { '#1': 'secret' }
  const equal: Condition = { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 's' }] }
  const item = { TableName: 'orders', Key: key('bob') }

  const revealing: Calls = {
    'GetItem of all': (client) => client.getItem(item),
    'GetItem by an alias of digits': (client) =>
      client.getItem({ ...item, ProjectionExpression: '#1', ExpressionAttributeNames: names }),
    'BatchGetItem of all': (client) =>
      client.batchGetItem({ RequestItems: { orders: { Keys: [item.Key] } } }),
    'TransactGetItems of all': (client) =>
      client.transactGetItems({ TransactItems: [{ Get: item }] }),
    'Query of all': (client) => asked(client, 'pk = :p', 'bob'),
    'Scan of all': (client) => client.scan({ TableName: 'orders' }),
    'Scan of an index': (client) => client.scan({ TableName: 'orders', IndexName: 'byN' }),
    'Scan by a ScanFilter': (client) =>
      client.scan({ TableName: 'orders', AttributesToGet: ['pk'], ScanFilter: { secret: equal } }),
    'Query by a QueryFilter': (client) =>
      client.query({
        TableName: 'orders',
        AttributesToGet: ['pk'],
        KeyConditions: { pk: { ...equal, AttributeValueList: [{ S: 'bob' }] } },
        QueryFilter: { secret: equal },
      }),
    'UpdateItem that copies': (client) =>
      client.updateItem({
        ...item,
        UpdateExpression: 'SET #2 = if_not_exists(#1, #1)',
        ExpressionAttributeNames: { ...names, '#2': 'open' },
      }),
    'PartiQL that copies': (client) =>
      client.executeStatement({
        Statement: `UPDATE orders SET "open" = secret WHERE pk = 'bob' AND n = 2`,
      }),
    AttributeUpdates: (client) =>
      client.updateItem({ ...item, AttributeUpdates: { secret: { Value: { S: 'x' } } } }),
    Expected: (client) =>
      client.deleteItem({ ...item, Expected: { secret: { Value: { S: 's' } } } }),
    'BatchWriteItem that puts': (client) =>
      client.batchWriteItem({
        RequestItems: { orders: [{ PutRequest: { Item: { ...key('bob'), secret: { S: 'x' } } } }] },
      }),
  }

  it.each(Object.keys(revealing))(
    'attributes that a policy leaves out stay unseen: %s',
    async (name) => {
      const user = await userWith(allowed(visible))
      await expect(revealing[name]?.(user, 'bob')).rejects.toMatchObject(denial)
    },
  )

  it('attributes that a policy names are read and written', async () => {
    const user = await userWith(allowed(visible))
    const { Item } = await user.getItem({ ...item, ProjectionExpression: 'pk' })
    expect(Item).toEqual({ pk: { S: 'bob' } })
    const written = await user.updateItem({
      ...item,
      UpdateExpression: 'SET #1 = n',
      ExpressionAttributeNames: { '#1': 'open' },
      ReturnValues: 'UPDATED_NEW',
    })
    expect(written.Attributes).toEqual({ open: { N: '2' } })
  })
})
