import { GetShardIterator } from '../../../../generated/dynamodb-streams.ts'
import { shardNotFound } from '../errors.ts'
import { writeIterator } from '../iterator.ts'
import { positionOf } from '../position.ts'
import { isGone } from '../shards.ts'
import { streamArn } from '../stream-arn.ts'
import { catchUp, requireStream } from '../stream.ts'
import { resourceOf, streamOperation } from '../stream-operation.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html */
export const getShardIterator = streamOperation(GetShardIterator, {
  resource: ({ StreamArn }) => resourceOf(StreamArn),

  run(call) {
    const { input, state, clock, place } = call
    const stream = requireStream(call, input.StreamArn)
    catchUp(call, stream)
    const shard = [...state.shards.range({ prefix: [stream.id] })].find(
      ({ id }) => id === input.ShardId,
    )
    if (!shard || isGone(shard, clock.now())) throw shardNotFound(input.ShardId)
    return {
      ShardIterator: writeIterator({
        arn: streamArn(place, stream),
        shard: shard.number,
        position: positionOf(call, shard, input),
        issuedAtMs: clock.now(),
      }),
    }
  },
})
