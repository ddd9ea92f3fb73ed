/** Why a request was throttled, as data: what `explain` turns into cause and cure. */
import type { Cause } from '../../../kernel/errors.ts'
import { takeUnits } from '../../../planner/token-bucket.ts'
import { tableReadUnits, tableWriteUnits } from '../limits.ts'
import type { Index, Table } from '../state.ts'
import { type HotKeys, shownKey } from './hot-keys.ts'
import type { Used } from './usage.ts'
import { isOfGlobalIndex, type Refused, resourceOf, type Throttling } from './refused.ts'

/** The facts of a cause of kind `throughput` that has `throttled`. */
export interface ThrottlingFacts {
  /** AWS's type of the limit: `ProvisionedThroughputExceeded` and its kin. */
  readonly throttled: Refused['limit']['type']
  /** Which bucket ran dry. */
  readonly bucket: 'table' | 'index' | 'key range' | 'account'
  readonly mode: Table['billingMode']
  readonly table: string
  readonly index?: string
  /** The ARN of the table or index. */
  readonly resource: string
  readonly units: 'read' | 'write'
  readonly asked: number
  readonly held: number
  readonly unitsPerSecond: number
  readonly fullUnits: number
  readonly drySinceMs: number
  /** When the same request gets through, if nothing else does. */
  readonly untilMs: number
  /** In the last five to ten minutes, the most first. */
  readonly used: readonly Used[]
  /** The rate that was asked for lately: so much would have been enough. */
  readonly enough: number
  /** Where the partition key hashes to. */
  readonly keyRange: { readonly number: number; readonly of: number }
  /** Of a key range: units that it was asked for within a second, taken and refused. */
  readonly askedInSecond?: number
  /** Of a key range: the keys it was asked for most in that time, as far as items have them. */
  readonly hotKeys?: readonly { readonly key: string; readonly share: number }[]
  /** What the table or index has now: units that are provisioned, or its maxima on demand. */
  readonly has: { readonly read?: number | undefined; readonly write?: number | undefined }
  /** Of the account's: its name at Service Quotas. */
  readonly quota?: string
}

export function causeOf(throttling: Throttling): Cause & ThrottlingFacts {
  const { call, nowMs, refused } = throttling
  const [first] = refused
  const { table, demand, flow, limit } = first
  const { bucket, usage, drySinceMs, type } = limit
  const index = isOfGlobalIndex(first) ? demand.index : undefined
  const isOfAccount = type === 'AccountLimitExceeded'
  const quota = demand.kind === 'read' ? tableReadUnits : tableWriteUnits
  const { unitsPerSecond, burstSeconds, milliunits } = bucket
  return {
    kind: 'throughput',
    throttled: type,
    bucket: bucketOf(first),
    mode: table.billingMode,
    table: table.name,
    ...(index && { index: index.name }),
    resource: resourceOf(call.place, first),
    units: demand.kind,
    asked: demand.units,
    held: milliunits / 1_000,
    unitsPerSecond,
    fullUnits: unitsPerSecond * burstSeconds,
    drySinceMs,
    untilMs: availableAtMs(first, nowMs),
    used: usage.most(),
    enough: Math.ceil(usage.askedPerSecond(nowMs)),
    keyRange: { number: flow.rangeOf(demand.partition) + 1, of: flow.partitions },
    ...(limit.hotKeys && {
      askedInSecond: limit.hotKeys.askedInSecond(nowMs),
      hotKeys: hotKeysOf(throttling, limit.hotKeys),
    }),
    has: unitsOf(table, index),
    ...(isOfAccount && { quota: quota.name }),
  }
}

function bucketOf({ demand, limit }: Refused): ThrottlingFacts['bucket'] {
  if (limit.type === 'AccountLimitExceeded') return 'account'
  if (limit.hotKeys) return 'key range'
  return isOfGlobalIndex({ demand }) ? 'index' : 'table'
}

function hotKeysOf(
  { call, nowMs, refused }: Throttling,
  hotKeys: HotKeys,
): ThrottlingFacts['hotKeys'] {
  const { table, demand } = refused[0]
  const index = isOfGlobalIndex({ demand }) ? demand.index : undefined
  return hotKeys.top(nowMs).flatMap(({ partition, share }) => {
    const key = shownKey(call.state, table, index, partition)
    return key === undefined ? [] : { key, share }
  })
}

function availableAtMs({ demand, limit }: Refused, nowMs: number): number {
  const taking = takeUnits(limit.bucket, { units: demand.units, nowMs })
  return taking.isTaken ? nowMs : taking.availableAtMs
}

function unitsOf(table: Table, index: Index | undefined): ThrottlingFacts['has'] {
  const { throughput, maxima } = index ?? table
  const units = table.billingMode === 'PROVISIONED' ? throughput : maxima
  return { read: units?.readUnits, write: units?.writeUnits }
}
