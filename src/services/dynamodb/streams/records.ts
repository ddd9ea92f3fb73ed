/** Reading a shard: where to begin, what a page holds, how a record looks. */
import { hash } from 'node:crypto'
import type { RecordShape, StreamRecord } from '../../../generated/dynamodb-streams.ts'
import type { RequestFacts } from '../../../kernel/call.ts'
import { preparedJson } from '../../../kernel/prepared-json.ts'
import type { Attributes } from '../attribute-value.ts'
import type { DynamodbReading } from '../state.ts'
import { trimmed } from './errors.ts'
import { firstAt, shownSequence } from './sequence.ts'
import { recordBytesMax, retentionMs } from './stream-limits.ts'
import type { Change, Image, Shard, Stream } from './stream-state.ts'

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
  { state, place, request }: DynamodbReading & { readonly request: RequestFacts },
  stream: Stream,
  { shard, position, limit }: { shard: Shard; position: number; limit: number },
): Page {
  const prefix = [stream.id, shard.number]
  const records: RecordShape[] = []
  const about = { stream, region: place.region, writesJson: request.writesJson ?? false }
  let bytes = 0
  let next = position
  for (const change of state.changes.range({ prefix, from: [position], limit })) {
    const { size, sequence } = change
    if (records.length > 0 && bytes + size > recordBytesMax) break
    records.push(describeRecord(change, about))
    bytes += size
    next = sequence + 1
  }
  const isOver = shard.last !== undefined && !state.changes.first({ prefix, from: [next] })
  return { records, bytes, ...(!isOver && { next }) }
}

interface About {
  readonly stream: Stream
  readonly region: string
  readonly writesJson: boolean
}

function describeRecord(change: Change, about: About): RecordShape {
  const { name, sequence, isExpiry } = change
  return {
    eventID: hash('md5', `${about.stream.id} ${sequence}`, 'hex'),
    eventName: name,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: about.region,
    dynamodb: describeChange(change, about),
    ...(isExpiry && {
      userIdentity: { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' },
    }),
  }
}

function describeChange(change: Change, { stream, writesJson }: About): StreamRecord {
  const { atMs, keys, old, next, size, sequence } = change
  return {
    // AWS: "rounded down to the closest second".
    ApproximateCreationDateTime: new Date(atMs - (atMs % 1_000)),
    Keys: keys,
    ...(next && { NewImage: answered(next, writesJson) }),
    ...(old && { OldImage: answered(old, writesJson) }),
    SequenceNumber: shownSequence(sequence),
    SizeBytes: size,
    StreamViewType: stream.viewType,
  }
}

function answered(image: Image, writesJson: boolean): Attributes {
  const { json } = image
  return writesJson && json !== undefined ? preparedJson(json) : image.attributes
}
