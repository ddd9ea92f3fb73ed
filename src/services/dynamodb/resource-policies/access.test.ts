import {
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  CreateBackupCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  PutResourcePolicyCommand,
  QueryCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb'
import { DescribeStreamCommand, DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cloud } from '../../../../test/support/cloud.ts'
import type { Kasane } from '../../../server/start-kasane.ts'

const owner = '111122223333'
const guest = '444455556666'
const arn = `arn:aws:dynamodb:us-east-1:${owner}:table/orders`

/** What a table's policy does to callers: by the SDK, with IAM judging. */
describe('A table’s policy', () => {
  let kasane: Kasane

  const as = (accessKeyId: string) =>
    new DynamoDBClient({
      ...kasane.clientConfig(),
      credentials: { accessKeyId, secretAccessKey: 'any' },
      maxAttempts: 1,
    })

  const setPolicy = async (...statements: object[]) => {
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements })
    await as(owner).send(new PutResourcePolicyCommand({ ResourceArn: arn, Policy }))
  }

  beforeEach(async () => {
    kasane = await cloud()
    const key = [{ AttributeName: 'pk', KeyType: 'HASH' as const }]
    await as(owner).send(
      new CreateTableCommand({
        TableName: 'orders',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: key,
        GlobalSecondaryIndexes: [
          { IndexName: 'byPk', KeySchema: key, Projection: { ProjectionType: 'ALL' } },
        ],
      }),
    )
    await kasane.clock.advance('PT1S')
    await as(owner).send(new PutItemCommand({ TableName: 'orders', Item: { pk: { S: 'a' } } }))
  })

  afterEach(() => kasane.stop())

  const read = new GetItemCommand({ TableName: arn, Key: { pk: { S: 'a' } } })

  it('lets nobody reach through one table to another of its account', async () => {
    const key = [{ AttributeName: 'pk', KeyType: 'HASH' as const }]
    for (const account of [owner, guest]) {
      await as(account).send(
        new CreateTableCommand({
          TableName: 'secrets',
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: key,
        }),
      )
    }
    await kasane.clock.advance('PT1S')
    await setPolicy({
      Effect: 'Allow',
      Principal: { AWS: guest },
      Action: 'dynamodb:*',
      Resource: arn,
    })
    const Keys = [{ pk: { S: 'a' } }]
    const RequestItems = { [arn]: { Keys }, secrets: { Keys } }
    const both = new BatchGetItemCommand({ RequestItems })
    const refusal = {
      name: 'NotEmulated',
      message: 'Kasane does not emulate one DynamoDB call on tables of several accounts.',
      $metadata: { httpStatusCode: 501 },
    }
    await expect(as(guest).send(both)).rejects.toMatchObject(refusal)
    const Statements = [arn, 'secrets'].map((table) => ({
      Statement: `SELECT * FROM "${table}" WHERE pk='a'`,
    }))
    const statements = new BatchExecuteStatementCommand({ Statements })
    await expect(as(guest).send(statements)).rejects.toMatchObject(refusal)
  })

  const query = (IndexName?: string) =>
    new QueryCommand({
      TableName: arn,
      ...(IndexName !== undefined && { IndexName }),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'a' } },
    })

  it('lets another account in by the table’s ARN, and no further than it says', async () => {
    await expect(as(guest).send(read)).rejects.toMatchObject({ name: 'AccessDeniedException' })
    await setPolicy(
      { Effect: 'Allow', Principal: { AWS: guest }, Action: 'dynamodb:GetItem', Resource: arn },
      {
        Effect: 'Allow',
        Principal: { AWS: guest },
        Action: 'dynamodb:Query',
        Resource: `${arn}/index/*`,
      },
    )
    expect((await as(guest).send(read)).Item).toEqual({ pk: { S: 'a' } })
    expect((await as(guest).send(query('byPk'))).Count).toBe(1)
    await expect(as(guest).send(query())).rejects.toMatchObject({ name: 'AccessDeniedException' })
  })

  it('has nothing to say of the table’s stream, which has its own', async () => {
    const { TableDescription: table } = await as(owner).send(
      new UpdateTableCommand({
        TableName: 'orders',
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
      }),
    )
    await kasane.clock.advance('PT1S')
    const StreamArn = table?.LatestStreamArn ?? ''
    const allow = (Action: string, Resource: string) => ({
      Effect: 'Allow',
      Principal: { AWS: guest },
      Action,
      Resource,
    })
    const streams = new DynamoDBStreamsClient({
      ...kasane.clientConfig(),
      credentials: { accessKeyId: guest, secretAccessKey: 'any' },
      maxAttempts: 1,
    })
    const describe = () => streams.send(new DescribeStreamCommand({ StreamArn }))
    await setPolicy(allow('dynamodb:*', `${arn}*`))
    await expect(describe()).rejects.toMatchObject({ name: 'AccessDeniedException' })
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: allow('dynamodb:DescribeStream', StreamArn),
    })
    await as(owner).send(new PutResourcePolicyCommand({ ResourceArn: StreamArn, Policy }))
    expect((await describe()).StreamDescription?.StreamArn).toBe(StreamArn)
    await kasane.clock.advance('PT1S')
    await as(owner).send(new DeleteTableCommand({ TableName: 'orders' }))
    await kasane.clock.advance('PT1H')
    expect((await describe()).StreamDescription?.StreamStatus).toBe('DISABLED')
  })

  it('doesn’t reach what only the table’s own account may do', async () => {
    await setPolicy({
      Effect: 'Allow',
      Principal: { AWS: guest },
      Action: ['dynamodb:DescribeTimeToLive', 'dynamodb:CreateBackup'],
      Resource: arn,
    })
    const denied = { name: 'AccessDeniedException', message: 'Access is denied' }
    await expect(
      as(guest).send(new DescribeTimeToLiveCommand({ TableName: arn })),
    ).rejects.toMatchObject(denied)
    await expect(
      as(guest).send(new CreateBackupCommand({ TableName: arn, BackupName: 'mine' })),
    ).rejects.toMatchObject(denied)
  })

  it('denies even its own account’s root user', async () => {
    await setPolicy({ Effect: 'Deny', Principal: '*', Action: 'dynamodb:GetItem', Resource: arn })
    await expect(as(owner).send(read)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message:
        `User: arn:aws:iam::${owner}:root is not authorized to perform: dynamodb:GetItem on ` +
        `resource: ${arn} with an explicit deny in a resource-based policy`,
    })
  })

  it('names users that exist', async () => {
    const statement = {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${guest}:user/nobody` },
      Action: 'dynamodb:GetItem',
      Resource: arn,
    }
    await expect(setPolicy(statement)).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'One or more parameter values were invalid: Invalid principal in policy document.',
    })
  })
})
