/** A cloud with DynamoDB alone, and tables that are easily asked things. */
import { expect } from 'vitest'
import { world } from '../../../../test/support/world.ts'
import { dynamodb } from '../service.ts'

export async function tableWorld(more: object = {}) {
  const cloud = world({ services: [dynamodb] })
  const tables = {
    /** A table with both keys and both kinds of indexes; on demand. */
    A: {
      TableName: 'tabA',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'gpk', 'sk2'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: keys('pk', 'sk'),
      GlobalSecondaryIndexes: [
        { IndexName: 'g1', KeySchema: keys('gpk'), Projection: { ProjectionType: 'KEYS_ONLY' } },
      ],
      LocalSecondaryIndexes: [
        {
          IndexName: 'l1',
          KeySchema: keys('pk', 'sk2'),
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    },
    /** A table with a partition key alone. */
    H: {
      TableName: 'tabH',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: keys('pk'),
    },
  }
  for (const table of Object.values(tables)) await cloud.call('CreateTable', { ...table, ...more })
  await cloud.advance(1_000)
  return {
    ...cloud,
    A: (operation: string, input: object = {}) =>
      cloud.call(operation, { TableName: 'tabA', ...input }),
    H: (operation: string, input: object = {}) =>
      cloud.call(operation, { TableName: 'tabH', ...input }),
  }
}

export function keys(partition: string, sort?: string) {
  const hash = { AttributeName: partition, KeyType: 'HASH' }
  return sort === undefined ? [hash] : [hash, { AttributeName: sort, KeyType: 'RANGE' }]
}

/** DynamoDB answers nearly everything with 400. */
export async function expectRefusal(
  call: Promise<unknown>,
  code: string,
  message: string,
  status = 400,
) {
  await expect(call).rejects.toMatchObject({ code, status, message })
}

export function expectInvalid(call: Promise<unknown>, message: string) {
  return expectRefusal(call, 'ValidationException', message)
}
