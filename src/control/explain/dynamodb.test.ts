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
})
