import {
  BatchGetItemCommand,
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cloud } from '../../../test/support/cloud.ts'
import type { Kasane } from '../../server/start-kasane.ts'

const account = '111122223333'

/** What clients see of DynamoDB: the real SDK, in-process. */
describe('DynamoDB, to the AWS SDK', () => {
  let kasane: Kasane
  let client: DynamoDBClient

  const as = (accessKeyId: string, secretAccessKey = 'any') => ({
    ...kasane.clientConfig(),
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  })

  beforeEach(async () => {
    kasane = await cloud()
    client = new DynamoDBClient(as(account))
    await client.send(
      new CreateTableCommand({
        TableName: 'orders',
        BillingMode: 'PAY_PER_REQUEST',
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

  const key = (pk: string, ...sk: number[]) => ({ pk: { S: pk }, sk: { B: new Uint8Array(sk) } })

  it('keeps every type as it was sent, and finds it by bytes', async () => {
    await waitUntilTableExists({ client, maxWaitTime: 30 }, { TableName: 'orders' })
    const rest = {
      n: { N: '1.5' },
      set: { BS: [new Uint8Array([1]), new Uint8Array([0])] },
      list: { L: [{ BOOL: false }, { NULL: true }, { M: { x: { SS: ['é'] } } }] },
    }
    for (const sk of [[255], [0, 1], [0]]) {
      await client.send(
        new PutItemCommand({ TableName: 'orders', Item: { ...key('a', ...sk), ...rest } }),
      )
    }
    const { Items, Count } = await client.send(
      new QueryCommand({
        TableName: 'orders',
        KeyConditionExpression: 'pk = :p AND begins_with(sk, :s)',
        ExpressionAttributeValues: { ':p': { S: 'a' }, ':s': { B: new Uint8Array([0]) } },
      }),
    )
    expect(Count).toBe(2)
    expect(Items).toEqual([
      { ...key('a', 0), ...rest },
      { ...key('a', 0, 1), ...rest },
    ])
  })

  it('tells faults of the model all at once, and cancelled transactions with their reasons', async () => {
    await expect(client.send(new DescribeTableCommand({ TableName: 'ab' }))).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3",
    })
    const ConditionExpression = 'attribute_exists(pk)'
    const refused = client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName: 'orders', Item: key('a', 1) } },
          { Put: { TableName: 'orders', Item: key('b', 1), ConditionExpression } },
        ],
      }),
    )
    await expect(refused).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      $metadata: { httpStatusCode: 400 },
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]',
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
      ],
    })
  })

  it('lets a policy bind a user to a partition', async () => {
    const iam = new IAMClient(as(account))
    await iam.send(new CreateUserCommand({ UserName: 'alice' }))
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
        Resource: `arn:aws:dynamodb:us-east-1:${account}:table/orders`,
        Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['alice'] } },
      },
    })
    await iam.send(new PutUserPolicyCommand({ UserName: 'alice', PolicyName: 'p', PolicyDocument }))
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'alice' }))
    const alice = new DynamoDBClient(as(AccessKey?.AccessKeyId ?? '', AccessKey?.SecretAccessKey))
    const get = (pk: string) =>
      alice.send(new GetItemCommand({ TableName: 'orders', Key: key(pk, 1) }))
    const query = (pk: string) =>
      alice.send(
        new QueryCommand({
          TableName: 'orders',
          KeyConditionExpression: '#p = :p',
          ExpressionAttributeNames: { '#p': 'pk' },
          ExpressionAttributeValues: { ':p': { S: pk } },
        }),
      )
    await get('alice')
    await query('alice')
    const denied = { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } }
    await expect(get('bob')).rejects.toMatchObject(denied)
    await expect(query('bob')).rejects.toMatchObject(denied)
    const batch = new BatchGetItemCommand({
      RequestItems: { orders: { Keys: [key('alice', 1), key('bob', 1)] } },
    })
    await expect(alice.send(batch)).rejects.toMatchObject(denied)
  })
})
