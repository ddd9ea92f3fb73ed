/**
 * A queue's messages over time. A message is *fresh* until it is first received, then *in flight*
 * until its visibility timeout is over, then *returned*. Nothing happens by timers: what a message
 * is follows from its instants.
 */
import type { Span } from '../../kernel/collection.ts'
import { fresh, type Queue, returning } from './state.ts'

/** A span of the index `visible`, whose first parts are backlog and freshness. */
export type PhaseSpan = Span & { readonly prefix: readonly [string, string] }

export type Phase = 'ready' | 'delayed' | 'returned' | 'inFlight'

/** What a queue holds at an instant, as spans of the index `visible`. */
export function spanOf(queue: Queue, phase: Phase, now: number): PhaseSpan {
  const { backlog } = queue
  const lived = { after: [expiredUntil(queue, now)] }
  switch (phase) {
    case 'ready':
      return { prefix: [backlog, fresh], ...lived, through: [freshUntil(queue, now)] }
    case 'delayed':
      return { prefix: [backlog, fresh], after: [freshUntil(queue, now)] }
    case 'returned':
      return { prefix: [backlog, returning], ...lived, through: [now] }
    case 'inFlight':
      return { prefix: [backlog, returning], after: [now] }
  }
}

/** Messages sent up to here have outlived the queue's retention. */
export function expiredUntil({ settings }: Queue, now: number): number {
  return now - settings.retentionMs
}

/**
 * Fresh messages that were due up to here may be received.
 * AWS: a change of a FIFO queue's delay holds for messages already sent, that of a standard queue
 * does not. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html
 */
export function freshUntil({ settings }: Queue, now: number): number {
  return settings.isFifo ? now - settings.delayMs : now
}

/** Two orders into one. */
export function* merged<T>(
  left: Iterable<T>,
  right: Iterable<T>,
  instantOf: (one: T) => number,
): Generator<T> {
  const rights = right[Symbol.iterator]()
  try {
    let next = rights.next()
    for (const one of left) {
      for (; !next.done && instantOf(next.value) < instantOf(one); next = rights.next()) {
        yield next.value
      }
      yield one
    }
    for (; !next.done; next = rights.next()) yield next.value
  } finally {
    rights.return?.()
  }
}
