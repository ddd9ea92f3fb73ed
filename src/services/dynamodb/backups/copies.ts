/** Copies of items, a piece at a time, exact to the instant while their table goes on changing. */
import type { JobDefinition } from '../../../kernel/service.ts'
import { deleteItem, findItem, putItem } from '../items.ts'
import { itemKeyOf, itemsAfter, type JobTurn, workInTurn } from '../piecework.ts'
import type { DynamodbChange, Item, state, Table } from '../state.ts'
import type { Copy, Former, Position } from './backup-state.ts'
import { copiedPerTurnMax, restoring } from './backup-limits.ts'
import { forgetEnd, formerItem, formersAfter, isFirstAfter, positionNow, trim } from './history.ts'

type Job = JobDefinition<typeof state>

/** Copies a table's items as they are now, or were at an instant that can be restored. */
export function copyTable(
  call: DynamodbChange,
  table: Table,
  to: { readonly target: string; readonly restores?: string; readonly atMs?: number },
): void {
  const { atMs, ...rest } = to
  const as = atMs === undefined ? positionNow(call, table.id) : { atMs }
  start(call, { ...rest, source: table.id, sourceTable: table.name, as })
  keepHistory(call, table)
}

/** Copies what a backup holds. */
export function copyBackup(
  call: DynamodbChange,
  to: { readonly source: string; readonly target: string; readonly restores: string },
): void {
  start(call, to)
}

/** Writes the table as it is when it keeps its history as long as somebody needs that. */
export function keepHistory(call: DynamodbChange, table: Table): Table {
  const isNeeded = table.recovery !== undefined || isCopied(call, table.id)
  const { keepsHistory: _, ...rest } = table
  const kept = isNeeded ? { ...rest, keepsHistory: true } : rest
  call.state.tables.put(kept)
  if (!isNeeded && table.keepsHistory)
    call.at(call.clock.now(), 'trimHistory', table.id, table.name)
  return kept
}

/** Forgets items once nobody copies them: those of a table or backup that is gone. */
export function dropItems(call: DynamodbChange, space: string): void {
  if (isCopied(call, space)) return
  call.at(call.clock.now(), 'drop', space, 'items')
  call.at(call.clock.now(), 'trimHistory', space, '')
}

/** Nobody wants the copy any more. */
export function abandonCopy(call: DynamodbChange, target: string): void {
  const copy = call.state.copies.get(target)
  if (copy) end(call, copy)
}

/** `key` is the copy's target. */
export const copy: Job = {
  run(call) {
    const { state, key, at, clock } = call
    const known = state.copies.get(key)
    if (!known) return
    // What is still being written can't be read to its end.
    if (state.copies.get(known.source)) return at(clock.now(), 'copy', key)
    const next = known.undoneTo ? undo(call, known, known.undoneTo) : copyPiece(call, known)
    if (!next) return end(call, known)
    state.copies.put(next)
    at(clock.now(), 'copy', key)
  },
}

/** `key` is what the items are kept under; `data` the table's name. */
export const trimHistory: Job = {
  run(call) {
    const { key, data, state, at, clock } = call
    const table = state.tables.get(String(data))
    const own = table?.id === key ? table : undefined
    if (trim(call, key, own)) at(clock.now(), 'trimHistory', key, data)
    else if (!own) forgetEnd(call, key)
  },
}

function start(call: DynamodbChange, given: Omit<Copy, 'startedAtMs'>): void {
  const nowMs = call.clock.now()
  call.state.copies.put({ ...given, startedAtMs: nowMs })
  call.at(nowMs, 'copy', given.target)
}

/** `undefined`: the copy is complete. */
function copyPiece(call: JobTurn, known: Copy): Copy | undefined {
  const { source, after, as } = known
  const table = tableOf(call, known)
  const { last, isWhole } = workInTurn<Item>(call, {
    max: copiedPerTurnMax,
    read: (reached, limit) => itemsAfter(call.state, source, reached ?? after, limit),
    work: (item) => putItem({ call, table, place: itemKeyOf(item), old: undefined }, item),
  })
  if (last && !isWhole) return { ...known, after: itemKeyOf(last) }
  return as && { ...known, undoneTo: as }
}

/** Of what has changed since the copy's instant, the first change of each item tells what it was. */
function undo(call: JobTurn, known: Copy, from: Position): Copy | undefined {
  const { state } = call
  const table = tableOf(call, known)
  const { last } = workInTurn<Former>(call, {
    max: copiedPerTurnMax,
    read: (reached, limit) => formersAfter(state, known.source, reached ?? from, limit),
    work(former) {
      if (known.as && isFirstAfter(state, former, known.as)) putBack(call, table, former)
    },
  })
  return last && { ...known, undoneTo: { atMs: last.atMs, number: last.number } }
}

function putBack(call: DynamodbChange, table: Table, former: Former): void {
  const place = itemKeyOf(former)
  const old = findItem(call.state, table, place)
  const item = formerItem(former)
  if (item) putItem({ call, table, place, old }, item)
  else deleteItem({ call, table, place, old })
}

/** The table that items are copied to; a backup's has nothing but items. */
function tableOf({ state }: DynamodbChange, { target, restores }: Copy): Table {
  const table = restores === undefined ? undefined : state.tables.get(restores)
  return table ?? { ...spaceOnly, id: target }
}

const spaceOnly: Table = {
  name: '',
  id: '',
  createdAtMs: 0,
  status: 'ACTIVE',
  keys: { partition: [], sort: [] },
  indexes: [],
  billingMode: 'PAY_PER_REQUEST',
  throughput: { readUnits: 0, writeUnits: 0 },
  isProtected: false,
  tags: {},
  counted: { atMs: 0, items: 0, bytes: 0, indexes: {} },
}

function end(call: DynamodbChange, known: Copy): void {
  const { state, at, clock, durations } = call
  const { target, source, sourceTable, restores, startedAtMs } = known
  state.copies.delete(target)
  if (restores !== undefined) {
    const dueMs = startedAtMs + durations.msOf(restoring)
    at(Math.max(clock.now(), dueMs), 'settle', target, restores)
  }
  if (sourceTable === undefined) return
  const table = state.tables.get(sourceTable)
  if (table?.id === source) keepHistory(call, table)
  else if (!isBackup(call, source)) dropItems(call, source)
  else at(clock.now(), 'trimHistory', source, '')
}

function isCopied({ state }: DynamodbChange, space: string): boolean {
  return state.copies.index('source').first({ prefix: [space] }) !== undefined
}

/** A backup has taken over what was the table's. */
function isBackup({ state }: DynamodbChange, space: string): boolean {
  return state.backups.index('space').first({ prefix: [space] }) !== undefined
}
