/** A queue's messages: how many there are, where they stand, how they go. */
import { groupWithout, refreshGroup } from './fifo.ts'
import { expiredPerReceiveMax } from './limits.ts'
import { expiredUntil, type Phase, spanOf } from './spans.ts'
import type { Message, Position, Queue, SqsState } from './state.ts'

export function count(state: SqsState, queue: Queue, phase: Phase, now: number): number {
  return state.messages.index('visible').count(spanOf(queue, phase, now))
}

/** Behind all others of an instant. */
export function nextPosition(state: SqsState, backlog: string, sentAtMs: number): Position {
  const last = state.messages.first({ prefix: [backlog, sentAtMs], reverse: true })
  return { sentAtMs, n: last ? last.n + 1 : 0 }
}

export function remove(state: SqsState, queue: Queue, message: Message, now: number): void {
  state.messages.delete(message.backlog, message.sentAtMs, message.n)
  if (queue.settings.isFifo) refreshGroup(state, queue, message, now)
}

/** Removes a slice of what has expired; the rest is out of every span's reach already. */
export function dropExpired(state: SqsState, queue: Queue, now: number): void {
  const span = { prefix: [queue.backlog], through: [expiredUntil(queue, now)] }
  const expired = [...state.messages.range({ ...span, limit: expiredPerReceiveMax })]
  if (expired.length === 0) return
  const groupIds = new Set(queue.settings.isFifo ? expired.map((one) => one.groupId ?? '') : [])
  const groups = [...groupIds].map((id) => [id, groupWithout(state, queue, id, now)] as const)
  for (const { sentAtMs, n } of expired) state.messages.delete(queue.backlog, sentAtMs, n)
  for (const [id, group] of groups) {
    if (group) state.groups.put(group)
    else state.groups.delete(queue.backlog, id)
  }
}

/** The next instant at which something of a queue that gives nothing now can be received. */
export function nextReadyMs(state: SqsState, queue: Queue, now: number): number {
  const { isFifo, delayMs } = queue.settings
  const span = (phase: Phase) => spanOf(queue, phase, now)
  if (!isFifo) {
    const visible = state.messages.index('visible')
    const delayed = visible.first(span('delayed'))?.visibleAtMs ?? Infinity
    return Math.min(delayed, visible.first(span('inFlight'))?.visibleAtMs ?? Infinity)
  }
  const ready = state.groups.index('ready')
  const head = ready.first(span('delayed'))?.headSentAtMs ?? Infinity
  return Math.min(head + delayMs, ready.first(span('inFlight'))?.lockedUntilMs ?? Infinity)
}
