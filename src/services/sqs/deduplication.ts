/**
 * A FIFO queue knows for five minutes what it has accepted, also when that is received, deleted or
 * purged: the same deduplication id is answered with the first message's ids.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html
 */
import { hash } from 'node:crypto'
import { deduplicationMs } from './limits.ts'
import type { Accepted, Message, Queue, SqsState } from './state.ts'

/** Of the body alone: attributes don't count. */
export function contentId(body: string): string {
  return hash('sha256', body)
}

export function findAccepted(
  state: SqsState,
  queue: Queue,
  message: Pick<Message, 'groupId' | 'deduplicationId'>,
  now: number,
): Accepted | undefined {
  const { deduplicationId = '' } = message
  const known = state.accepted.get(queue.id, scopeOf(queue, message), deduplicationId)
  return known && known.sentAtMs + deduplicationMs > now ? known : undefined
}

/** Also forgets a few of those that are too old, so that as many go as come. */
export function accept(state: SqsState, queue: Queue, message: Message, now: number): void {
  const { deduplicationId = '', sentAtMs, n, id: messageId } = message
  const span = { prefix: [queue.id], to: [now - deduplicationMs], limit: 2 }
  for (const old of [...state.accepted.index('age').range(span)]) {
    state.accepted.delete(old.queueId, old.scope, old.deduplicationId)
  }
  const scope = scopeOf(queue, message)
  state.accepted.put({ queueId: queue.id, scope, deduplicationId, messageId, sentAtMs, n })
}

function scopeOf({ settings }: Queue, { groupId = '' }: Pick<Message, 'groupId'>): string {
  return settings.deduplicationScope === 'messageGroup' ? groupId : ''
}
