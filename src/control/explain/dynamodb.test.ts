import { describe, expect, it } from 'vitest'
import { testPlace } from '../../../test/support/world.ts'
import { tableWorld } from '../../services/dynamodb/testing/table-world.ts'
import { aws, explained } from './testing/refusal.ts'

const service = 'dynamodb'
const S = (text: string) => ({ S: text })

describe('an explanation of what DynamoDB refuses', () => {
  it('lists the tables where one is missing', async () => {
    const { call } = await tableWorld()
    const get = call('GetItem', { TableName: 'orders', Key: { pk: S('a') } })
    expect(await explained(get, { service })).toMatchObject({
      why: [
        `Account ${testPlace.account} has no such thing in region us-east-1: names are looked up in the caller's account and region, not in all of them.`,
        'table: orders',
      ],
      cure: [
        {
          text: 'See what is there, and check the name, the account and the region:',
          commands: [aws('dynamodb list-tables')],
        },
      ],
    })
  })

  it('writes a reserved word as it can be written', async () => {
    const { H } = await tableWorld()
    const get = H('GetItem', { Key: { pk: S('a') }, ProjectionExpression: 'pk, status' })
    expect(await explained(get, { service })).toEqual({
      code: 'ValidationException',
      message:
        'Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: status',
      why: ['The request itself is wrong: AWS refuses it whatever the state of the cloud.'],
      cure: [
        {
          text: `status is a word of DynamoDB's own. Write #status in its place, and say what that is: ExpressionAttributeNames {"#status":"status"} (CLI: --expression-attribute-names '{"#status":"status"}').`,
          commands: [],
        },
      ],
    })
  })

  it('switches point-in-time recovery on', async () => {
    const { call } = await tableWorld()
    const restore = call('RestoreTableToPointInTime', {
      SourceTableName: 'tabH',
      TargetTableName: 'copy',
      UseLatestRestorableTime: true,
    })
    expect((await explained(restore, { service })).cure).toEqual([
      {
        text: 'Switch it on:',
        commands: [
          aws(
            'dynamodb update-continuous-backups --table-name tabH --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true',
          ),
        ],
      },
      {
        text: 'From then on the table can be restored to any second; what it was before comes back from a backup alone.',
        commands: [],
      },
    ])
  })

  const allOld = {
    text: 'Or let the error itself have the item: ReturnValuesOnConditionCheckFailure ALL_OLD.',
    commands: [],
  }
  const look = (table: string, key: string) => ({
    text: 'See the item as it is now:',
    commands: [aws(`dynamodb get-item --consistent-read --table-name ${table} --key '${key}'`)],
  })

  it('names the key, the table and the condition that was not met', async () => {
    const { H, A } = await tableWorld()
    await H('PutItem', { Item: { pk: S('a') } })
    const put = H('PutItem', {
      Item: { pk: S('a'), more: S('x') },
      ConditionExpression: 'attribute_not_exists(pk)',
    })
    expect(await explained(put, { service })).toEqual({
      code: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      why: [
        'The condition of the item pk = a of table tabH was not met: attribute_not_exists(pk).',
        'There was an item of that key.',
      ],
      cure: [look('tabH', '{"pk":{"S":"a"}}'), allOld],
    })
    const remove = A('DeleteItem', {
      Key: { pk: S('a'), sk: S('b') },
      Expected: { v: { Value: S('x') } },
    })
    expect(await explained(remove, { service })).toMatchObject({
      why: [
        'The condition of the item pk = a, sk = b of table tabA was not met.',
        'There was no item of that key: to a condition it is one without attributes.',
      ],
      cure: [look('tabA', '{"pk":{"S":"a"},"sk":{"S":"b"}}'), allOld],
    })
  })

  it('names of a cancelled transaction the items that cancelled it, with their reasons', async () => {
    const { call } = await tableWorld()
    const transaction = call('TransactWriteItems', {
      TransactItems: [
        { Put: { TableName: 'tabH', Item: { pk: S('a') } } },
        {
          ConditionCheck: {
            TableName: 'tabA',
            Key: { pk: S('b'), sk: S('1') },
            ConditionExpression: 'attribute_exists(pk)',
          },
        },
        { Delete: { TableName: 'tabH', Key: { pk: { N: '1' } } } },
      ],
    })
    expect(await explained(transaction, { service })).toEqual({
      code: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ValidationError]',
      why: [
        'Item 2 of 3 (pk = b, sk = 1 of table tabA): ConditionalCheckFailed, The conditional request failed: attribute_exists(pk).',
        'Item 3 of 3, of table tabH: ValidationError, The provided key element does not match the schema.',
      ],
      cure: [look('tabA', '{"pk":{"S":"b"},"sk":{"S":"1"}}'), allOld],
    })
  })

  it('names of a transaction of reads what cancelled it', async () => {
    const { call } = await tableWorld()
    const gets = [{ pk: S('a') }, { pk: { N: '1' } }]
    const transaction = call('TransactGetItems', {
      TransactItems: gets.map((Key) => ({ Get: { TableName: 'tabH', Key } })),
    })
    const { why, cure } = await explained(transaction, { service })
    expect(why).toEqual([
      'Item 2 of 2: ValidationError, The provided key element does not match the schema.',
    ])
    expect(cure).toEqual([
      {
        text: 'Mend what the reasons name: of a transaction all is done, or nothing.',
        commands: [],
      },
    ])
  })
})
