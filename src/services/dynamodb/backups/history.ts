/**
 * What items were, kept for tables that can be restored to an instant and for those that are being
 * copied. Every write notes what it replaces; whoever wants the items of an earlier instant takes
 * those of now, and of each that has changed since, what its first change replaced.
 */
import { memory } from '../../../kernel/memory.ts'
import { readAttributeJson, writeAttributes } from '../attribute-json.ts'
import type { NewItem, Writing } from '../items.ts'
import { tieOf } from '../keys.ts'
import type { DynamodbChange, DynamodbState, Item, Table } from '../state.ts'
import type { Former, Position } from './backup-state.ts'
import { formersPerTrim, formersTrimmedMax } from './backup-limits.ts'
import { earliestMs } from './recovery.ts'

/** Part of a write to a table that keeps its history. */
export function noteFormer({ call, table, place, old }: Writing): void {
  const { partition, sort } = place
  const end = endOf(call, table.id)
  call.state.formers.put({
    space: table.id,
    ...next(end, call.clock.now()),
    partition,
    ...(sort !== undefined && { sort }),
    tie: tieOf(place),
    ...(old && { old: keptItem(old) }),
  })
  if (end.untilTrim-- > 0) return
  end.untilTrim = formersPerTrim
  trim(call, table.id, table)
}

/** Behind the last change up to now. */
export function positionNow(call: DynamodbChange, space: string): Position {
  const { atMs, number } = endOf(call, space)
  const nowMs = call.clock.now()
  return atMs < nowMs ? { atMs: nowMs, number: -1 } : { atMs, number }
}

/** Changes behind a position, in their order. */
export function formersAfter(
  state: DynamodbState,
  space: string,
  position: Position,
  limit: number,
): readonly Former[] {
  return [...state.formers.range({ prefix: [space], after: partsOf(position), limit })]
}

/** Of all changes of its item behind the position, this is the first: what it replaced counts. */
export function isFirstAfter(state: DynamodbState, former: Former, position: Position): boolean {
  const span = { prefix: [former.space, former.tie], after: partsOf(position) }
  const first = state.formers.index('place').first(span)
  return first?.atMs === former.atMs && first.number === former.number
}

export function formerItem({ old }: Former): NewItem | undefined {
  if (old === undefined) return undefined
  const attributes = readAttributeJson(old.slice(old.indexOf('{')))
  return { size: Number.parseInt(old, 10), attributes }
}

/**
 * Forgets a piece of what nobody needs any more.
 * @returns `true`: there may be more.
 */
export function trim(call: DynamodbChange, space: string, table: Table | undefined): boolean {
  const { state } = call
  const neededMs = neededSinceMs(call, space, table)
  const span = { prefix: [space], limit: formersTrimmedMax }
  const old = [...state.formers.range(span)].filter(({ atMs }) => atMs < neededMs)
  for (const { atMs, number } of old) state.formers.delete(space, atMs, number)
  return old.length === formersTrimmedMax
}

/** By the copies under way and the table's own recovery; `Infinity`: nobody needs anything. */
function neededSinceMs(call: DynamodbChange, space: string, table: Table | undefined): number {
  const copies = [...call.state.copies.index('source').range({ prefix: [space] })]
  const byCopies = copies.map(({ as }) => as?.atMs ?? Infinity)
  const recovery = table?.recovery
  return Math.min(...byCopies, recovery ? earliestMs(recovery, call.clock.now()) : Infinity)
}

/** Where a table's history ends, kept in memory: a write then looks for nothing. */
interface End {
  atMs: number
  number: number
  untilTrim: number
}

const ends = memory(() => new Map<string, End>())

function endOf(call: DynamodbChange, space: string): End {
  const known = call.memory(ends)
  const end = known.get(space)
  if (end) return end
  const last = call.state.formers.first({ prefix: [space], reverse: true })
  const { atMs = 0, number = -1 } = last ?? {}
  const found = { atMs, number, untilTrim: formersPerTrim }
  known.set(space, found)
  return found
}

export function forgetEnd(call: DynamodbChange, space: string): void {
  call.memory(ends).delete(space)
}

function next(end: End, nowMs: number): { readonly atMs: number; readonly number: number } {
  const atMs = Math.max(end.atMs, nowMs)
  end.number = atMs === end.atMs ? end.number + 1 : 0
  end.atMs = atMs
  return { atMs, number: end.number }
}

function partsOf({ atMs, number }: Position): readonly number[] {
  return number === undefined ? [atMs] : [atMs, number]
}

function keptItem({ size, json, attributes }: Item): string {
  return size + (json ?? writeAttributes(attributes))
}
