import {
  DescribeStream,
  type Shard as ShardDescription,
} from '../../../../generated/dynamodb-streams.ts'
import { parentMissing } from '../errors.ts'
import { describeStreamRate } from '../rates.ts'
import { shownSequence } from '../sequence.ts'
import { isGone } from '../shards.ts'
import { streamArn } from '../stream-arn.ts'
import { catchUp, requireStream } from '../stream.ts'
import { listedMax } from '../stream-limits.ts'
import { resourceOf, streamOperation } from '../stream-operation.ts'
import type { Shard } from '../stream-state.ts'
import { describeKeys } from '../../table-description.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_DescribeStream.html */
export const describeStream = streamOperation(DescribeStream, {
  resource: ({ StreamArn }) => resourceOf(StreamArn),
  rates: [describeStreamRate],

  run(call) {
    const { input, state, place, clock } = call
    const stream = requireStream(call, input.StreamArn)
    catchUp(call, stream)
    const { ExclusiveStartShardId: after, ShardFilter: filter, Limit: limit = listedMax } = input
    if (filter?.Type && filter.ShardId === undefined) throw parentMissing(filter.Type)
    const known = [...state.shards.range({ prefix: [stream.id] })]
    const readable = known.filter((shard) => !isGone(shard, clock.now()))
    const wanted = readable.filter(
      (shard) => filter?.ShardId === undefined || shard.parentId === filter.ShardId,
    )
    const from = after === undefined ? 0 : wanted.findIndex(({ id }) => id === after) + 1
    const listed = wanted.slice(from, from + limit)
    const last = from + listed.length < wanted.length ? listed.at(-1) : undefined
    return {
      StreamDescription: {
        StreamArn: streamArn(place, stream),
        StreamLabel: stream.label,
        StreamStatus: stream.status,
        StreamViewType: stream.viewType,
        CreationRequestDateTime: new Date(stream.createdAtMs),
        TableName: stream.table,
        KeySchema: describeKeys(stream.keys),
        Shards: listed.map(describeShard),
        ...(last && { LastEvaluatedShardId: last.id }),
      },
    }
  },
})

/** AWS: an ending number tells that a shard is closed. */
function describeShard({ id, parentId, first, last }: Shard): ShardDescription {
  return {
    ShardId: id,
    SequenceNumberRange: {
      StartingSequenceNumber: shownSequence(first),
      ...(last !== undefined && { EndingSequenceNumber: shownSequence(last) }),
    },
    ...(parentId !== undefined && { ParentShardId: parentId }),
  }
}
