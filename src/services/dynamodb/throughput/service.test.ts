import {
  BatchWriteItemCommand,
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  ThrottlingException,
} from '@aws-sdk/client-dynamodb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cloud } from '../../../../test/support/cloud.ts'
import type { Kasane } from '../../../server/start-kasane.ts'
import { sized } from './testing/throughput-world.ts'

const account = '111122223333'
const resource = `arn:aws:dynamodb:us-east-1:${account}:table/orders`

/** What clients see of throttling: the real SDK, in-process. */
describe('throttling, to the AWS SDK', () => {
  let kasane: Kasane
  let client: DynamoDBClient

  beforeEach(async () => {
    kasane = await cloud()
    client = new DynamoDBClient({
      ...kasane.clientConfig(),
      credentials: { accessKeyId: account, secretAccessKey: 'any' },
      maxAttempts: 1,
    })
  })

  afterEach(() => kasane.stop())

  async function create(table: Partial<CreateTableCommandInput>) {
    await client.send(
      new CreateTableCommand({
        TableName: 'orders',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        ...table,
      }),
    )
    await kasane.clock.advance('PT1S')
  }

  const put = (pk: string, kilobytes: number) =>
    client.send(new PutItemCommand({ TableName: 'orders', Item: sized(pk, kilobytes * 1_024) }))

  const refusal = (call: Promise<unknown>) =>
    call.then(
      () => undefined,
      (error: unknown) => error,
    )

  it('is an exception of provisioned throughput, with its reasons', async () => {
    await create({ ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } })
    await put('a', 300)
    const error = await refusal(put('b', 2))
    expect(error).toBeInstanceOf(ProvisionedThroughputExceededException)
    expect(error).toMatchObject({
      name: 'ProvisionedThroughputExceededException',
      $metadata: { httpStatusCode: 400 },
      ThrottlingReasons: [{ reason: 'TableWriteProvisionedThroughputExceeded', resource }],
    })
    await kasane.clock.advance('PT2S')
    await put('b', 2)
  })

  it('is an exception of its own on demand, whose reasons begin with a small letter', async () => {
    await create({
      BillingMode: 'PAY_PER_REQUEST',
      OnDemandThroughput: { MaxWriteRequestUnits: 1 },
    })
    await put('a', 300)
    const error = await refusal(put('b', 1))
    expect(error).toBeInstanceOf(ThrottlingException)
    expect(error).toMatchObject({
      $metadata: { httpStatusCode: 400 },
      throttlingReasons: [{ reason: 'TableWriteMaxOnDemandThroughputExceeded', resource }],
    })
  })

  it('leaves parts of a batch unprocessed', async () => {
    await create({ ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } })
    const requests = ['a', 'b', 'c', 'd'].map((pk) => ({
      PutRequest: { Item: sized(pk, 100 * 1_024) },
    }))
    const { UnprocessedItems } = await client.send(
      new BatchWriteItemCommand({ RequestItems: { orders: requests } }),
    )
    expect(UnprocessedItems).toEqual({ orders: [requests[3]] })
  })
})
