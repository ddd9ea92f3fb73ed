import { describe, expect, it } from 'vitest'
import { expectInvalid, expectRefusal, keys, tableWorld } from './testing/table-world.ts'

const invalid = 'One or more parameter values were invalid: '
const keyArn = 'arn:aws:kms:us-east-1:123456789012:key/1ed86bdb-3db8-481c-922b-402e98000000'

async function encryptionWorld() {
  const cloud = await tableWorld()
  const encryption = async (TableName = 'tabH') => {
    const { Table } = await cloud.call<{ Table: { SSEDescription?: object } }>('DescribeTable', {
      TableName,
    })
    return Table.SSEDescription
  }
  const change = (SSESpecification: object) => cloud.H('UpdateTable', { SSESpecification })
  return { ...cloud, encryption, change }
}

describe('the encryption of a table', () => {
  it('is not told of with a key that AWS owns, else by the key’s ARN', async () => {
    const { encryption, call, advance } = await encryptionWorld()
    expect(await encryption()).toBeUndefined()
    await call('CreateTable', {
      TableName: 'tabK',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: keys('pk'),
      SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: keyArn.split('/')[1] },
    })
    await advance(1_000)
    expect(await encryption('tabK')).toEqual({
      Status: 'ENABLED',
      SSEType: 'KMS',
      KMSMasterKeyArn: keyArn,
    })
  })

  it('changes while the table stays active, showing the old key until it is through', async () => {
    const { encryption, change, advance, H } = await encryptionWorld()
    await change({ Enabled: true })
    await advance(1_000)
    const managed = await encryption()
    expect(managed).toMatchObject({
      Status: 'ENABLED',
      KMSMasterKeyArn: expect.stringMatching(/^arn:aws:kms:us-east-1:123456789012:key\/[\w-]{36}$/),
    })
    const { TableDescription: told } = await change({ SSEType: 'KMS', KMSMasterKeyId: keyArn })
    expect(told).toMatchObject({
      TableStatus: 'ACTIVE',
      SSEDescription: { ...managed, Status: 'UPDATING' },
    })
    await expectRefusal(
      change({ Enabled: false }),
      'ResourceInUseException',
      'Attempt to change a resource which is still in use: Server-Side Encryption is still being updated',
    )
    await expectRefusal(
      H('DeleteTable'),
      'ResourceInUseException',
      'Attempt to change a resource which is still in use: Server-Side Encryption is still being updated',
    )
    await advance(1_000)
    expect(await encryption()).toMatchObject({ Status: 'ENABLED', KMSMasterKeyArn: keyArn })
    await change({ Enabled: false })
    await advance(1_000)
    expect(await encryption()).toBeUndefined()
  })

  it.each([
    [{ Enabled: false, SSEType: 'KMS' }, 'SSEType can not be specified if Enabled is false'],
    [
      { Enabled: false, KMSMasterKeyId: keyArn },
      'KMSMasterKeyId can not be specified if Enabled is false',
    ],
    [
      { Enabled: true, KMSMasterKeyId: keyArn },
      'SSEType KMS is required if KMSMasterKeyId is specified',
    ],
    [{ Enabled: true, SSEType: 'AES256' }, 'SSEType AES256 is not supported'],
    [{ Enabled: false }, 'Table is already encrypted by default'],
  ])('%j is refused as AWS words it', async (given, message) => {
    const { change } = await encryptionWorld()
    await expectInvalid(change(given), invalid + message)
  })

  it('knows a key again by its ARN alone', async () => {
    const { change, advance } = await encryptionWorld()
    await change({ SSEType: 'KMS', KMSMasterKeyId: keyArn })
    await advance(1_000)
    await expectInvalid(
      change({ SSEType: 'KMS', KMSMasterKeyId: keyArn }),
      `${invalid}Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you want to change Master Key`,
    )
    await change({ SSEType: 'KMS', KMSMasterKeyId: keyArn.split('/')[1] })
  })

  it('changes four times in a day, and then every six hours', async () => {
    const { change, advance } = await encryptionWorld()
    for (const Enabled of [true, false, true, false]) {
      await change({ Enabled })
      await advance(1_000)
    }
    await expect(change({ Enabled: true })).rejects.toMatchObject({
      code: 'LimitExceededException',
      status: 400,
      message: expect.stringMatching(
        /^Subscriber limit exceeded: Encryption mode changes are limited in the 24h window ending at .+\. After the first 4 change, each subsequent change in the same window can be performed at most once every 21600 seconds\. Number of updates today: 4\. Last change at .+\. Next changes can be made at .+\.$/,
      ),
    })
    await advance(6 * 3_600_000)
    await change({ Enabled: true })
    await advance(86_400_000)
    await change({ Enabled: false })
  })
})

describe('the class of a table', () => {
  it('changes twice in 30 days', async () => {
    const { H, advance } = await encryptionWorld()
    const change = async (infrequent: boolean) => {
      await H('UpdateTable', {
        TableClass: infrequent ? 'STANDARD_INFREQUENT_ACCESS' : 'STANDARD',
      })
      await advance(1_000)
    }
    await change(false)
    await change(true)
    await change(false)
    for (const infrequent of [true, false]) {
      await expectRefusal(
        change(infrequent),
        'LimitExceededException',
        'Subscriber limit exceeded: Updates to TableClass are limited to 2 times in 30 day(s).',
      )
    }
    await advance(30 * 86_400_000)
    await change(true)
  })
})
