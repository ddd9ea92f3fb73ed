/** What happens to tables by itself as time passes. */
import type { JobDefinition } from '../../kernel/service.ts'
import { encrypted } from './encryption.ts'
import { expiryOf, expirySecondsOf, findItem, deleteItem, keepEntry } from './items.ts'
import { expirySweepMs, indexBackfillMs, itemsPerTurnMax } from './limits.ts'
import type { DynamodbChange, Index, Item, state, Table } from './state.ts'
import { forgetStream, settleStream } from './streams/stream.ts'
import { forgetSupplies, supplyOf } from './throughput/supply.ts'

type Job = JobDefinition<typeof state>

const fiveYearsSeconds = 5 * 365 * 86_400

/** Ends CREATING and UPDATING; `data` is the table's name. */
const settle: Job = {
  run(call) {
    const table = findTable(call, call.key, call.data)
    if (!table || table.status === 'DELETING') return
    const { coming, ...rest } = table
    const isNew = table.status === 'CREATING'
    const indexes = table.indexes.flatMap((index) => settledIndex(call, table, index, isNew))
    call.state.tables.put({ ...rest, ...coming, status: 'ACTIVE', indexes })
    settleStream(call, table)
  },
}

function settledIndex(call: DynamodbChange, table: Table, index: Index, isNew: boolean): Index[] {
  if (index.status === 'DELETING') {
    call.at(call.clock.now(), 'drop', index.id, 'entries')
    return []
  }
  if (index.status === 'CREATING' && !isNew) {
    const data = { table: table.name, index: index.id }
    call.at(call.clock.now() + indexBackfillMs, 'backfill', index.id, data)
    return [{ ...index, isBackfilling: true }]
  }
  const { isBackfilling: _, ...settled } = index
  return [{ ...settled, status: 'ACTIVE' }]
}

interface Backfill {
  readonly table: string
  readonly index: string
  /** The item that was filled in last. */
  readonly after?: Pick<Item, 'partition' | 'sort'>
}

/** Fills a new index with what the table holds, a piece at a time. */
const backfill: Job = {
  run(call) {
    const { table: name, index: id, after } = call.data as Backfill
    const table = call.state.tables.get(name)
    const index = table?.indexes.find((one) => one.id === id)
    if (!table || !index || table.status === 'DELETING') return
    const parts = after && [after.partition, ...(after.sort === undefined ? [] : [after.sort])]
    const items = [
      ...call.state.items.range({
        prefix: [table.id],
        ...(parts && { after: parts }),
        limit: itemsPerTurnMax,
      }),
    ]
    for (const item of items) keepEntry(call.state, table, index, item)
    const last = items.at(-1)
    if (last && items.length === itemsPerTurnMax) {
      const { partition, sort } = last
      const next: Backfill = {
        table: name,
        index: id,
        after: { partition, ...(sort !== undefined && { sort }) },
      }
      call.at(call.clock.now(), 'backfill', id, next)
      return
    }
    const indexes = table.indexes.map((one) => (one.id === id ? active(one) : one))
    call.state.tables.put({ ...table, indexes })
  },
}

function active({ isBackfilling: _, ...index }: Index): Index {
  return { ...index, status: 'ACTIVE' }
}

/** Ends a change of a table's key; `data` is the table's name. */
const encrypt: Job = {
  run(call) {
    const table = findTable(call, call.key, call.data)
    if (table) call.state.tables.put(encrypted(table))
  },
}

/** Ends DELETING; `data` is the table's name. */
const remove: Job = {
  run(call) {
    const table = findTable(call, call.key, call.data)
    if (!table) return
    call.state.tables.delete(table.name)
    forgetSupplies(call, table)
    settleStream(call, table)
    call.at(call.clock.now(), 'drop', table.id, 'items')
    for (const { id } of table.indexes) call.at(call.clock.now(), 'drop', id, 'entries')
  },
}

/** Forgets what nothing can reach any more, a piece at a time. */
const drop: Job = {
  run({ state, key, data, at, clock }) {
    const span = { prefix: [key], limit: itemsPerTurnMax }
    let count = 0
    if (data === 'entries') {
      for (const one of [...state.entries.range(span)]) {
        state.entries.delete(one.index, one.partition, ...one.sort, one.tie)
        count++
      }
    } else {
      for (const one of [...state.items.range(span)]) {
        state.items.delete(one.table, one.partition, ...(one.sort === undefined ? [] : [one.sort]))
        count++
      }
      for (const one of [...state.expiries.range(span)]) {
        const sort = one.sort === undefined ? [] : [one.sort]
        state.expiries.delete(one.table, one.atSeconds, one.partition, ...sort)
        count++
      }
    }
    if (count >= itemsPerTurnMax) at(clock.now(), 'drop', key, data)
  },
}

/** Deletes what has expired; each sweep sets the next. `data` is the table's name. */
const expire: Job = {
  run(call) {
    const { state, at, key, data, clock } = call
    const table = findTable(call, key, data)
    const attribute = table?.timeToLive?.attribute
    if (!table || attribute === undefined || table.status === 'DELETING') return
    const nowSeconds = Math.floor(clock.now() / 1_000)
    const span = {
      prefix: [table.id],
      from: [nowSeconds - fiveYearsSeconds],
      to: [nowSeconds],
      limit: itemsPerTurnMax,
    }
    const due = [...state.expiries.range(span)]
    for (const place of due) {
      const old = findItem(state, table, place)
      if (!old) continue
      deleteItem({ call, table, place, old, by: 'expiry' })
      supplyOf(call, table).measures.count('TimeToLiveDeletedItemCount')
    }
    const isMore = due.length === itemsPerTurnMax
    at(clock.now() + (isMore ? 1 : expirySweepMs), 'expire', key, data)
  },
}

/** Notes when a table's items expire, after its attribute was named; the sweeps follow. */
const noteExpiries: Job = {
  run(call) {
    const { state, at, key, clock } = call
    const { name, after } = call.data as { name: string; after?: Pick<Item, 'partition' | 'sort'> }
    const table = findTable(call, key, name)
    const attribute = table?.timeToLive?.attribute
    if (!table || attribute === undefined) return
    const parts = after && [after.partition, ...(after.sort === undefined ? [] : [after.sort])]
    const span = { prefix: [table.id], ...(parts && { after: parts }), limit: itemsPerTurnMax }
    const items = [...state.items.range(span)]
    for (const item of items) {
      const seconds = expirySecondsOf(item, attribute)
      if (seconds !== undefined) state.expiries.put(expiryOf(item, seconds))
    }
    const last = items.at(-1)
    if (last && items.length === itemsPerTurnMax) {
      const { partition, sort } = last
      const next = { partition, ...(sort !== undefined && { sort }) }
      at(clock.now(), 'noteExpiries', key, { name, after: next })
    } else at(clock.now() + expirySweepMs, 'expire', key, name)
  },
}

/** Forgets when items would have expired, a piece at a time. */
const forgetExpiries: Job = {
  run(call) {
    const { state, at, key, data, clock } = call
    const table = findTable(call, key, data)
    if (!table || table.timeToLive?.attribute !== undefined) return
    const due = [...state.expiries.range({ prefix: [key], limit: itemsPerTurnMax })]
    for (const one of due) {
      const sort = one.sort === undefined ? [] : [one.sort]
      state.expiries.delete(one.table, one.atSeconds, one.partition, ...sort)
    }
    if (due.length === itemsPerTurnMax) at(clock.now(), 'forgetExpiries', key, data)
  },
}

function findTable({ state }: DynamodbChange, id: string, name: unknown): Table | undefined {
  const table = state.tables.get(String(name))
  return table?.id === id ? table : undefined
}

export const jobs = {
  settle,
  encrypt,
  backfill,
  remove,
  drop,
  expire,
  noteExpiries,
  forgetExpiries,
  forgetStream,
}
