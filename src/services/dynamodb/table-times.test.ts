import { describe, expect, test } from 'vitest'
import { world } from '../../../test/support/world.ts'
import { briefDurations, type Durations, realDurations } from '../../kernel/durations.ts'
import { dynamodb } from './service.ts'
import { keys } from './testing/table-world.ts'

interface Described {
  readonly TableStatus: string
  readonly GlobalSecondaryIndexes?: readonly { IndexStatus: string; Backfilling?: boolean }[]
}

const definition = {
  TableName: 'T',
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  KeySchema: keys('pk'),
  BillingMode: 'PAY_PER_REQUEST',
}

const index = { IndexName: 'I', KeySchema: keys('pk'), Projection: { ProjectionType: 'ALL' } }

function clockedTable(durations: Durations) {
  const cloud = world({ services: [dynamodb], durations })
  const look = async () =>
    (await cloud.call<{ Table: Described }>('DescribeTable', { TableName: 'T' })).Table
  return {
    ...cloud,
    look,
    /** The status so many seconds later. */
    async after(seconds: number) {
      await cloud.advance(seconds * 1_000)
      return look().then(
        ({ TableStatus: status }) => status,
        (error: { code: string }) => error.code,
      )
    },
  }
}

describe('a table, where changes take a moment,', () => {
  test('is made, changed and gone within the moment, whatever is changed', async () => {
    const { call, after } = clockedTable(briefDurations)
    await call('CreateTable', { ...definition, GlobalSecondaryIndexes: [index] })
    expect([await after(0), await after(0.2)]).toEqual(['CREATING', 'ACTIVE'])
    const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 }
    await call('UpdateTable', {
      TableName: 'T',
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput,
      GlobalSecondaryIndexUpdates: [{ Update: { IndexName: 'I', ProvisionedThroughput } }],
    })
    expect([await after(0), await after(0.2)]).toEqual(['UPDATING', 'ACTIVE'])
    await call('DeleteTable', { TableName: 'T' })
    expect([await after(0), await after(0.2)]).toEqual(['DELETING', 'ResourceNotFoundException'])
  })
})

describe('a table, where changes take as long as on AWS,', () => {
  test('is made in seconds, later with an index, and goes in seconds', async () => {
    const { call, after } = clockedTable(realDurations)
    await call('CreateTable', definition)
    expect([await after(3.9), await after(0.1)]).toEqual(['CREATING', 'ACTIVE'])
    await call('DeleteTable', { TableName: 'T' })
    expect([await after(4.9), await after(0.1)]).toEqual(['DELETING', 'ResourceNotFoundException'])
    await call('CreateTable', { ...definition, GlobalSecondaryIndexes: [index] })
    expect([await after(17.9), await after(0.1)]).toEqual(['CREATING', 'ACTIVE'])
  })

  test('has other units in seconds, and another billing mode in minutes', async () => {
    const { call, after } = clockedTable(realDurations)
    await call('CreateTable', definition)
    await after(4)
    const units = (count: number) => ({
      ProvisionedThroughput: { ReadCapacityUnits: count, WriteCapacityUnits: count },
    })
    await call('UpdateTable', { TableName: 'T', BillingMode: 'PROVISIONED', ...units(1) })
    expect([await after(89), await after(1)]).toEqual(['UPDATING', 'ACTIVE'])
    await call('UpdateTable', { TableName: 'T', ...units(2) })
    expect([await after(1.9), await after(0.1)]).toEqual(['UPDATING', 'ACTIVE'])
  })

  test('is active again long before a new index of it is filled', async () => {
    const { call, after, look } = clockedTable(realDurations)
    await call('CreateTable', definition)
    await after(4)
    await call('UpdateTable', {
      TableName: 'T',
      AttributeDefinitions: definition.AttributeDefinitions,
      GlobalSecondaryIndexUpdates: [{ Create: index }],
    })
    expect([await after(39.9), await after(0.1)]).toEqual(['UPDATING', 'ACTIVE'])
    expect((await look()).GlobalSecondaryIndexes).toMatchObject([
      { IndexStatus: 'CREATING', Backfilling: true },
    ])
    await after(600)
    expect((await look()).GlobalSecondaryIndexes).toMatchObject([{ IndexStatus: 'ACTIVE' }])
  })
})
