/**
 * The bucket that lets requests through: units flow in at the provisioned rate, what isn't used is
 * kept for a while. A value: each step answers the next.
 *
 * AWS: up to five minutes of unused units are kept and spent faster than the rate.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/burst-adaptive-capacity.html
 */
import { requireRate } from './plan-error.ts'

export const burstSecondsOfTables = 300

export interface TokenBucket {
  readonly unitsPerSecond: number
  /** How many seconds' unused units it keeps. */
  readonly burstSeconds: number
  /** Thousandths of units at `atMs`, so that halves and milliseconds stay whole; debt is negative. */
  readonly milliunits: number
  readonly atMs: number
}

/** What a bucket says to a request that it hasn't enough for. */
export interface Refusal {
  readonly isTaken: false
  readonly bucket: TokenBucket
  readonly askedUnits: number
  readonly missingUnits: number
  /** When the same request gets through, if nothing else is taken. */
  readonly availableAtMs: number
}

export type Taking = { readonly isTaken: true; readonly bucket: TokenBucket } | Refusal

/**
 * A new bucket is full: AWS leaves open what a new table starts with, and a table whose first
 * request is refused would surprise more than one that begins with its five minutes.
 * @throws PlanError
 */
export function newBucket({
  unitsPerSecond,
  nowMs,
  burstSeconds = burstSecondsOfTables,
}: {
  unitsPerSecond: number
  nowMs: number
  burstSeconds?: number
}): TokenBucket {
  requireRate('provisioned units', unitsPerSecond, { isAboveMin: true })
  const milliunits = unitsPerSecond * burstSeconds * 1_000
  return { unitsPerSecond, burstSeconds, milliunits, atMs: nowMs }
}

/**
 * Takes units for a request, or refuses it and takes nothing. A request larger than the bucket gets
 * through when that is full, and leaves a debt: else the largest items could never be written to
 * the smallest tables. (Our judgement: AWS says nothing of it.)
 */
export function takeUnits(
  bucket: TokenBucket,
  { units, nowMs }: { units: number; nowMs: number },
): Taking {
  const held = heldAt(bucket, nowMs)
  const asked = units * 1_000
  const needed = Math.min(asked, capacityOf(bucket))
  if (held >= needed) return { isTaken: true, bucket: withHeld(bucket, held - asked, nowMs) }
  const filled = withHeld(bucket, held, nowMs)
  const missing = needed - held
  return {
    isTaken: false,
    bucket: filled,
    askedUnits: units,
    missingUnits: missing / 1_000,
    // A unit a second is a thousandth a millisecond.
    availableAtMs: filled.atMs + Math.ceil(missing / filled.unitsPerSecond),
  }
}

/** Charges what is known only afterwards, such as a scan's reads; the bucket may come to owe. */
export function chargeUnits(
  bucket: TokenBucket,
  { units, nowMs }: { units: number; nowMs: number },
): TokenBucket {
  return withHeld(bucket, heldAt(bucket, nowMs) - units * 1_000, nowMs)
}

/** The same bucket at another rate: what was saved stays, as far as the new one holds it. @throws PlanError */
export function withRate(
  bucket: TokenBucket,
  { unitsPerSecond, nowMs }: { unitsPerSecond: number; nowMs: number },
): TokenBucket {
  requireRate('provisioned units', unitsPerSecond, { isAboveMin: true })
  const changed = { ...bucket, unitsPerSecond }
  const held = Math.min(heldAt(bucket, nowMs), capacityOf(changed))
  return withHeld(changed, held, nowMs)
}

/** What it holds at an instant. */
export function unitsIn(bucket: TokenBucket, nowMs: number): number {
  return heldAt(bucket, nowMs) / 1_000
}

/** Thousandths of units. A clock that was set back fills nothing, and takes nothing away. */
function heldAt(bucket: TokenBucket, nowMs: number): number {
  const elapsedMs = Math.max(0, nowMs - bucket.atMs)
  return Math.min(bucket.milliunits + elapsedMs * bucket.unitsPerSecond, capacityOf(bucket))
}

/** Made member by member: every call takes from several, and a spread would cost more than the rest. */
function withHeld(
  { unitsPerSecond, burstSeconds, atMs }: TokenBucket,
  milliunits: number,
  nowMs: number,
): TokenBucket {
  return { unitsPerSecond, burstSeconds, milliunits, atMs: Math.max(atMs, nowMs) }
}

function capacityOf({ unitsPerSecond, burstSeconds }: TokenBucket): number {
  return unitsPerSecond * burstSeconds * 1_000
}
