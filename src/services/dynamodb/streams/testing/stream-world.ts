/** A cloud with DynamoDB and its streams, and a table with one; its shards are read to their ends. */
import type {
  DescribeStreamOutput,
  GetRecordsOutput,
  GetShardIteratorOutput,
  RecordShape,
  Shard,
} from '../../../../generated/dynamodb-streams.ts'
import type { DescribeTableOutput } from '../../../../generated/dynamodb.ts'
import { world } from '../../../../../test/support/world.ts'
import { dynamodb } from '../../service.ts'
import { keys } from '../../testing/table-world.ts'
import { dynamodbStreams } from '../service.ts'

export interface StreamTable {
  readonly TableName?: string
  readonly StreamSpecification?: object
  readonly BillingMode?: string
  readonly ProvisionedThroughput?: object
}

const smallest = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 }

/** A provisioned table has one partition, and so its stream one shard. */
export const streamed = {
  TableName: 'tab',
  BillingMode: 'PROVISIONED',
  ProvisionedThroughput: smallest,
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  KeySchema: keys('pk'),
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
}

export async function streamWorld(more: StreamTable = {}) {
  const cloud = world({ services: [dynamodb, dynamodbStreams] })
  const { call, advance } = cloud
  await call('CreateTable', { ...streamed, ...more })
  await advance(1_000)
  const TableName = more.TableName ?? 'tab'

  async function arn(): Promise<string> {
    const { Table } = await call<DescribeTableOutput>('DescribeTable', { TableName })
    return Table?.LatestStreamArn ?? ''
  }

  async function shards(StreamArn?: string): Promise<readonly Shard[]> {
    const input = { StreamArn: StreamArn ?? (await arn()) }
    const { StreamDescription } = await call<DescribeStreamOutput>('DescribeStream', input)
    return StreamDescription?.Shards ?? []
  }

  async function iterator(input: object, shard?: Shard): Promise<string> {
    const StreamArn = await arn()
    const ShardId = (shard ?? (await shards()).at(-1))?.ShardId
    const answer = await call<GetShardIteratorOutput>('GetShardIterator', {
      StreamArn,
      ShardId,
      ...input,
    })
    return answer.ShardIterator ?? ''
  }

  const get = (ShardIterator: string, more: object = {}) =>
    call<GetRecordsOutput>('GetRecords', { ShardIterator, ...more })

  /** All records of all shards, one shard after the other. */
  async function records(): Promise<readonly RecordShape[]> {
    const all: RecordShape[] = []
    for (const shard of await shards()) {
      const next = await iterator({ ShardIteratorType: 'TRIM_HORIZON' }, shard)
      all.push(...((await get(next)).Records ?? []))
    }
    return all
  }

  const put = (Item: object, more: object = {}) => call('PutItem', { TableName, Item, ...more })

  return { ...cloud, arn, shards, iterator, get, records, put }
}
