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
import { calledTooFast, readTooFast } from './errors.ts'
import {
  describeStreamPerSecond,
  getRecordsPerSecond,
  listStreamsPerSecond,
  readBytesPerSecond,
} from './stream-limits.ts'

type Refuse = (rate: { perSecond: number; availableAtMs: number; of: string }) => AwsError

const buckets = memory(() => new Map<string, TokenBucket>())
const bucketsMax = 1_000

/** @throws AwsError ThrottlingException */
export function takeListing(call: DynamodbReading): void {
  take(call, 'ListStreams', listStreamsPerSecond, calledTooFast)
}

/** @throws AwsError ThrottlingException */
export function takeDescription(call: DynamodbReading, stream: string): void {
  take(call, `DescribeStream ${stream}`, describeStreamPerSecond, calledTooFast)
}

/** @throws AwsError LimitExceededException when its readers ask too often or have read too much */
export function takeRead(call: DynamodbReading, shard: string): void {
  // One byte and whatever was read before: how much this call will read isn't known yet.
  take(call, bytesOf(shard), readBytesPerSecond, readTooFast)
  take(call, `GetRecords ${shard}`, getRecordsPerSecond, readTooFast)
}

export function chargeRead(call: DynamodbReading, shard: string, bytes: number): void {
  const known = call.memory(buckets)
  const bucket = known.get(bytesOf(shard))
  if (!bucket) return
  known.set(bytesOf(shard), chargeUnits(bucket, { units: bytes, nowMs: call.clock.now() }))
}

function bytesOf(shard: string): string {
  return `bytes of ${shard}`
}

function take(call: DynamodbReading, of: string, perSecond: number, refuse: Refuse): void {
  const known = call.memory(buckets)
  const nowMs = call.clock.now()
  if (known.size >= bucketsMax) forgetFull(known, nowMs)
  const bucket = known.get(of) ?? newBucket({ unitsPerSecond: perSecond, burstSeconds: 1, nowMs })
  const taking = takeUnits(bucket, { units: 1, nowMs })
  known.set(of, taking.bucket)
  if (taking.isTaken) return
  throw refuse({ perSecond, availableAtMs: taking.availableAtMs, of })
}

/** One that nobody has taken from lately is as good as a new one. */
function forgetFull(known: Map<string, TokenBucket>, nowMs: number): void {
  for (const [of, { atMs }] of known) if (atMs + 60_000 < nowMs) known.delete(of)
}
