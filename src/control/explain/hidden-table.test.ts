import { describe, expect, it } from 'vitest'
import { keys, tableWorld } from '../../services/dynamodb/testing/table-world.ts'
import { testPlace, testStartMs } from '../../../test/support/world.ts'
import { aws, explained } from './testing/refusal.ts'

const get = (TableName: string) => ({ TableName, Key: { pk: { S: 'a' } } })
const table = {
  TableName: 'orders',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  KeySchema: keys('pk'),
}
const service = 'dynamodb'
const rule = 'AWS finds a table for items once it is ACTIVE, and not before.'
const wait = ['kasane clock advance 1s', aws('dynamodb wait table-exists --table-name orders')]

describe('an explanation of a table that is there and is not found', () => {
  it('says until when it is being created, and moves the clock on', async () => {
    const { call, now } = await tableWorld()
    await call('CreateTable', table)
    const nowMs = now()
    expect(await explained(call('GetItem', get('orders')), { service, nowMs })).toEqual({
      code: 'ResourceNotFoundException',
      message: 'Requested resource not found',
      why: ['Table orders was being created: it is CREATING until 2026-01-01T00:00:01.200Z.', rule],
      cure: [
        { text: 'The name is right: wait for the table, or move the clock on:', commands: wait },
      ],
    })
  })

  it('says once that time has passed that it has', async () => {
    const { call, now } = await tableWorld()
    await call('CreateTable', table)
    const nowMs = now() + 200
    const { cure } = await explained(call('GetItem', get('orders')), { service, nowMs })
    expect(cure).toEqual([
      {
        text: 'That time has passed: ask again. Whoever makes a table waits for it, or moves the clock on:',
        commands: wait,
      },
    ])
  })

  it('says what it is being restored from, to whatever does not find it', async () => {
    const { call, H, advance, now } = await tableWorld()
    await H('UpdateContinuousBackups', {
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    })
    await advance(600_000)
    await call('RestoreTableToPointInTime', {
      SourceTableName: 'tabH',
      TargetTableName: 'orders',
      UseLatestRestorableTime: true,
    })
    const source = `arn:aws:dynamodb:us-east-1:${testPlace.account}:table/tabH`
    const until = new Date(now() + 200).toISOString()
    const lines = [
      `Table orders was being restored from ${source}: it is CREATING until ${until} at least.`,
      rule,
    ]
    const around = { service, nowMs: now() }
    expect((await explained(call('GetItem', get('orders')), around)).why).toEqual(lines)
    const update = call('UpdateTable', { TableName: 'orders', DeletionProtectionEnabled: true })
    expect((await explained(update, around)).why).toEqual(lines)
    expect(now()).toBeGreaterThan(testStartMs)
  })

  it('says that it is being deleted', async () => {
    const { call, H } = await tableWorld()
    await H('DeleteTable')
    expect(await explained(call('GetItem', get('tabH')), { service })).toMatchObject({
      why: [
        'Table tabH is being deleted (DELETING): what reads and writes items finds it no more.',
      ],
      cure: [{ commands: [aws('dynamodb list-tables')] }],
    })
  })
})
