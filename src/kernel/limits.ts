/**
 * Every quota is a named entry: listed, read by the code that enforces it, and changed by whoever
 * may. Sizes that AWS never moves are plain constants in a service's `limits.ts` instead.
 */
import type { Reading } from './call.ts'

export interface Quota {
  /** The service's code at Service Quotas, such as `sqs`. */
  readonly service: string
  /** Service Quotas' name for it. */
  readonly name: string
  /** `L-…` where public; AWS publishes none for many. */
  readonly code?: string
  /** AWS's default in us-east-1. */
  readonly value: number
  /** Defaults of regions that differ. */
  readonly regionValues?: Readonly<Record<string, number>>
  readonly unit: string
  readonly adjustable: boolean
  /** Where the figure comes from. */
  readonly source: string
  /** How much of it is used in a cell now, where that can be told. */
  readonly used?: (cell: Reading<any>) => number // any: the state of whichever service it belongs to
}

export function quota(entry: Quota): Quota {
  return entry
}

/** A changed quota, kept in the store: what an increase, or a test, has set. */
export interface QuotaChange {
  readonly service: string
  readonly name: string
  readonly value: number
}

/** Reads quotas for one account and region. */
export interface Limits {
  valueOf(quota: Quota): number
}
