/** Forgets what nothing can reach any more, a piece at a time. */
import type { JobDefinition } from '../../kernel/service.ts'
import { deleteExpiry } from './expiry.ts'
import { partsOf } from './items.ts'
import { itemsPerTurnMax } from './limits.ts'
import { itemsAfter, type JobTurn, workInTurn } from './piecework.ts'
import type { Expiry, IndexEntry, Item, state } from './state.ts'

/** `key` is what they are kept under; `data` is `items`, or `entries` of an index. */
export const drop: JobDefinition<typeof state> = {
  run(call) {
    const { key, data, at, clock } = call
    const isWhole = data === 'entries' ? dropEntries(call, key) : dropItems(call, key)
    if (!isWhole) at(clock.now(), 'drop', key, data)
  },
}

function dropEntries(call: JobTurn, index: string): boolean {
  const { entries } = call.state
  return workInTurn<IndexEntry>(call, {
    max: itemsPerTurnMax,
    read: (after, limit) => [
      ...entries.range({
        prefix: [index],
        ...(after && { after: [after.partition, ...after.sort, after.tie] }),
        limit,
      }),
    ],
    work: (one) => entries.delete(one.index, one.partition, ...one.sort, one.tie),
  }).isWhole
}

function dropItems(call: JobTurn, space: string): boolean {
  const { items, expiries } = call.state
  const dropped = workInTurn<Item>(call, {
    max: itemsPerTurnMax,
    read: (after, limit) => itemsAfter(call.state, space, after, limit),
    work: (one) => items.delete(one.table, one.partition, ...partsOf(one.sort)),
  })
  if (!dropped.isWhole || call.isTurnOver()) return false
  return workInTurn<Expiry>(call, {
    max: itemsPerTurnMax,
    read: (after, limit) => [
      ...expiries.range({
        prefix: [space],
        ...(after && { after: [after.atSeconds, after.partition, ...partsOf(after.sort)] }),
        limit,
      }),
    ],
    work: (one) => deleteExpiry(call, one),
  }).isWhole
}
