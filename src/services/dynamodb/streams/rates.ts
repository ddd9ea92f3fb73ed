/** How often streams may be asked, and how fast shards be read. */
import { memory } from '../../../kernel/memory.ts'
import type { AwsError } from '../../../kernel/errors.ts'
import {
  chargeUnits,
  newBucket,
  takeUnits,
  type TokenBucket,
} from '../../../planner/token-bucket.ts'
import type { DynamodbReading } from '../state.ts'
import { calledTooFast, type Rate, readTooFast } from './errors.ts'
import {
  describeStreamPerSecond,
  getRecordsPerSecond,
  listStreamsPerSecond,
  readBytesPerSecond,
} from './stream-limits.ts'

type Limited = Pick<Rate, 'quota' | 'limit' | 'of'>

const buckets = memory(() => new Map<string, TokenBucket>())
const bucketsMax = 1_000

/** @throws AwsError ThrottlingException */
export function takeListing(call: DynamodbReading): void {
  take(call, { quota: 'ListStreams calls', limit: listStreamsPerSecond }, calledTooFast)
}

/** @throws AwsError ThrottlingException */
export function takeDescription(call: DynamodbReading, stream: string): void {
  const quota = 'DescribeStream calls on a stream'
  take(call, { quota, limit: describeStreamPerSecond, of: stream }, calledTooFast)
}

/** @throws AwsError LimitExceededException when its readers ask too often or have read too much */
export function takeRead(call: DynamodbReading, shard: string): void {
  // One byte and whatever was read before: how much this call will read isn't known yet.
  take(call, bytesOf(shard), readTooFast)
  const quota = 'GetRecords calls of two readers on a shard'
  take(call, { quota, limit: getRecordsPerSecond, of: shard }, readTooFast)
}

export function chargeRead(call: DynamodbReading, shard: string, bytes: number): void {
  const known = call.memory(buckets)
  const name = nameOf(bytesOf(shard))
  const bucket = known.get(name)
  if (!bucket) return
  known.set(name, chargeUnits(bucket, { units: bytes, nowMs: call.clock.now() }))
}

function bytesOf(of: string): Limited {
  return { quota: 'bytes that two readers read of a shard', limit: readBytesPerSecond, of }
}

function nameOf({ quota, of = '' }: Limited): string {
  return `${quota} ${of}`
}

function take(call: DynamodbReading, limited: Limited, refuse: (rate: Rate) => AwsError): void {
  const known = call.memory(buckets)
  const nowMs = call.clock.now()
  if (known.size >= bucketsMax) forgetFull(known, nowMs)
  if (known.size >= bucketsMax) known.clear()
  const name = nameOf(limited)
  const fresh = { unitsPerSecond: limited.limit, burstSeconds: 1, nowMs }
  const taking = takeUnits(known.get(name) ?? newBucket(fresh), { units: 1, nowMs })
  known.set(name, taking.bucket)
  if (!taking.isTaken) throw refuse({ ...limited, per: 'second', untilMs: taking.availableAtMs })
}

/** One that nobody has taken from lately is as good as a new one. */
function forgetFull(known: Map<string, TokenBucket>, nowMs: number): void {
  for (const [of, { atMs }] of known) if (atMs + 60_000 < nowMs) known.delete(of)
}
