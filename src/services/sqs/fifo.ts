/**
 * The order of FIFO queues: a message group gives its messages in the order in which they came, and
 * none while one of it is in flight. Each group has one entry that knows when it gives again, so
 * that a receive never looks through the backlog of a locked one.
 */
import { expiredUntil, freshUntil, merged, spanOf } from './spans.ts'
import type { Accepted, Group, Message, Position, Queue, SqsState } from './state.ts'

/**
 * 20 digits that rise with each message, as AWS's do.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
export function sequenceNumberOf({ sentAtMs, n }: Position): string {
  return String(firstSequenceNumber + BigInt(sentAtMs) * positionsPerMs + BigInt(n))
}

const firstSequenceNumber = 18_800_000_000_000_000_000n
const positionsPerMs = 1_000_000n

/** Behind all that the queue has accepted, even if that is long received and deleted. */
export function nextFifoPosition(state: SqsState, queue: Queue, now: number): Position {
  const age = state.accepted.index('age')
  const last: Accepted | undefined = age.first({ prefix: [queue.id], reverse: true })
  return last && last.sentAtMs >= now
    ? { sentAtMs: last.sentAtMs, n: last.n + 1 }
    : { sentAtMs: now, n: 0 }
}

/** A message that came in behind the others of its group. */
export function addToGroup(state: SqsState, message: Message): void {
  const { backlog, groupId: id = '', sentAtMs } = message
  if (!state.groups.get(backlog, id)) state.groups.put({ backlog, id, headSentAtMs: sentAtMs })
}

export function refreshGroup(state: SqsState, queue: Queue, message: Message, now: number): void {
  const id = message.groupId ?? ''
  const group = groupWithout(state, queue, id, now)
  if (group) state.groups.put(group)
  else state.groups.delete(queue.backlog, id)
}

/** What a group is once its expired messages are gone; `undefined` when none is left. */
export function groupWithout(
  state: SqsState,
  queue: Queue,
  id: string,
  now: number,
): Group | undefined {
  let head: Message | undefined
  let lockedUntilMs: number | undefined
  for (const message of messagesOf(state, queue, id, now)) {
    head ??= message
    // Those received come first, and there are never more of them than one receive takes.
    if (message.receiveCount === 0) break
    lockedUntilMs = Math.max(lockedUntilMs ?? 0, message.visibleAtMs)
  }
  if (!head) return undefined
  const group = { backlog: queue.backlog, id, headSentAtMs: head.sentAtMs }
  return lockedUntilMs === undefined ? group : { ...group, lockedUntilMs }
}

/** No more of the groups of these messages, just received, before an instant. */
export function lockGroups(state: SqsState, messages: readonly Message[], untilMs: number): void {
  const locked = new Set<string>()
  for (const { backlog, groupId: id = '', sentAtMs } of messages) {
    if (locked.has(id)) continue
    locked.add(id)
    state.groups.put({ backlog, id, headSentAtMs: sentAtMs, lockedUntilMs: untilMs })
  }
}

/**
 * Up to `max` messages in order: as many as there are of one group, then of the next one.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 */
export function chooseInOrder(
  state: SqsState,
  queue: Queue,
  { now, max }: { now: number; max: number },
): Message[] {
  const chosen: Message[] = []
  if (max <= 0) return chosen
  for (const group of readyGroups(state, queue, now)) {
    for (const message of messagesOf(state, queue, group.id, now)) {
      if (!isReady(queue, message, now)) break
      chosen.push(message)
      if (chosen.length === max) return chosen
    }
  }
  return chosen
}

function readyGroups(state: SqsState, queue: Queue, now: number): Iterable<Group> {
  const ready = state.groups.index('ready')
  const { delayMs } = queue.settings
  return merged(
    ready.range(spanOf(queue, 'returned', now)),
    ready.range(spanOf(queue, 'ready', now)),
    ({ headSentAtMs, lockedUntilMs }) => lockedUntilMs ?? headSentAtMs + delayMs,
  )
}

function messagesOf(state: SqsState, queue: Queue, id: string, now: number): Iterable<Message> {
  const prefix = [queue.backlog, id]
  return state.messages.index('group').range({ prefix, after: [expiredUntil(queue, now)] })
}

function isReady(queue: Queue, message: Message, now: number): boolean {
  const isFresh = message.receiveCount === 0
  return message.visibleAtMs <= (isFresh ? freshUntil(queue, now) : now)
}
