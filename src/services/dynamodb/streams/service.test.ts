import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-dynamodb'
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams'
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cloud } from '../../../../test/support/cloud.ts'
import type { Kasane } from '../../../server/start-kasane.ts'
import { streamed } from './testing/stream-world.ts'

const account = '111122223333'

/** What clients see of DynamoDB Streams: the real SDK, in-process. */
describe('DynamoDB Streams, to the AWS SDK', () => {
  let kasane: Kasane
  let client: DynamoDBStreamsClient
  let StreamArn: string

  const as = (accessKeyId: string, secretAccessKey = 'any') => ({
    ...kasane.clientConfig(),
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  })

  beforeEach(async () => {
    kasane = await cloud()
    client = new DynamoDBStreamsClient(as(account))
    const tables = new DynamoDBClient(as(account))
    await tables.send(new CreateTableCommand(streamed as never)) // never: its texts are literals there
    await kasane.clock.advance('PT1S')
    await tables.send(
      new PutItemCommand({
        TableName: 'tab',
        Item: { pk: { S: 'é' }, b: { B: new Uint8Array([0, 255]) }, n: { N: '1e2' } },
      }),
    )
    const { Table } = await tables.send(new DescribeTableCommand({ TableName: 'tab' }))
    StreamArn = Table?.LatestStreamArn ?? ''
  })

  afterEach(() => kasane.stop())

  async function read(reader: DynamoDBStreamsClient) {
    const { StreamDescription } = await reader.send(new DescribeStreamCommand({ StreamArn }))
    const ShardId = StreamDescription?.Shards?.[0]?.ShardId
    const { ShardIterator } = await reader.send(
      new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
    )
    return reader.send(new GetRecordsCommand({ ShardIterator }))
  }

  it('carries records with every type, and iterators to go on with', async () => {
    const { Records, NextShardIterator } = await read(client)
    expect(Records?.[0]?.dynamodb).toMatchObject({
      ApproximateCreationDateTime: new Date('2026-01-01T00:00:01Z'),
      Keys: { pk: { S: 'é' } },
      NewImage: { pk: { S: 'é' }, b: { B: new Uint8Array([0, 255]) }, n: { N: '100' } },
      SizeBytes: 14,
    })
    const next = await client.send(new GetRecordsCommand({ ShardIterator: NextShardIterator }))
    expect(next.Records).toEqual([])
  })

  it('tells faults of the model in AWS’s words', async () => {
    const invalid = (name: string, constraint: string) => ({
      name: 'ValidationException',
      message: `1 validation error detected: Value ${name} failed to satisfy constraint: Member must ${constraint}`,
    })
    await expect(client.send(new ListStreamsCommand({ Limit: 101 }))).rejects.toMatchObject(
      invalid("'101' at 'limit'", 'have value less than or equal to 100'),
    )
    await expect(
      client.send(new GetRecordsCommand({ ShardIterator: 'x', Limit: 1_001 })),
    ).rejects.toMatchObject(invalid("'1001' at 'limit'", 'have value less than or equal to 1000'))
    await expect(
      client.send(new DescribeStreamCommand({ StreamArn: 'arn:too:short' })),
    ).rejects.toMatchObject(
      invalid("'arn:too:short' at 'streamArn'", 'have length greater than or equal to 37'),
    )
    const StreamName = StreamArn.replace('/tab/', '/none/')
    await expect(
      client.send(new DescribeStreamCommand({ StreamArn: StreamName })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Requested resource not found: Stream: ${StreamName} not found`,
      $metadata: { httpStatusCode: 400 },
    })
  })

  it('asks policies about the stream, not about its table', async () => {
    const iam = new IAMClient(as(account))
    await iam.send(new CreateUserCommand({ UserName: 'reader' }))
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'reader' }))
    const reader = new DynamoDBStreamsClient(
      as(AccessKey?.AccessKeyId ?? '', AccessKey?.SecretAccessKey),
    )
    const allow = (Resource: string) =>
      iam.send(
        new PutUserPolicyCommand({
          UserName: 'reader',
          PolicyName: 'p',
          PolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: { Effect: 'Allow', Action: 'dynamodb:*', Resource },
          }),
        }),
      )
    const table = `arn:aws:dynamodb:us-east-1:${account}:table/tab`
    await allow(table)
    await expect(read(reader)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message:
        `User: arn:aws:iam::${account}:user/reader is not authorized to perform: ` +
        `dynamodb:DescribeStream on resource: ${StreamArn} because no identity-based policy ` +
        'allows the dynamodb:DescribeStream action',
    })
    await allow(`${table}/stream/*`)
    expect((await read(reader)).Records).toHaveLength(1)
    const listed = await reader.send(new ListStreamsCommand({ TableName: 'tab' }))
    expect(listed.Streams).toHaveLength(1)
    await expect(reader.send(new ListStreamsCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    })
  })

  it('lets another account in as far as the stream’s own policy says', async () => {
    const guest = new DynamoDBStreamsClient(as('444455556666'))
    await expect(read(guest)).rejects.toMatchObject({ name: 'AccessDeniedException' })
    const Statement = {
      Effect: 'Allow',
      Principal: { AWS: '444455556666' },
      Action: ['dynamodb:DescribeStream', 'dynamodb:GetShardIterator', 'dynamodb:GetRecords'],
      Resource: StreamArn,
    }
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
    const put = new PutResourcePolicyCommand({ ResourceArn: StreamArn, Policy })
    await new DynamoDBClient(as(account)).send(put)
    expect((await read(guest)).Records).toHaveLength(1)
  })

  it('tells of reading too fast what would have been enough', async () => {
    for (let n = 0; n < 10; n++) await client.send(new DescribeStreamCommand({ StreamArn }))
    await expect(client.send(new DescribeStreamCommand({ StreamArn }))).rejects.toMatchObject({
      name: 'ThrottlingException',
      message: 'Rate exceeded',
    })
  })
})
