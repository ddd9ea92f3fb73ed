/** Streams of tables, from being switched on until a day after they were switched off. */
import type { StreamSpecification } from '../../../generated/dynamodb.ts'
import type { JobDefinition } from '../../../kernel/service.ts'
import type { DynamodbChange, DynamodbReading, state, StreamSetting, Table } from '../state.ts'
import { alreadyOff, alreadyOn, streamNotFound } from './errors.ts'
import { currentLog, forgetLog, logOf } from './log.ts'
import { closeAll, openFirst, shardCountOf } from './shards.ts'
import { readStreamArn } from './stream-arn.ts'
import { forgottenPerTurnMax, retentionMs } from './stream-limits.ts'
import type { Stream, ViewType } from './stream-state.ts'

/** Changes are noted from now on. */
export function startStream(call: DynamodbChange, table: Table, viewType: ViewType): StreamSetting {
  const { state, clock, newId } = call
  const createdAtMs = clock.now()
  const stream: Stream = {
    table: table.name,
    label: labelOf(createdAtMs),
    id: newId(),
    tableId: table.id,
    viewType,
    keys: table.keys,
    createdAtMs,
    status: 'ENABLING',
  }
  state.streams.put(stream)
  openFirst(call, stream.id, logOf(call, stream.id), shardCountOf(table))
  return { viewType, label: stream.label, id: stream.id }
}

/**
 * The table with its stream switched on or off, as far as that is asked for.
 * @throws AwsError ValidationException when it is so already
 */
export function withStream(
  call: DynamodbChange,
  given: StreamSpecification | undefined,
  table: Table,
): Table {
  if (!given) return table
  const { StreamViewType: viewType } = given
  checkStreamChanges(table, given.StreamEnabled)
  if (viewType) return { ...table, stream: startStream(call, table, viewType) }
  stopStream(call, table)
  const { viewType: _, ...off } = table.stream ?? { label: '', id: '' }
  return { ...table, stream: off }
}

/** Nothing more is noted, and what was can be read for a day. */
export function stopStream(call: DynamodbChange, table: Table): void {
  const { state, clock, at } = call
  const stream = streamOf(call, table)
  if (!stream || !isNoting(stream)) return
  const log = currentLog(call, stream.id, table)
  closeAll(call, log.open, log)
  const readableUntilMs = clock.now() + retentionMs
  state.streams.put({ ...stream, status: 'DISABLING', readableUntilMs })
  at(readableUntilMs, 'forgetStream', stream.id, { table: stream.table, label: stream.label })
}

/** Ends ENABLING and DISABLING, as the table's own change ends. */
export function settleStream(call: DynamodbChange, table: Table): void {
  const stream = streamOf(call, table)
  if (stream?.status === 'ENABLING') call.state.streams.put({ ...stream, status: 'ENABLED' })
  if (stream?.status === 'DISABLING') call.state.streams.put({ ...stream, status: 'DISABLED' })
}

/** The latest stream of a table, on or off; `undefined`: it had none lately. */
export function streamOf({ state }: DynamodbReading, table: Table): Stream | undefined {
  return table.stream && state.streams.get(table.name, table.stream.label)
}

/** @throws AwsError ResourceNotFoundException */
export function requireStream({ state, clock }: DynamodbReading, arn: string): Stream {
  const named = readStreamArn(arn)
  const stream = named && state.streams.get(named.table, named.label)
  if (!stream || !isReadable(stream, clock.now())) throw streamNotFound(arn)
  return stream
}

export function isReadable({ readableUntilMs = Infinity }: Stream, nowMs: number): boolean {
  return nowMs < readableUntilMs
}

/** Its shards as they are by now. */
export function catchUp(call: DynamodbChange, stream: Stream): void {
  const table = call.state.tables.get(stream.table)
  if (table?.id === stream.tableId && isNoting(stream)) currentLog(call, stream.id, table)
}

function checkStreamChanges({ name, stream }: Table, isEnabled: boolean): void {
  const isOn = stream?.viewType !== undefined
  if (isEnabled && isOn) throw alreadyOn(name)
  if (!isEnabled && !isOn) throw alreadyOff(name)
}

function isNoting({ status }: Stream): boolean {
  return status === 'ENABLING' || status === 'ENABLED'
}

/** AWS: the instant, in milliseconds, without a zone. */
function labelOf(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, -1)
}

/** Forgets a stream that nobody may read any more, a piece at a time. */
export const forgetStream: JobDefinition<typeof state> = {
  run(call) {
    const { state, key, data, clock, at } = call
    const span = { prefix: [key], limit: forgottenPerTurnMax }
    const changes = [...state.changes.range(span)]
    for (const { shard, sequence } of changes) state.changes.delete(key, shard, sequence)
    if (changes.length === forgottenPerTurnMax) return at(clock.now(), 'forgetStream', key, data)
    const shards = [...state.shards.range(span)]
    for (const { number } of shards) state.shards.delete(key, number)
    if (shards.length === forgottenPerTurnMax) return at(clock.now(), 'forgetStream', key, data)
    const { table, label } = data as Pick<Stream, 'table' | 'label'>
    state.streams.delete(table, label)
    forgetLog(call, key)
  },
}
