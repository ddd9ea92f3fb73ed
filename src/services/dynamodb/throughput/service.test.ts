import {
  BatchExecuteStatementCommand,
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
    expect(kasane.incidents()).toMatchObject([
      {
        operation: 'BatchWriteItem',
        status: 200,
        code: 'ProvisionedThroughputExceededException',
        membersRefused: 1,
        why: { kind: 'throughput', bucket: 'table', table: 'orders', units: 'write' },
      },
    ])
  })

  it('of statements of a batch is told in their places, and explained', async () => {
    await create({ ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } })
    await put('a', 299)
    const insert = (pk: string) => ({ Statement: `INSERT INTO orders VALUE {'pk':'${pk}'}` })
    const { Responses } = await client.send(
      new BatchExecuteStatementCommand({ Statements: [insert('b'), insert('c'), insert('d')] }),
    )
    const Error = {
      Code: 'ProvisionedThroughputExceeded',
      Message:
        'The level of configured provisioned throughput for the table was exceeded. ' +
        'Consider increasing your provisioning level with the UpdateTable API.',
    }
    const TableName = 'orders'
    expect(Responses).toEqual([{ TableName }, { Error, TableName }, { Error, TableName }])
    expect(kasane.incidents()).toMatchObject([
      {
        operation: 'BatchExecuteStatement',
        status: 200,
        code: 'ProvisionedThroughputExceededException',
        message: Error.Message,
        membersRefused: 2,
        why: { kind: 'throughput', bucket: 'table' },
      },
    ])
  })

  it('of a whole batch is one refusal, and no more', async () => {
    await create({ ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } })
    await put('a', 300)
    const requests = ['b', 'c'].map((pk) => ({ PutRequest: { Item: sized(pk, 1_024) } }))
    await refusal(client.send(new BatchWriteItemCommand({ RequestItems: { orders: requests } })))
    const [incident, ...others] = kasane.incidents()
    expect(incident).toMatchObject({ status: 400, operation: 'BatchWriteItem' })
    expect(incident).not.toHaveProperty('membersRefused')
    expect(others).toEqual([])
  })
})
