import {
  CreateBackupCommand,
  CreateTableCommand,
  DeleteBackupCommand,
  DescribeBackupCommand,
  DescribeContinuousBackupsCommand,
  DynamoDBClient,
  ListBackupsCommand,
  PutItemCommand,
  RestoreTableFromBackupCommand,
  RestoreTableToPointInTimeCommand,
  ScanCommand,
  UpdateContinuousBackupsCommand,
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

/** What clients see of backups, with IAM judging: the real SDK, in-process. */
describe('Backups, to the AWS SDK', () => {
  let kasane: Kasane
  let client: DynamoDBClient

  const as = (accessKeyId: string, secretAccessKey = 'any') => ({
    ...kasane.clientConfig(),
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  })

  const put = (pk: string) =>
    client.send(new PutItemCommand({ TableName: 'orders', Item: { pk: { S: pk } } }))

  const contents = async (TableName: string) => {
    const { Items = [] } = await client.send(new ScanCommand({ TableName }))
    return Items.map(({ pk }) => pk?.S).sort()
  }

  beforeEach(async () => {
    kasane = await cloud()
    client = new DynamoDBClient(as(account))
    await client.send(
      new CreateTableCommand({
        TableName: 'orders',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        SSESpecification: { Enabled: true },
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
      }),
    )
    await kasane.clock.advance('PT1S')
    await put('a')
  })

  afterEach(() => kasane.stop())

  it('are made, described, listed, restored and deleted', async () => {
    const { BackupDetails: made } = await client.send(
      new CreateBackupCommand({ TableName: 'orders', BackupName: 'nightly' }),
    )
    const BackupArn = made?.BackupArn ?? ''
    await put('b')
    const { BackupDescription: told } = await client.send(new DescribeBackupCommand({ BackupArn }))
    expect(told).toMatchObject({
      BackupDetails: { BackupArn, BackupStatus: 'AVAILABLE', BackupType: 'USER' },
      SourceTableDetails: { TableName: 'orders', BillingMode: 'PAY_PER_REQUEST' },
      SourceTableFeatureDetails: {
        StreamDescription: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
        SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' },
      },
    })
    const { BackupSummaries } = await client.send(new ListBackupsCommand({}))
    expect(BackupSummaries?.map(({ BackupName }) => BackupName)).toEqual(['nightly'])
    const { TableDescription } = await client.send(
      new RestoreTableFromBackupCommand({ BackupArn, TargetTableName: 'restored' }),
    )
    expect(TableDescription).toMatchObject({
      TableStatus: 'CREATING',
      RestoreSummary: { SourceBackupArn: BackupArn, RestoreInProgress: true },
      SSEDescription: { Status: 'ENABLED' },
    })
    await kasane.clock.advance('PT1S')
    expect(await contents('restored')).toEqual(['a'])
    const { BackupDescription: gone } = await client.send(new DeleteBackupCommand({ BackupArn }))
    expect(gone?.BackupDetails?.BackupStatus).toBe('DELETED')
  })

  it('go back to an instant', async () => {
    await client.send(
      new UpdateContinuousBackupsCommand({
        TableName: 'orders',
        PointInTimeRecoverySpecification: {
          PointInTimeRecoveryEnabled: true,
          RecoveryPeriodInDays: 7,
        },
      }),
    )
    await kasane.clock.advance('PT1M')
    await put('b')
    await kasane.clock.advance('PT10M')
    const { ContinuousBackupsDescription: told } = await client.send(
      new DescribeContinuousBackupsCommand({ TableName: 'orders' }),
    )
    const recovery = told?.PointInTimeRecoveryDescription
    expect(recovery).toMatchObject({
      PointInTimeRecoveryStatus: 'ENABLED',
      RecoveryPeriodInDays: 7,
    })
    const RestoreDateTime = recovery?.EarliestRestorableDateTime
    for (const [TargetTableName, when] of [
      ['early', { RestoreDateTime }],
      ['late', { UseLatestRestorableTime: true }],
    ] as const) {
      await client.send(
        new RestoreTableToPointInTimeCommand({
          SourceTableName: 'orders',
          TargetTableName,
          ...when,
        }),
      )
    }
    await kasane.clock.advance('PT1S')
    expect(await contents('early')).toEqual(['a'])
    expect(await contents('late')).toEqual(['a', 'b'])
  })

  it('are restored by who may write the table that comes of it', async () => {
    const { BackupDetails } = await client.send(
      new CreateBackupCommand({ TableName: 'orders', BackupName: 'nightly' }),
    )
    const iam = new IAMClient(as(account))
    await iam.send(new CreateUserCommand({ UserName: 'ann' }))
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ann' }))
    const allow = (...names: string[]) =>
      iam.send(
        new PutUserPolicyCommand({
          UserName: 'ann',
          PolicyName: 'restore',
          PolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: {
              Effect: 'Allow',
              Action: names.map((name) => `dynamodb:${name}`),
              Resource: [
                BackupDetails?.BackupArn,
                `arn:aws:dynamodb:us-east-1:${account}:table/restored`,
              ],
            },
          }),
        }),
      )
    const ann = new DynamoDBClient(
      as(AccessKey?.AccessKeyId ?? '', AccessKey?.SecretAccessKey ?? ''),
    )
    const restore = () =>
      ann.send(
        new RestoreTableFromBackupCommand({
          BackupArn: BackupDetails?.BackupArn,
          TargetTableName: 'restored',
        }),
      )
    await allow('RestoreTableFromBackup')
    await expect(restore()).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `dynamodb:BatchWriteItem on resource: arn:aws:dynamodb:us-east-1:${account}:table/restored`,
      ),
    })
    const items = ['BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan']
    await allow('RestoreTableFromBackup', 'UpdateItem', ...items)
    await restore()
  })
})
