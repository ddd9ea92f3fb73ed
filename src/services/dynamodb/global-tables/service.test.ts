import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateTableCommand,
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

const orders = {
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
} satisfies CreateTableCommandInput

/** What clients see of a global table, with IAM judging: the real SDK, in-process. */
describe('A global table, to the AWS SDK', () => {
  let kasane: Kasane

  const at = (region: string) =>
    new DynamoDBClient({
      ...kasane.clientConfig(),
      region,
      credentials: { accessKeyId: '111122223333', secretAccessKey: 'any' },
      maxAttempts: 1,
    })

  beforeEach(async () => {
    kasane = await cloud()
  })

  afterEach(() => kasane.stop())

  it('comes to be only for who may make tables in the other region', async () => {
    const root = {
      ...kasane.clientConfig(),
      credentials: { accessKeyId: '111122223333', secretAccessKey: 'any' },
    }
    const iam = new IAMClient(root)
    await iam.send(new CreateUserCommand({ UserName: 'ann' }))
    const allow = (...Action: string[]) =>
      iam.send(
        new PutUserPolicyCommand({
          UserName: 'ann',
          PolicyName: 'tables',
          PolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: { Effect: 'Allow', Action, Resource: '*' },
          }),
        }),
      )
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ann' }))
    const ann = new DynamoDBClient({
      ...kasane.clientConfig(),
      credentials: {
        accessKeyId: AccessKey?.AccessKeyId ?? '',
        secretAccessKey: AccessKey?.SecretAccessKey ?? '',
      },
      maxAttempts: 1,
    })
    await at('us-east-1').send(new CreateTableCommand(orders))
    await kasane.clock.advance('PT1S')
    const add = () =>
      ann.send(
        new UpdateTableCommand({
          TableName: 'orders',
          ReplicaUpdates: [{ Create: { RegionName: 'eu-west-1' } }],
        }),
      )
    await allow('dynamodb:UpdateTable')
    await expect(add()).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        'dynamodb:CreateTable on resource: arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
      ),
    })
    await allow(
      ...['UpdateTable', 'CreateTable', 'CreateTableReplica', 'Scan', 'Query', 'UpdateItem'].map(
        (name) => `dynamodb:${name}`,
      ),
      ...['PutItem', 'GetItem', 'DeleteItem', 'BatchWriteItem'].map((name) => `dynamodb:${name}`),
    )
    await add()
  })

  it('answers in both regions what was written in one', async () => {
    const [us, eu] = [at('us-east-1'), at('eu-west-1')]
    await us.send(new CreateTableCommand(orders))
    await kasane.clock.advance('PT1S')
    await us.send(
      new UpdateTableCommand({
        TableName: 'orders',
        ReplicaUpdates: [{ Create: { RegionName: 'eu-west-1' } }],
      }),
    )
    await kasane.clock.advance('PT2S')
    const { Table } = await eu.send(new DescribeTableCommand({ TableName: 'orders' }))
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      TableArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
      Replicas: [{ RegionName: 'us-east-1', ReplicaStatus: 'ACTIVE' }],
    })
    const Key = { pk: { S: 'a' }, sk: { B: new Uint8Array([1, 255]) } }
    const Item = { ...Key, list: { L: [{ N: '1' }, { BS: [new Uint8Array([0])] }] } }
    await us.send(new PutItemCommand({ TableName: 'orders', Item }))
    await kasane.clock.advance('PT1S')
    const answer = await eu.send(new GetItemCommand({ TableName: 'orders', Key }))
    expect(answer.Item).toEqual(Item)
  })
})
