/** What happens to tables by itself as time passes. */
import type { JobDefinition } from '../../kernel/service.ts'
import { keepDeletedTable } from './backups/backup.ts'
import { backupJobs } from './backups/backup-jobs.ts'
import { dropItems } from './backups/copies.ts'
import { globalTableJobs } from './global-tables/global-table-jobs.ts'
import { tellOthers } from './global-tables/messages.ts'
import { encrypted } from './encryption.ts'
import { drop } from './drop-job.ts'
import { expire, forgetExpiries, noteExpiries } from './expiry-jobs.ts'
import { countJob } from './figures.ts'
import { forgetCollections } from './item-collection.ts'
import { keepEntry } from './items.ts'
import { indexBackfill, itemsPerTurnMax } from './limits.ts'
import { hashesEnd, hashOf } from './partition-hash.ts'
import { type ItemKey, itemKeyOf, itemsAfter, workInTurn } from './piecework.ts'
import type { DynamodbChange, Index, Item, state, Table } from './state.ts'
import { forgetStream, settleStream } from './streams/stream.ts'
import { settledUnits } from './throughput/changes.ts'
import { noteUnits } from './throughput/gauges.ts'
import { countProgress } from './throughput/measures.ts'
import { forgetSupplies } from './throughput/supply.ts'
import { warmedUp } from './throughput/warmth.ts'

type Job = JobDefinition<typeof state>

/** Ends CREATING and UPDATING; `data` is the table's name. */
const settle: Job = {
  run(call) {
    const table = findTable(call, call.key, call.data)
    if (!table || table.status === 'DELETING') return
    const { restoration, ...rest } = settledUnits(table)
    const isNew = table.status === 'CREATING'
    const isCopy = restoration !== undefined || (isNew && rest.replicas !== undefined)
    const indexes = rest.indexes.flatMap((index) => settledIndex(call, table, index, isNew))
    const counted = isCopy ? { ...rest.counted, atMs: 0 } : rest.counted
    call.state.tables.put({ ...rest, status: 'ACTIVE', indexes, counted })
    noteUnits(call, table.name)
    settleStream(call, table)
  },
}

function settledIndex(call: DynamodbChange, table: Table, index: Index, isNew: boolean): Index[] {
  if (index.status === 'DELETING') {
    call.at(call.clock.now(), 'drop', index.id, 'entries')
    return []
  }
  if (index.status === 'CREATING' && !isNew) {
    if (index.isBackfilling) return [index]
    const data = { table: table.name, index: index.id }
    call.at(call.clock.now() + call.durations.msOf(indexBackfill), 'backfill', index.id, data)
    return [{ ...index, isBackfilling: true }]
  }
  const { isBackfilling: _, ...settled } = index
  return [{ ...settled, status: 'ACTIVE' }]
}

/** Ends what a table, or an index of it, is being warmed for; `data` is the table's name. */
const warmUp: Job = {
  run(call) {
    const table = findTable(call, call.key, call.data)
    if (table) call.state.tables.put(warmedUp(table))
  },
}

interface Backfill {
  readonly table: string
  readonly index: string
  /** The item that was filled in last. */
  readonly after?: ItemKey
}

/** Fills a new index with what the table holds, a piece at a time. */
const backfill: Job = {
  run(call) {
    const { table: name, index: id, after } = call.data as Backfill
    const table = call.state.tables.get(name)
    const index = table?.indexes.find((one) => one.id === id)
    if (!table || index?.status !== 'CREATING' || table.status === 'DELETING') return
    const { last, isWhole } = workInTurn<Item>(call, {
      max: itemsPerTurnMax,
      read: (reached, limit) => itemsAfter(call.state, table.id, reached ?? after, limit),
      work: (item) => keepEntry(call.state, table, index, item),
    })
    // Items lie in the order of their partitions' hashes.
    const share = last && !isWhole ? hashOf(last.partition) / hashesEnd : 1
    countProgress(call, table, index, share)
    if (last && !isWhole) {
      const next: Backfill = { table: name, index: id, after: itemKeyOf(last) }
      return call.at(call.clock.now(), 'backfill', id, next)
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
    noteUnits(call, table.name)
    forgetSupplies(call, table)
    forgetCollections(call, table)
    settleStream(call, table)
    tellOthers(call, table, 'GONE')
    if (table.replicas) call.at(call.clock.now(), 'forgetReplication', table.id)
    if (table.recovery) keepDeletedTable(call, table)
    else dropItems(call, table.id)
    for (const { id } of table.indexes) call.at(call.clock.now(), 'drop', id, 'entries')
  },
}

function findTable({ state }: DynamodbChange, id: string, name: unknown): Table | undefined {
  const table = state.tables.get(String(name))
  return table?.id === id ? table : undefined
}

export const jobs = {
  ...backupJobs,
  ...globalTableJobs,
  settle,
  count: countJob,
  warmUp,
  encrypt,
  backfill,
  remove,
  drop,
  expire,
  noteExpiries,
  forgetExpiries,
  forgetStream,
}
