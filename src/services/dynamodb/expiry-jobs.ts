/** What deletes expired items, a piece at a time. */
import type { JobDefinition } from '../../kernel/service.ts'
import { deleteExpiry, expiredItems, expiryOf, expirySecondsOf, setSweep } from './expiry.ts'
import { deleteItem, findItem } from './items.ts'
import { itemsPerTurnMax } from './limits.ts'
import { type ItemKey, itemKeyOf, itemsAfter, workInTurn } from './piecework.ts'
import type { DynamodbChange, Expiry, Item, state, Table } from './state.ts'
import { supplyOf } from './throughput/supply.ts'

type Job = JobDefinition<typeof state>

/** Deletes what has expired, and sets the next sweep. `data` is the table's name. */
export const expire: Job = {
  run(call) {
    const { state, at, key, data, clock } = call
    const table = findTable(call, key, data)
    if (!table || table.status === 'DELETING') return
    const { measures } = supplyOf(call, table)
    const { isWhole } = workInTurn<Expiry>(call, {
      max: itemsPerTurnMax,
      // Those before are gone.
      read: (_, limit) => expiredItems(call, table, limit),
      work(place) {
        const old = findItem(state, table, place)
        if (!old) return deleteExpiry(call, place)
        deleteItem({ call, table, place, old, by: 'expiry' })
        measures.count('TimeToLiveDeletedItemCount')
      },
    })
    if (isWhole) setSweep(call, table)
    else at(clock.now(), 'expire', key, data)
  },
}

/** Notes when a table's items expire, after its attribute was named; the sweeps follow. */
export const noteExpiries: Job = {
  run(call) {
    const { state, at, key, clock } = call
    const { name, after } = call.data as { name: string; after?: ItemKey }
    const table = findTable(call, key, name)
    if (!table) return
    const attribute = table.timeToLive?.attribute ?? ''
    const { last, isWhole } = workInTurn<Item>(call, {
      max: itemsPerTurnMax,
      read: (reached, limit) => itemsAfter(state, table.id, reached ?? after, limit),
      work(item) {
        const seconds = expirySecondsOf(item, attribute)
        if (seconds !== undefined) state.expiries.put(expiryOf(item, seconds))
      },
    })
    if (last && !isWhole) at(clock.now(), 'noteExpiries', key, { name, after: itemKeyOf(last) })
    else setSweep(call, table)
  },
}

/** Forgets when items would have expired. */
export const forgetExpiries: Job = {
  run(call) {
    const { state, at, key, data, clock } = call
    const table = state.tables.get(String(data))
    if (table?.id !== key || table.timeToLive?.attribute !== undefined) return
    const due = [...state.expiries.range({ prefix: [key], limit: itemsPerTurnMax })]
    for (const one of due) deleteExpiry(call, one)
    if (due.length === itemsPerTurnMax) at(clock.now(), 'forgetExpiries', key, data)
  },
}

/** A table whose items expire. */
function findTable({ state }: DynamodbChange, id: string, name: unknown): Table | undefined {
  const table = state.tables.get(String(name))
  return table?.id === id && table.timeToLive?.attribute !== undefined ? table : undefined
}
