/** The two tables that are simulated, as they are made and as their models are. */
import type { world } from '../support/world.ts'
import { Bucket, type IndexModel, TableModel } from './dynamodb-model.ts'

export type Cloud = ReturnType<typeof world>

export interface Tables {
  /** Provisioned so small that it throttles; with a stream, expiry, and an index of each kind. */
  readonly small: TableModel
  /** On demand, with a partition key alone. */
  readonly large: TableModel
  /** An index that comes and goes. */
  extra(): IndexModel & { readonly creation: object }
}

export const second = 1_000
const readUnits = 2_000
const writeUnits = 1

const byType = {
  AttributeDefinitions: Object.entries({ pk: 'S', sk: 'N', g: 'S', l: 'S', v: 'N' }).map(
    ([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }),
  ),
}

export function smallTables(): Tables {
  const fixed: readonly IndexModel[] = [
    {
      name: 'byG',
      kind: 'global',
      keys: ['g', 'v'],
      projects: 'ALL',
      bucket: new Bucket(writeUnits),
    },
    { name: 'byL', kind: 'local', keys: ['pk', 'l'], projects: [] },
  ]
  return {
    small: new TableModel('small', ['pk', 'sk'], {
      bucket: new Bucket(writeUnits),
      indexes: fixed,
    }),
    large: new TableModel('large', ['pk']),
    extra: () => ({
      name: 'extra',
      kind: 'global',
      keys: ['l'],
      projects: ['tags'],
      bucket: new Bucket(writeUnits),
      creation: {
        IndexName: 'extra',
        KeySchema: keys('l'),
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['tags'] },
        ProvisionedThroughput: throughput(writeUnits),
      },
    }),
  }
}

export async function createTables({ call, advance }: Cloud): Promise<void> {
  const [, , ...others] = byType.AttributeDefinitions
  const [pk, sk] = byType.AttributeDefinitions
  await call('CreateTable', {
    TableName: 'small',
    AttributeDefinitions: [pk, sk, ...others],
    KeySchema: keys('pk', 'sk'),
    ProvisionedThroughput: throughput(writeUnits),
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byG',
        KeySchema: keys('g', 'v'),
        Projection: { ProjectionType: 'ALL' },
        ProvisionedThroughput: throughput(writeUnits),
      },
    ],
    LocalSecondaryIndexes: [
      {
        IndexName: 'byL',
        KeySchema: keys('pk', 'l'),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  })
  await call('CreateTable', {
    TableName: 'large',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [pk],
    KeySchema: keys('pk'),
  })
  await advance(second)
  await call('UpdateTimeToLive', {
    TableName: 'small',
    TimeToLiveSpecification: { Enabled: true, AttributeName: 'expiry' },
  })
}

function keys(partition: string, sort?: string) {
  const hash = { AttributeName: partition, KeyType: 'HASH' }
  return sort === undefined ? [hash] : [hash, { AttributeName: sort, KeyType: 'RANGE' }]
}

function throughput(WriteCapacityUnits: number) {
  return { ReadCapacityUnits: readUnits, WriteCapacityUnits }
}
