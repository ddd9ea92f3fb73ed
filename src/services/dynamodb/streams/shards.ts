/**
 * A stream's shards. Each takes the changes of a span of partition keys, as the table's partitions do;
 * after some hours it is closed and another takes its place, and where partitions grow, two do. All of
 * it is caught up with when somebody writes or looks: an idle stream costs nothing.
 */
import { hash } from 'node:crypto'
import { hashesEnd } from '../partition-hash.ts'
import type { DynamodbChange, DynamodbState } from '../state.ts'
import { countPartitions, type Partitioned } from '../throughput/key-ranges.ts'
import { nextSequence } from './sequence.ts'
import { retentionMs, shardLifeMs } from './stream-limits.ts'
import type { Shard } from './stream-state.ts'

/** Where the numbers of a stream are counted. */
export interface Counted {
  /** The highest sequence number that was given away. */
  last: number
}

/** As many as the table has partitions. (AWS tells of no number; its streams have a shard a partition.) */
export function shardCountOf(table: Partitioned): number {
  return countPartitions(table, undefined)
}

/** Those that take changes, in the order of what they take. */
export function openShards(state: DynamodbState, stream: string): readonly Shard[] {
  const open = [...state.shards.range({ prefix: [stream] })].filter(isOpen)
  return open.sort((a, b) => a.from - b.from)
}

export function isOpen({ last }: Shard): boolean {
  return last === undefined
}

/** Closed so long ago that all that it had is trimmed. */
export function isGone({ closedAtMs }: Shard, nowMs: number): boolean {
  return closedAtMs !== undefined && closedAtMs + retentionMs <= nowMs
}

export function openFirst(
  call: DynamodbChange,
  stream: string,
  counted: Counted,
  count: number,
): void {
  const openedAtMs = call.clock.now()
  const span = { stream, from: 0, to: hashesEnd, openedAtMs }
  const spans = widened([span], count, (one) => halvesOf(one, openedAtMs))
  for (const one of spans) open(call, counted, one)
}

/** Closes what is old and opens what follows, and splits shards until there are enough. */
export function keepShards(
  call: DynamodbChange,
  shards: readonly Shard[],
  counted: Counted,
  count: number,
): void {
  const nowMs = call.clock.now()
  let kept = [...shards]
  for (;;) {
    const [due] = kept.filter((one) => successionOf(one, nowMs) <= nowMs).sort(bySuccession(nowMs))
    if (!due) break
    kept = kept.map((one) => (one === due ? succeed(call, due, counted) : one))
  }
  widened(kept, count, (one) => split(call, one, counted))
}

export function closeAll(call: DynamodbChange, shards: readonly Shard[], counted: Counted): void {
  const nowMs = call.clock.now()
  for (const one of shards) {
    counted.last = nextSequence(counted.last, nowMs)
    call.state.shards.put({ ...one, last: counted.last, closedAtMs: nowMs })
  }
}

/** When the next of some shards is to be followed by another. */
export function nextSuccessionMs(shards: readonly Shard[]): number {
  return Math.min(...shards.map(({ openedAtMs }) => openedAtMs + shardLifeMs))
}

type Span = Pick<Shard, 'stream' | 'from' | 'to' | 'openedAtMs'>

function halvesOf({ stream, from, to }: Span, openedAtMs: number): readonly [Span, Span] {
  const middle = (from + to) / 2
  return [
    { stream, from, to: middle, openedAtMs },
    { stream, from: middle, to, openedAtMs },
  ]
}

/** Halves the widest, the first of them first, until there are as many as wanted. */
function widened<T extends Span>(
  spans: readonly T[],
  count: number,
  halve: (one: T) => readonly [T, T],
): readonly T[] {
  const all = [...spans]
  while (all.length < count) {
    const widest = all.reduce((a, b) => (b.to - b.from > a.to - a.from ? b : a))
    all.splice(all.indexOf(widest), 1, ...halve(widest))
  }
  return all
}

/** When the oldest successor begins that isn't wholly trimmed yet. */
function successionOf({ openedAtMs }: Shard, nowMs: number): number {
  const endedAtMs = openedAtMs + shardLifeMs
  const missed = Math.floor((nowMs - retentionMs - endedAtMs) / shardLifeMs)
  return endedAtMs + Math.max(0, missed) * shardLifeMs
}

function bySuccession(nowMs: number) {
  return (a: Shard, b: Shard) => successionOf(a, nowMs) - successionOf(b, nowMs)
}

function succeed(call: DynamodbChange, shard: Shard, counted: Counted): Shard {
  const openedAtMs = successionOf(shard, call.clock.now())
  const span = { stream: shard.stream, from: shard.from, to: shard.to }
  const parentId = shardIdOf({ ...span, openedAtMs: openedAtMs - shardLifeMs })
  const isNext = openedAtMs === shard.openedAtMs + shardLifeMs
  const next = { ...span, openedAtMs, parentId: isNext ? shard.id : parentId }
  const opened = open(call, counted, next)
  close(call, shard, { last: opened.first - 1, closedAtMs: shard.openedAtMs + shardLifeMs })
  return opened
}

function split(call: DynamodbChange, shard: Shard, counted: Counted): readonly [Shard, Shard] {
  const nowMs = call.clock.now()
  const [lower, upper] = halvesOf(shard, nowMs)
  const one = open(call, counted, { ...lower, parentId: shard.id })
  const two = open(call, counted, { ...upper, parentId: shard.id })
  close(call, shard, { last: one.first - 1, closedAtMs: nowMs })
  return [one, two]
}

function open(
  { state }: DynamodbChange,
  counted: Counted,
  span: Span & { readonly parentId?: string },
): Shard {
  const youngest = state.shards.first({ prefix: [span.stream], reverse: true })
  counted.last = nextSequence(counted.last, span.openedAtMs)
  const shard: Shard = {
    ...span,
    id: shardIdOf(span),
    number: (youngest?.number ?? 0) + 1,
    first: counted.last,
  }
  state.shards.put(shard)
  return shard
}

function close(
  { state }: DynamodbChange,
  shard: Shard,
  end: Required<Pick<Shard, 'last' | 'closedAtMs'>>,
): void {
  state.shards.put({ ...shard, ...end })
}

/** AWS: the instant at which it was opened, and eight hexadecimal digits. */
function shardIdOf({ stream, from, to, openedAtMs }: Span): string {
  const mark = hash('sha256', `${stream} ${from} ${to}`, 'hex').slice(0, 8)
  return `shardId-${String(openedAtMs).padStart(20, '0')}-${mark}`
}
