import { GetRecords } from '../../../../generated/dynamodb-streams.ts'
import { invalidIterator, iteratorExpired, trimmed } from '../errors.ts'
import { readIterator, type ShardIterator, writeIterator } from '../iterator.ts'
import { measureRead } from '../measurements.ts'
import { chargeRead, takeRead } from '../rates.ts'
import { checkTrimmed, readPage } from '../records.ts'
import { isGone } from '../shards.ts'
import { catchUp, requireStream } from '../stream.ts'
import { iteratorLifeMs, recordsMax } from '../stream-limits.ts'
import { resourceOf, streamOperation } from '../stream-operation.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html */
export const getRecords = streamOperation(GetRecords, {
  resource: ({ ShardIterator: text }) =>
    resourceOf(typeof text === 'string' ? readIterator(text)?.arn : undefined),

  run(call) {
    const { input, state, clock } = call
    const { Limit: limit = recordsMax } = input
    const iterator = requireIterator(input.ShardIterator, clock.now())
    const stream = requireStream(call, iterator.arn)
    const known = state.shards.get(stream.id, iterator.shard)
    if (!known || isGone(known, clock.now())) throw trimmed({ stream: iterator.arn })
    takeRead(call, known.id)
    checkTrimmed(call, known, iterator.position)
    catchUp(call, stream)
    const shard = state.shards.get(stream.id, iterator.shard) ?? known
    const page = readPage(call, stream, { shard, position: iterator.position, limit })
    chargeRead(call, shard.id, page.bytes)
    measureRead(call, stream, { bytes: page.bytes, records: page.records.length })
    return {
      Records: page.records,
      ...(page.next !== undefined && {
        NextShardIterator: writeIterator({
          ...iterator,
          position: page.next,
          issuedAtMs: clock.now(),
        }),
      }),
    }
  },
})

/** @throws AwsError ExpiredIteratorException, ValidationException */
function requireIterator(text: string, nowMs: number): ShardIterator {
  const iterator = readIterator(text)
  if (!iterator) throw invalidIterator()
  const expiresAtMs = iterator.issuedAtMs + iteratorLifeMs
  if (nowMs >= expiresAtMs) throw iteratorExpired(iterator.issuedAtMs, expiresAtMs)
  return iterator
}
