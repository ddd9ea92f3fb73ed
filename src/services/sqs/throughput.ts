/**
 * How much a FIFO queue takes within a second.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
import type { Quota } from '../../kernel/limits.ts'
import { throttled } from './errors.ts'
import {
  fifoBatchedMessagesPerSecond,
  fifoCallsPerSecond,
  highThroughputBatchedMessagesPerSecond,
  highThroughputCallsPerSecond,
} from './limits.ts'
import type { Queue, SqsChange } from './state.ts'

export interface Load {
  /** Batches count as their single action: `SendMessage`. */
  readonly action: string
  /** Messages of a batch. */
  readonly batched?: number
  /** The message group of each message, where it is known. */
  readonly groupIds?: Iterable<string>
}

/**
 * Counts a call to a FIFO queue.
 * @throws AwsError ThrottlingException
 */
export function keepPace(change: SqsChange, queue: Queue, load: Load): void {
  if (!queue.settings.isFifo) return
  const { action, batched = 0, groupIds = [] } = load
  const calls = { queue, action, groupId: '', batched }
  if (queue.settings.throughputLimit === 'perQueue') {
    return pace(change, calls, fifoCallsPerSecond, fifoBatchedMessagesPerSecond)
  }
  pace(change, calls, highThroughputCallsPerSecond, highThroughputBatchedMessagesPerSecond)
  // AWS: a message group stays within one partition, and a partition takes what a queue takes else.
  for (const [groupId, messages] of countEach(groupIds)) {
    const own = { ...calls, groupId, batched: batched === 0 ? 0 : messages }
    pace(change, own, fifoCallsPerSecond, fifoBatchedMessagesPerSecond)
  }
}

function countEach(groupIds: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const id of groupIds) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

interface Counted {
  readonly queue: Queue
  readonly action: string
  readonly groupId: string
  readonly batched: number
}

function pace(change: SqsChange, counted: Counted, ofCalls: Quota, ofBatched: Quota): void {
  const { state, clock } = change
  const { queue, action, groupId } = counted
  const second = Math.floor(clock.now() / 1_000)
  const known = state.paces.get(queue.id, action, groupId)
  const sofar = known?.second === second ? known : { calls: 0, batched: 0 }
  const calls = sofar.calls + 1
  const batched = sofar.batched + counted.batched
  checkPace(change, counted, ofCalls, calls)
  checkPace(change, counted, ofBatched, batched)
  if (!known) forgetIdle(change, queue, second)
  state.paces.put({ queueId: queue.id, action, groupId, second, calls, batched })
}

function checkPace({ limits }: SqsChange, counted: Counted, quota: Quota, value: number): void {
  const limit = limits.valueOf(quota)
  if (value <= limit) return
  const { queue, action, groupId } = counted
  const facts = { quota: quota.name, limit, value, per: 'second', queue: queue.name, action }
  throw throttled(groupId === '' ? facts : { ...facts, groupId })
}

/** As many of past seconds go as come. */
function forgetIdle({ state }: SqsChange, queue: Queue, second: number): void {
  const span = { prefix: [queue.id], to: [second - 1], limit: 2 }
  for (const { action, groupId } of [...state.paces.index('age').range(span)]) {
    state.paces.delete(queue.id, action, groupId)
  }
}
