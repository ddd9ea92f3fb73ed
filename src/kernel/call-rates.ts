/**
 * How often operations may be called: an operation names its rates, and the kernel counts its calls,
 * by account and region. Those that name none pay nothing.
 *
 * A bucket holds what is let through in one period, and what isn't used flows in again. AWS tells
 * neither how large its buckets are nor whether calls count that IAM refuses: here those don't.
 */
import type { Caller } from './caller.ts'
import type { Reading } from './call.ts'
import type { RealTime } from './clock.ts'
import type { StateSpec } from './collection.ts'
import type { AwsError, Cause } from './errors.ts'
import type { Quota } from './limits.ts'
import { memory } from './memory.ts'

export interface CallRate<in Input = object> {
  /** How many calls a period. */
  readonly quota: Quota
  /** Absent: `second`. */
  readonly per?: 'second' | 'minute'
  /**
   * As how many calls this one counts, 0 included; absent: as one. `charged`: it is known only later,
   * and `chargeRate` tells it; until what is owed has flowed in, no other is let through.
   */
  counts?(input: Input, nowMs: number): number | 'charged'
  /** In the service's code and words. */
  refuse(why: TooManyCalls): AwsError
}

/** Why a call was one too many, as data. */
export interface TooManyCalls extends Cause {
  readonly kind: 'throughput'
  /** Its name at Service Quotas. */
  readonly quota: string
  readonly limit: number
  readonly per: 'second' | 'minute'
  /** Who made the calls of this period and of the one before, the most first. */
  readonly calledBy: readonly CalledBy[]
  /** When the same call gets through, if no other does; absent: never. */
  readonly untilMs?: number
}

export interface CalledBy {
  /** An ARN. */
  readonly caller: string
  readonly operation: string
  readonly calls: number
}

/** A call that is counted. */
export interface CountedCall {
  readonly caller: Caller
  readonly operation: string
  readonly input: object
  readonly rates: readonly CallRate[]
}

/**
 * Counts a call by all of its rates, or by none where one of them lets it through no more.
 * AWS: what its services do by their own roles isn't the account's doing, and isn't counted.
 * @throws AwsError as the rate refuses
 */
export function takeCall(cell: Reading<StateSpec>, real: RealTime, call: CountedCall): void {
  const { caller } = call
  if (caller.kind === 'service' || caller.session?.isServiceLinked) return
  const known = cell.memory(buckets)
  const at = { nowMs: cell.clock.now(), realMs: real.elapsed() }
  const takings = call.rates.flatMap((rate) => {
    const counted = rate.counts?.(call.input, at.nowMs) ?? 1
    if (counted === 0) return []
    const count = counted === 'charged' ? 0 : counted
    const bucket = known.get(rate.quota) ?? new Bucket()
    known.set(rate.quota, bucket)
    bucket.fill(cell.limits.valueOf(rate.quota), periodsMs[rate.per ?? 'second'], at)
    return [{ rate, bucket, count }]
  })
  for (const { rate, bucket, count } of takings) {
    if (!bucket.holds(count)) throw rate.refuse(bucket.causeFor(rate, count, at.nowMs))
  }
  for (const { bucket, count } of takings) bucket.take(count, call)
}

/** Counts what a call turned out to be. */
export function chargeRate(
  { memory: remembered }: Pick<Reading<StateSpec>, 'memory'>,
  { quota }: Pick<CallRate, 'quota'>,
  count: number,
): void {
  remembered(buckets).get(quota)?.charge(count)
}

const buckets = memory(() => new Map<Quota, Bucket>())

const periodsMs = { second: 1_000, minute: 60_000 } as const

interface Instant {
  readonly nowMs: number
  readonly realMs: number
}

class Bucket {
  #limit = 0
  #periodMs = 0
  #held = 0
  #filledAt: Instant | undefined
  #sinceMs = 0
  #callers = new Map<string, CalledBy>()
  #callersBefore = new Map<string, CalledBy>()

  /**
   * While the clock is held, who waits in real time, as SDKs do when they try again, has waited: else
   * nothing that is asked for thrice would ever be done.
   */
  fill(limit: number, periodMs: number, at: Instant): void {
    // One that is new, or was raised, holds what it is more by; one that was lowered owes nothing for it.
    this.#held += Math.max(0, limit - this.#limit)
    this.#limit = limit
    this.#periodMs = periodMs
    const before = this.#filledAt ?? at
    const elapsedMs = Math.max(0, at.nowMs - before.nowMs, at.realMs - before.realMs)
    this.#held = Math.min(limit, this.#held + (elapsedMs * limit) / periodMs)
    this.#filledAt = at
    this.#turnTo(Math.floor(at.nowMs / periodMs) * periodMs)
  }

  /** What asks for more than a full one gets through, and leaves it owing. */
  holds(count: number): boolean {
    return this.#limit > 0 && this.#held >= Math.min(count, this.#limit)
  }

  take(count: number, { caller, operation }: CountedCall): void {
    this.charge(count)
    const who = caller.arn || caller.userId
    const key = `${operation} ${who}`
    // While the clock is held no period ends.
    if (this.#callers.size >= callersMax && !this.#callers.has(key)) return
    const calls = (this.#callers.get(key)?.calls ?? 0) + 1
    this.#callers.set(key, { caller: who, operation, calls })
  }

  charge(count: number): void {
    this.#held -= count
  }

  causeFor({ quota, per = 'second' }: CallRate, count: number, nowMs: number): TooManyCalls {
    const missing = Math.min(count, this.#limit) - this.#held
    return {
      kind: 'throughput',
      quota: quota.name,
      limit: this.#limit,
      per,
      calledBy: this.#calledBy(),
      ...(this.#limit > 0 && {
        untilMs: nowMs + Math.ceil((missing * this.#periodMs) / this.#limit),
      }),
    }
  }

  #turnTo(sinceMs: number): void {
    if (sinceMs === this.#sinceMs) return
    const isNext = sinceMs === this.#sinceMs + this.#periodMs
    this.#callersBefore = isNext ? this.#callers : new Map()
    this.#callers = new Map()
    this.#sinceMs = sinceMs
  }

  #calledBy(): readonly CalledBy[] {
    const sums = new Map(this.#callersBefore)
    for (const [key, one] of this.#callers) {
      sums.set(key, { ...one, calls: one.calls + (sums.get(key)?.calls ?? 0) })
    }
    return [...sums.values()].sort((left, right) => right.calls - left.calls).slice(0, toldMax)
  }
}

const toldMax = 5
const callersMax = 1_000
