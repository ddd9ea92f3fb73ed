/** Reading a shard: where to begin, what a page holds, how a record looks. */
import { hash } from 'node:crypto'
import type { RecordShape, StreamRecord } from '../../../generated/dynamodb-streams.ts'
import { sizeOfItem } from '../item-size.ts'
import { keyOfItem } from '../keys.ts'
import type { DynamodbReading } from '../state.ts'
import { trimmed } from './errors.ts'
import { firstAt, shownSequence } from './sequence.ts'
import { recordBytesMax, retentionMs } from './stream-limits.ts'
import type { Change, Shard, Stream } from './stream-state.ts'

/** The first change of a shard that can still be read and isn't older than an instant. */
export function findOldest(
  { state, clock }: DynamodbReading,
  { stream, number, first }: Shard,
  sinceMs = 0,
): Change | undefined {
  const horizonMs = Math.max(sinceMs, clock.now() - retentionMs + 1)
  // Many changes at one instant have numbers ahead of it, so that a few too old ones may follow.
  const from = [Math.max(first, firstAt(horizonMs))]
  for (const change of state.changes.range({ prefix: [stream, number], from })) {
    if (change.atMs >= horizonMs) return change
  }
  return undefined
}

/** @throws AwsError TrimmedDataAccessException when something behind the position was trimmed */
export function checkTrimmed(
  { state, clock }: DynamodbReading,
  shard: Shard,
  position: number,
): void {
  const { stream, number, trimmedTo = 0 } = shard
  const next = state.changes.first({ prefix: [stream, number], from: [position] })
  const isOld = next !== undefined && next.atMs + retentionMs <= clock.now()
  if (isOld || position <= trimmedTo) {
    throw trimmed({ shard: shard.id, position: shownSequence(position) })
  }
}

export interface Page {
  readonly records: readonly RecordShape[]
  readonly bytes: number
  /** Where to go on; absent: a closed shard has nothing more. */
  readonly next?: number
}

export function readPage(
  { state, place }: DynamodbReading,
  stream: Stream,
  { shard, position, limit }: { shard: Shard; position: number; limit: number },
): Page {
  const prefix = [stream.id, shard.number]
  const records: RecordShape[] = []
  let bytes = 0
  let next = position
  for (const change of state.changes.range({ prefix, from: [position], limit })) {
    const record = describeRecord(stream, change, place.region)
    const size = record.dynamodb?.SizeBytes ?? 0
    if (records.length > 0 && bytes + size > recordBytesMax) break
    records.push(record)
    bytes += size
    next = change.sequence + 1
  }
  const isOver = shard.last !== undefined && !state.changes.first({ prefix, from: [next] })
  return { records, bytes, ...(!isOver && { next }) }
}

function describeRecord(stream: Stream, change: Change, region: string): RecordShape {
  return {
    eventID: hash('md5', `${stream.id} ${change.sequence}`, 'hex'),
    eventName: change.name,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: describeChange(stream, change),
    ...(change.isExpiry && {
      userIdentity: { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' },
    }),
  }
}

function describeChange(stream: Stream, change: Change): StreamRecord {
  const { atMs, sequence } = change
  const old = change.old?.attributes
  const next = change.next?.attributes
  const Keys = change.keys ?? keyOfItem(stream, next ?? old ?? {})
  const images = (old ? sizeOfItem(old) : 0) + (next ? sizeOfItem(next) : 0)
  return {
    // AWS: "rounded down to the closest second".
    ApproximateCreationDateTime: new Date(atMs - (atMs % 1_000)),
    Keys,
    ...(next && { NewImage: next }),
    ...(old && { OldImage: old }),
    SequenceNumber: shownSequence(sequence),
    SizeBytes: sizeOfItem(Keys) + images,
    StreamViewType: stream.viewType,
  }
}
