/** The limits on the reads, or on the writes, of one table or global index. */
import { newOnDemandUnitsPerSecond } from '../../../planner/on-demand.ts'
import { partitionBucket } from '../../../planner/partitions.ts'
import { newBucket } from '../../../planner/token-bucket.ts'
import type { Kind } from '../capacity.ts'
import { rangeOf } from '../partition-hash.ts'
import { DoublingRate } from './doubling-rate.ts'
import { HotKeys } from './hot-keys.ts'
import { Limit, type LimitType } from './limit.ts'
import type { Measures } from './measures.ts'

/** Units a second. */
export type FlowRates =
  | { readonly mode: 'provisioned'; readonly provisioned: number }
  | {
      readonly mode: 'on-demand'
      /** What it is warm for; absent: what every new table is. */
      readonly warm: number | undefined
      /** What its owner lets it take; absent: no bound. */
      readonly max: number | undefined
      /** What the account lets one table take. */
      readonly quota: number
    }

export class Flow {
  readonly kind: Kind
  readonly measures: Measures
  #limits: readonly Limit[] = []
  #doubling: DoublingRate | undefined
  #partitions = 1
  #keyRanges: (Limit | undefined)[] = []
  /** By key range: those of the whole, and its own. */
  #lists: (readonly Limit[] | undefined)[] = []

  /** @param measures of its table or index */
  constructor(kind: Kind, measures: Measures) {
    this.kind = kind
    this.measures = measures
  }

  /** Brings the limits to these rates, and keeps what they hold; answers what it gives a second. */
  adjust(rates: FlowRates, nowMs: number): number {
    if (rates.mode === 'provisioned') {
      this.#doubling = undefined
      this.#set([['ProvisionedThroughputExceeded', rates.provisioned]], nowMs)
      return rates.provisioned
    }
    const { warm = newOnDemandUnitsPerSecond[this.kind], max, quota } = rates
    this.#doubling ??= new DoublingRate(this.kind, warm, nowMs)
    this.#doubling.warm(warm)
    const rate = this.#doubling.at(nowMs)
    const wanted: [LimitType, number][] = [
      // AWS: until key ranges are split for more traffic, it is theirs that is exceeded.
      ['KeyRangeThroughputExceeded', rate],
      ['AccountLimitExceeded', quota],
    ]
    if (max !== undefined) wanted.push(['MaxOnDemandThroughputExceeded', max])
    this.#set(wanted, nowMs)
    return rate
  }

  /** What was let through. */
  note(units: number): void {
    this.#doubling?.note(units)
  }

  get partitions(): number {
    return this.#partitions
  }

  /** Key ranges that are split or new begin with all they may give. */
  set partitions(count: number) {
    if (count === this.#partitions) return
    this.#partitions = count
    this.#keyRanges = []
    this.#lists = []
  }

  /** All that a request must pass whose partition key hashes to this. */
  limitsFor(partition: string, nowMs: number): readonly Limit[] {
    const range = this.rangeOf(partition)
    const known = this.#lists[range]
    if (known) return known
    const own = this.#keyRanges[range] ?? newKeyRange(this.kind, nowMs)
    this.#keyRanges[range] = own
    const limits = [...this.#limits, own]
    this.#lists[range] = limits
    return limits
  }

  /** Which key range a partition key's hash is in, from 0 on. */
  rangeOf(partition: string): number {
    return rangeOf(partition, this.#partitions)
  }

  /**
   * AWS: what isn't used is kept for five minutes in both modes, so that even bounds are exceeded
   * for a while.
   * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode-max-throughput.html
   */
  #set(wanted: readonly (readonly [LimitType, number])[], nowMs: number): void {
    this.#lists = []
    this.#limits = wanted.map(([type, unitsPerSecond]) => {
      const known = this.#limits.find((limit) => limit.type === type)
      if (!known) return new Limit(type, newBucket({ unitsPerSecond, nowMs }))
      known.setRate(unitsPerSecond, nowMs)
      return known
    })
  }
}

function newKeyRange(kind: Kind, nowMs: number): Limit {
  return new Limit('KeyRangeThroughputExceeded', partitionBucket(kind, nowMs), new HotKeys())
}
