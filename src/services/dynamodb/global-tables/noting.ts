/** What a write to a global table notes for the other regions, in its own batch. */
import { writeAttributes } from '../attribute-json.ts'
import type { Writing } from '../items.ts'
import { type ItemPlace, keyOfItem } from '../keys.ts'
import type { DynamodbChange, Item, Table } from '../state.ts'
import { deletionKnownMs, replicationDelayMs } from './limits.ts'
import { type ItemVersion, partsOf, type Version } from './replica-state.ts'

/** Part of a write to a table that has replicas. What another region tells is told to nobody. */
export function noteReplicated(writing: Writing, next: Item | undefined): void {
  const { call, table, place, old, version } = writing
  keepVersion(writing, version ?? nextVersion(call, table, place), next === undefined)
  const item = next ?? old
  if (version || !item) return
  for (const { region, status } of table.replicas ?? []) {
    if (status !== 'DELETING') enqueue(call, table, region, item)
  }
}

export function keepVersion(
  { call, table, place }: Pick<Writing, 'call' | 'table' | 'place'>,
  { atMs, number, region }: Version,
  isGone: boolean,
): void {
  const { state, clock } = call
  const nowMs = clock.now()
  state.versions.put({
    space: table.id,
    ...place,
    atMs,
    number,
    region,
    ...(isGone && { goneAtMs: nowMs }),
  })
  // Each deletion forgets two that are long over, so that they never pile up.
  if (isGone) forgetDeletions(call, table.id, nowMs - deletionKnownMs)
}

export function isNewer(one: Version, two: Version): boolean {
  if (one.atMs !== two.atMs) return one.atMs > two.atMs
  if (one.number !== two.number) return one.number > two.number
  return one.region > two.region
}

/** Notes an item for a region; the first one of many sets the messenger on its way. */
export function enqueue(call: DynamodbChange, table: Table, region: string, item: Item): void {
  const { state, at, clock } = call
  const isFirst = !state.outgoing.first({ prefix: [table.id, region] })
  const { partition, sort } = item
  state.outgoing.put({
    space: table.id,
    region,
    partition,
    ...(sort !== undefined && { sort }),
    key: writeAttributes(keyOfItem(table, item.attributes)),
  })
  if (isFirst) {
    const data: Errand = { table: table.name, region }
    at(clock.now() + replicationDelayMs, 'replicate', keyOf(table.id, region), data)
  }
}

/** Of the jobs: which table, and which region of its others. */
export interface Errand {
  readonly table: string
  readonly region: string
  /** The item that was noted last. */
  readonly after?: ItemPlace
}

export function keyOf(space: string, region: string): string {
  return `${space} ${region}`
}

export function versionOf(
  { state }: DynamodbChange,
  table: Table,
  { partition, sort }: ItemPlace,
): ItemVersion | undefined {
  return state.versions.get(table.id, partition, ...partsOf(sort))
}

function nextVersion(call: DynamodbChange, table: Table, place: ItemPlace): Version {
  const { region } = call.place
  const nowMs = call.clock.now()
  const last = versionOf(call, table, place)
  if (!last || last.atMs < nowMs) return { atMs: nowMs, number: 0, region }
  return { atMs: last.atMs, number: last.number + 1, region }
}

function forgetDeletions({ state }: DynamodbChange, space: string, untilMs: number): void {
  for (const old of [...state.versions.index('gone').range({ prefix: [space], limit: 2 })]) {
    if (old.goneAtMs === undefined || old.goneAtMs > untilMs) return
    state.versions.delete(space, old.partition, ...partsOf(old.sort))
  }
}
