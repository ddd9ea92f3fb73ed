/** Notes what happens to items, in the batch that does it. */
import { isSameItem } from '../comparison.ts'
import { sizeOfItem } from '../item-size.ts'
import { keyOfItem } from '../keys.ts'
import type { DynamodbChange, Item, StreamSetting, Table } from '../state.ts'
import { currentLog, shardFor, takeSequence } from './log.ts'
import { changesPerTrim, retentionMs, trimmedMax } from './stream-limits.ts'
import type { Change, Image, ViewType } from './stream-state.ts'
import { isGone } from './shards.ts'

type NotedItem = Image & Pick<Item, 'size'>

export interface Changed {
  readonly call: DynamodbChange
  readonly table: Table
  /** The hash of the partition key. */
  readonly partition: string
  readonly old: NotedItem | undefined
  readonly next: NotedItem | undefined
  readonly isExpiry: boolean
}

/** Of a table that has a stream. AWS: what changes nothing leaves no record. */
export function noteChange(changed: Changed, { id, viewType }: StreamSetting): void {
  const { call, table, old, next } = changed
  if (viewType === undefined || (old && next && isSame(old, next))) return
  const log = currentLog(call, id, table)
  const shard = shardFor(log, changed.partition)
  if (!shard) throw new Error(`no open shard in the stream of table ${table.name}`)
  const atMs = call.clock.now()
  call.state.changes.put({
    stream: id,
    shard: shard.number,
    sequence: takeSequence(log, atMs),
    atMs,
    ...shown(changed, viewType),
    isExpiry: changed.isExpiry,
  })
  if (log.changesUntilTrim-- <= 0) {
    log.changesUntilTrim = changesPerTrim
    trim(call, id)
  }
}

function isSame(old: NotedItem, next: NotedItem): boolean {
  if (old.size !== next.size) return false
  return (
    (next.json !== undefined && old.json === next.json) ||
    isSameItem(old.attributes, next.attributes)
  )
}

type Shown = Pick<Change, 'name' | 'keys' | 'old' | 'next' | 'size'>

function shown({ old, next, table }: Changed, viewType: ViewType): Shown {
  const name = next ? (old ? 'MODIFY' : 'INSERT') : 'REMOVE'
  const isBoth = viewType === 'NEW_AND_OLD_IMAGES'
  const oldImage = isBoth || viewType === 'OLD_IMAGE' ? old : undefined
  const nextImage = isBoth || viewType === 'NEW_IMAGE' ? next : undefined
  const keys = keyOfItem(table, (next ?? old)?.attributes ?? {})
  const size = sizeOfItem(keys) + (oldImage?.size ?? 0) + (nextImage?.size ?? 0)
  return { name, keys, old: oldImage, next: nextImage, size }
}

/** Forgets a piece of what is too old to be read, the oldest shard first. */
function trim({ state, clock }: DynamodbChange, stream: string): void {
  const nowMs = clock.now()
  const shard = state.shards.first({ prefix: [stream] })
  if (!shard) return
  const oldest = [...state.changes.range({ prefix: [stream, shard.number], limit: trimmedMax })]
  const old = oldest.filter(({ atMs }) => atMs + retentionMs <= nowMs)
  for (const { sequence } of old) state.changes.delete(stream, shard.number, sequence)
  const last = old.at(-1)
  if (oldest.length < trimmedMax && isGone(shard, nowMs)) state.shards.delete(stream, shard.number)
  else if (last) state.shards.put({ ...shard, trimmedTo: last.sequence })
}
