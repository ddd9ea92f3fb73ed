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
      why: ['AWS refuses the request as it is: its message says what is wrong with it.'],
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

  const conflictCure = [
    {
      text: 'Send it again after a short wait that differs from client to client: nothing of it was written. The AWS SDKs do not send transactions again by themselves.',
      commands: [],
    },
    {
      text: 'Where this happens often, have transactions share fewer items: change an item by itself where nothing else depends on it, and split one that all of them count up.',
      commands: [],
    },
  ]

  /** What is asked while a transaction writes the item a; the third request of its cloud. */
  async function inConflict(operation: string, input: object) {
    const { call } = await tableWorld()
    const running = call('TransactWriteItems', {
      TransactItems: [{ Put: { TableName: 'tabH', Item: { pk: S('a') } } }],
      ClientRequestToken: 'token',
    })
    const refused = await explained(call(operation, input), { service })
    await running
    return refused
  }

  it('names of a conflict the item, and the request that holds it', async () => {
    const write = { TableName: 'tabH', Item: { pk: S('a') } }
    expect(await inConflict('PutItem', write)).toEqual({
      code: 'TransactionConflictException',
      message: 'Transaction is ongoing for the item',
      why: [
        'The item pk = a of table tabH was held by the TransactWriteItems request request-3, which was not over yet.',
      ],
      cure: conflictCure,
    })
    const both = {
      TransactItems: [{ Put: { TableName: 'tabH', Item: { pk: S('b') } } }, { Put: write }],
    }
    expect(await inConflict('TransactWriteItems', both)).toMatchObject({
      why: [
        'Item 2 of 2 (pk = a of table tabH): TransactionConflict, Transaction is ongoing for the item: held by the TransactWriteItems request request-3, which was not over yet.',
      ],
      cure: conflictCure,
    })
    const again = { TransactItems: [{ Put: write }], ClientRequestToken: 'token' }
    expect(await inConflict('TransactWriteItems', again)).toEqual({
      code: 'TransactionInProgressException',
      message: 'Transaction from previous request is still in progress',
      why: [
        'The token token is that of the TransactWriteItems request request-3, which was not over yet.',
      ],
      cure: [
        {
          text: 'Send the same request again: once the first one is over, its answer is yours, too.',
          commands: [],
        },
        { text: 'Another transaction needs another ClientRequestToken.', commands: [] },
      ],
    })
  })

  it('tells of a transaction of reads what was written while it read', async () => {
    const { call, H } = await tableWorld()
    const reading = call('TransactGetItems', {
      TransactItems: [{ Get: { TableName: 'tabH', Key: { pk: S('a') } } }],
    })
    const refused = explained(reading, { service })
    await H('PutItem', { Item: { pk: S('a') } })
    expect(await refused).toMatchObject({
      why: [
        'Item 1 of 1 (pk = a of table tabH): TransactionConflict, Transaction is ongoing for the item: written while this transaction read it.',
      ],
      cure: conflictCure,
    })
  })
})
