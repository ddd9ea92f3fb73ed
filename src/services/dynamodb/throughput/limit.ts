/** One limit of a table or an index: a token bucket, and what it is to tell when it runs dry. */
import {
  chargeUnits,
  takeUnits,
  type TokenBucket,
  withRate,
} from '../../../planner/token-bucket.ts'
import type { HotKeys } from './hot-keys.ts'
import { Usage } from './usage.ts'

/** AWS's types of limits, as its throttling reasons end. */
export type LimitType =
  | 'ProvisionedThroughputExceeded'
  | 'KeyRangeThroughputExceeded'
  | 'AccountLimitExceeded'
  | 'MaxOnDemandThroughputExceeded'

/** How long a limit must refuse nothing for a refusal to be the first one of another drought. */
const droughtEndsMs = 60_000

export class Limit {
  readonly type: LimitType
  /** Of one key range alone: the keys that are asked for. */
  readonly hotKeys: HotKeys | undefined
  readonly usage = new Usage()
  /** Refused first in the drought that is under way, or that was the latest. */
  drySinceMs = -Infinity
  bucket: TokenBucket
  #refusedAtMs = -Infinity

  constructor(type: LimitType, bucket: TokenBucket, hotKeys?: HotKeys) {
    this.type = type
    this.hotKeys = hotKeys
    this.bucket = bucket
  }

  /** `false`: it holds too little, and nothing is taken. Putting `bucket` back undoes it. */
  take(units: number, nowMs: number): boolean {
    this.usage.ask(units, nowMs)
    const taking = takeUnits(this.bucket, { units, nowMs })
    this.bucket = taking.bucket
    return taking.isTaken
  }

  /** Takes what was consumed already, even if it owes for it. */
  charge(units: number, nowMs: number): void {
    this.usage.ask(units, nowMs)
    this.bucket = chargeUnits(this.bucket, { units, nowMs })
  }

  setRate(unitsPerSecond: number, nowMs: number): void {
    if (unitsPerSecond === this.bucket.unitsPerSecond) return
    this.bucket = withRate(this.bucket, { unitsPerSecond, nowMs })
  }

  noteRefusal(nowMs: number): void {
    if (nowMs - this.#refusedAtMs > droughtEndsMs) this.drySinceMs = nowMs
    this.#refusedAtMs = nowMs
  }
}
