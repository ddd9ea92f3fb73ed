/**
 * The end of a stream at which changes are added: its open shards and the last sequence number, kept
 * in memory so that a change costs one small write. What is kept is read again from the state when
 * the process is new, and whenever a shard has changed.
 */
import { memory } from '../../../kernel/memory.ts'
import { hashOf } from '../partition-hash.ts'
import type { DynamodbChange, Table } from '../state.ts'
import { type Counted, keepShards, nextSuccessionMs, openShards, shardCountOf } from './shards.ts'
import { nextSequence } from './sequence.ts'
import type { Shard } from './stream-state.ts'

export interface Log extends Counted {
  open: readonly Shard[]
  youngest: Shard | undefined
  /** Of the shards, as `open` was read. */
  revision: number
  successionMs: number
  changesUntilTrim: number
}

const logs = memory(() => new Map<string, Log>())

/** A stream's log as the state has it. */
export function logOf(call: DynamodbChange, stream: string): Log {
  const log = call.memory(logs).get(stream) ?? newLog(call, stream)
  const { revision } = call.state.shards
  if (log.revision === revision && isCommitted(call, log)) return log
  log.revision = revision
  log.open = openShards(call.state, stream)
  log.youngest = youngestOf(log.open)
  log.successionMs = nextSuccessionMs(log.open)
  log.last = Math.max(log.last, lastIn(call, log.open))
  return log
}

export function forgetLog(call: DynamodbChange, stream: string): void {
  call.memory(logs).delete(stream)
}

/** A stream's log, its shards caught up with the clock and with the table's partitions. */
export function currentLog(call: DynamodbChange, stream: string, table: Table): Log {
  const log = logOf(call, stream)
  const count = shardCountOf(table)
  if (log.open.length === 0) return log
  if (call.clock.now() < log.successionMs && log.open.length >= count) return log
  keepShards(call, log.open, log, count)
  return logOf(call, stream)
}

/** The shard that takes the changes of a partition key. */
export function shardFor({ open }: Log, partition: string): Shard | undefined {
  if (open.length === 1) return open[0]
  const at = hashOf(partition)
  return open.find(({ to }) => at < to)
}

export function takeSequence(log: Log, atMs: number): number {
  log.last = nextSequence(log.last, atMs)
  return log.last
}

/** What a call has changed and was refused for isn't there: its youngest shard tells. */
function isCommitted({ state }: DynamodbChange, { youngest }: Log): boolean {
  return youngest !== undefined && state.shards.get(youngest.stream, youngest.number) !== undefined
}

function youngestOf(shards: readonly Shard[]): Shard | undefined {
  return shards.toSorted((a, b) => b.number - a.number)[0]
}

function newLog(call: DynamodbChange, stream: string): Log {
  const log: Log = {
    open: [],
    youngest: undefined,
    last: 0,
    revision: -1,
    successionMs: 0,
    changesUntilTrim: 0,
  }
  call.memory(logs).set(stream, log)
  return log
}

function lastIn({ state }: DynamodbChange, shards: readonly Shard[]): number {
  let last = 0
  for (const { stream, number, first } of shards) {
    const change = state.changes.first({ prefix: [stream, number], reverse: true })
    last = Math.max(last, first, change?.sequence ?? 0)
  }
  return last
}
