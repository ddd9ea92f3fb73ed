/** Reads a table's stream as an application does: parents first, from checkpoints, each record once. */
import type {
  DescribeStreamOutput,
  GetRecordsOutput,
  GetShardIteratorOutput,
  RecordShape,
  Shard,
} from '../../src/generated/dynamodb-streams.ts'
import type { world } from '../support/world.ts'

type Cloud = Pick<ReturnType<typeof world>, 'call' | 'advance'>

export class StreamReader {
  readonly #arn: string
  /** The last sequence number that was read, by shard. */
  readonly #read = new Map<string, string>()
  readonly #ended = new Set<string>()

  constructor(arn: string) {
    this.#arn = arn
  }

  /** What is new, in the order in which an application may take it. */
  async drain(cloud: Cloud): Promise<readonly RecordShape[]> {
    const records: RecordShape[] = []
    // A second later all that may be asked in a second may be asked.
    await cloud.advance(1_000)
    for (const { ShardId = '' } of await this.#shards(cloud)) {
      if (!this.#ended.has(ShardId)) records.push(...(await this.#drainShard(cloud, ShardId)))
    }
    return records
  }

  async #shards({ call }: Cloud): Promise<readonly Shard[]> {
    const shards: Shard[] = []
    let last: string | undefined
    do {
      const { StreamDescription } = await call<DescribeStreamOutput>('DescribeStream', {
        StreamArn: this.#arn,
        Limit: 10,
        ...(last !== undefined && { ExclusiveStartShardId: last }),
      })
      shards.push(...(StreamDescription?.Shards ?? []))
      last = StreamDescription?.LastEvaluatedShardId
    } while (last !== undefined)
    return shards
  }

  async #drainShard({ call }: Cloud, ShardId: string): Promise<readonly RecordShape[]> {
    const SequenceNumber = this.#read.get(ShardId)
    const { ShardIterator } = await call<GetShardIteratorOutput>('GetShardIterator', {
      StreamArn: this.#arn,
      ShardId,
      ShardIteratorType: SequenceNumber === undefined ? 'TRIM_HORIZON' : 'AFTER_SEQUENCE_NUMBER',
      ...(SequenceNumber !== undefined && { SequenceNumber }),
    })
    const records: RecordShape[] = []
    let next = ShardIterator
    while (next !== undefined) {
      const answer: GetRecordsOutput = await call('GetRecords', { ShardIterator: next, Limit: 25 })
      const { Records = [] } = answer
      records.push(...Records)
      next = answer.NextShardIterator
      if (Records.length === 0) break
    }
    if (next === undefined) this.#ended.add(ShardId)
    const last = records.at(-1)?.dynamodb?.SequenceNumber
    if (last !== undefined) this.#read.set(ShardId, last)
    return records
  }
}
