/** When items expire, by the attribute that their table names for it. */
import { ownValue } from './keys.ts'
import { expirySweepMs } from './limits.ts'
import type { DynamodbChange, Expiry, Item, Table } from './state.ts'

/**
 * AWS: an instant more than five years back is taken for a mistake.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html
 */
const oldestSeconds = 5 * 365 * 86_400

/** Beyond it clocks have no instants. */
const latestSeconds = 8.64e12

/** Keeps what is known of an item's expiry as the item changes. */
export function keepExpiry(
  call: DynamodbChange,
  table: Table,
  old: Item | undefined,
  next: Item | undefined,
): void {
  const attribute = table.timeToLive?.attribute
  if (attribute === undefined) return
  const before = old && expirySecondsOf(old, attribute)
  const after = next && expirySecondsOf(next, attribute)
  if (before === after) return
  if (old && before !== undefined) deleteExpiry(call, expiryOf(old, before))
  if (!next || after === undefined) return
  call.state.expiries.put(expiryOf(next, after))
  const first = firstExpiry(call, table)
  if (first?.atSeconds === after && first.partition === next.partition) setSweep(call, table)
}

/**
 * Has the items deleted that expire next, together with those of the same minute; a table in which
 * nothing expires costs nothing.
 */
export function setSweep(call: DynamodbChange, table: Table): void {
  const first = firstExpiry(call, table)
  if (!first || first.atSeconds > latestSeconds) return
  const expiredMs = Math.max(call.clock.now(), (first.atSeconds + 1) * 1_000)
  const sweepMs = Math.ceil(expiredMs / expirySweepMs) * expirySweepMs
  call.at(sweepMs, 'expire', table.id, table.name)
}

/** Those that have expired by now, the first of them first. */
export function expiredItems(
  { state, clock }: DynamodbChange,
  table: Table,
  limit: number,
): readonly Expiry[] {
  const nowSeconds = Math.floor(clock.now() / 1_000)
  const span = { from: [nowSeconds - oldestSeconds], to: [nowSeconds], limit }
  return [...state.expiries.range({ ...span, prefix: [table.id] })]
}

export function deleteExpiry({ state }: DynamodbChange, expiry: Expiry): void {
  const { table, atSeconds, partition, sort } = expiry
  state.expiries.delete(table, atSeconds, partition, ...(sort === undefined ? [] : [sort]))
}

export function expiryOf({ table, partition, sort }: Item, atSeconds: number): Expiry {
  return { table, atSeconds, partition, ...(sort !== undefined && { sort }) }
}

/** AWS: only a number counts. */
export function expirySecondsOf({ attributes }: Item, attribute: string): number | undefined {
  const number = ownValue(attributes, attribute)?.N
  return number === undefined ? undefined : Number(number)
}

function firstExpiry({ state, clock }: DynamodbChange, table: Table): Expiry | undefined {
  const from = [Math.floor(clock.now() / 1_000) - oldestSeconds]
  return state.expiries.first({ prefix: [table.id], from })
}
