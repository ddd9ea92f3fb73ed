/** How often streams may be described, and how fast shards be read. */
import type { CallRate } from '../../../kernel/call-rates.ts'
import type { Quota } from '../../../kernel/limits.ts'
import { memory } from '../../../kernel/memory.ts'
import {
  chargeUnits,
  newBucket,
  takeUnits,
  type TokenBucket,
  withRate,
} from '../../../planner/token-bucket.ts'
import type { DynamodbReading } from '../state.ts'
import { calledTooFast, readTooFast } from './errors.ts'
import { describedStreams, listedStreams, shardBytes, shardCalls } from './stream-limits.ts'

export const describeStreamRate: CallRate = { quota: describedStreams, refuse: calledTooFast }
export const listStreamsRate: CallRate = { quota: listedStreams, refuse: calledTooFast }

/** Of shards, which come and go: more than an operation's rates can tell. */
const buckets = memory(() => new Map<string, TokenBucket>())
const bucketsMax = 1_000

/** @throws AwsError LimitExceededException when its readers ask too often or have read too much */
export function takeRead(call: DynamodbReading, shard: string): void {
  // One byte and whatever was read before: how much this call will read isn't known yet.
  take(call, shardBytes, shard)
  take(call, shardCalls, shard)
}

export function chargeRead(call: DynamodbReading, shard: string, bytes: number): void {
  const known = call.memory(buckets)
  const name = nameOf(shardBytes, shard)
  const bucket = known.get(name)
  if (!bucket) return
  known.set(name, chargeUnits(bucket, { units: bytes, nowMs: call.clock.now() }))
}

function nameOf({ name }: Quota, shard: string): string {
  return `${name} ${shard}`
}

function take(call: DynamodbReading, quota: Quota, shard: string): void {
  const known = call.memory(buckets)
  const nowMs = call.clock.now()
  if (known.size >= bucketsMax) forgetFull(known, nowMs)
  if (known.size >= bucketsMax) known.clear()
  const limit = call.limits.valueOf(quota)
  const facts = { quota: quota.name, limit, per: 'second', shard } as const
  if (limit === 0) throw readTooFast(facts)
  const name = nameOf(quota, shard)
  const taking = takeUnits(bucketOf(known.get(name), limit, nowMs), { units: 1, nowMs })
  known.set(name, taking.bucket)
  if (!taking.isTaken) throw readTooFast({ ...facts, untilMs: taking.availableAtMs })
}

function bucketOf(known: TokenBucket | undefined, limit: number, nowMs: number): TokenBucket {
  if (!known) return newBucket({ unitsPerSecond: limit, burstSeconds: 1, nowMs })
  if (known.unitsPerSecond === limit) return known
  return withRate(known, { unitsPerSecond: limit, nowMs })
}

/** One that nobody has taken from lately is as good as a new one. */
function forgetFull(known: Map<string, TokenBucket>, nowMs: number): void {
  for (const [of, { atMs }] of known) if (atMs + 60_000 < nowMs) known.delete(of)
}
