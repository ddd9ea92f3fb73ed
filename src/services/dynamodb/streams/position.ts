/** Where the five types of iterators begin. */
import type { GetShardIteratorInput } from '../../../generated/dynamodb-streams.ts'
import type { DynamodbChange } from '../state.ts'
import { positionMissing, sequenceOutside, trimmed } from './errors.ts'
import { logOf } from './log.ts'
import { checkTrimmed, findOldest } from './records.ts'
import { firstAt, readSequence } from './sequence.ts'
import type { Shard } from './stream-state.ts'

/**
 * The lowest sequence number that the iterator reads.
 * @throws AwsError TrimmedDataAccessException, ValidationException
 */
export function positionOf(
  call: DynamodbChange,
  shard: Shard,
  input: GetShardIteratorInput,
): number {
  const { ShardIteratorType: type, Timestamp: time } = input
  if (type === 'LATEST') return endOf(call, shard)
  if (type === 'TRIM_HORIZON') return findOldest(call, shard)?.sequence ?? endOf(call, shard)
  if (type === 'AT_TIMESTAMP') {
    if (!time) throw positionMissing('Timestamp', type)
    const sinceMs = time.getTime()
    const found = findOldest(call, shard, sinceMs)
    const from = Math.min(firstAt(sinceMs), Number.MAX_SAFE_INTEGER)
    return found?.sequence ?? Math.max(endOf(call, shard), from)
  }
  const position = sequenceIn(shard, input) + (type === 'AFTER_SEQUENCE_NUMBER' ? 1 : 0)
  checkTrimmed(call, shard, position)
  return position
}

/** Behind all that is in a shard. */
function endOf(call: DynamodbChange, { stream, last }: Shard): number {
  return (last ?? logOf(call, stream).last) + 1
}

function sequenceIn(shard: Shard, input: GetShardIteratorInput): number {
  const { SequenceNumber: text, ShardIteratorType: type } = input
  if (text === undefined) throw positionMissing('SequenceNumber', type)
  const sequence = readSequence(text)
  const { first, last = Infinity, trimmedTo = 0 } = shard
  if (sequence !== undefined && sequence < trimmedTo) throw trimmed({ shard: shard.id })
  if (sequence === undefined || sequence < first || sequence > last) {
    throw sequenceOutside(text, shard.id)
  }
  return sequence
}
