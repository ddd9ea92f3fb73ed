/**
 * A receive of a FIFO queue that is tried again is given the same messages with the same handles,
 * for five minutes, unless one of them was deleted or touched since.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-receiverequestattemptid-request-parameter.html
 */
import { checkId } from './draft.ts'
import { lockGroups } from './fifo.ts'
import { deduplicationMs } from './limits.ts'
import type { Received, Wanted } from './receiving.ts'
import type { Message, Queue, ReceiveAttempt, SqsChange } from './state.ts'

/**
 * `undefined`: there is nothing to be given again.
 * @throws AwsError InvalidParameterValue
 */
export function replayAttempt(
  { state, clock }: SqsChange,
  queue: Queue,
  id: string | undefined,
  { visibilityTimeoutMs }: Wanted,
): Received | undefined {
  if (id === undefined || !queue.settings.isFifo) return undefined
  checkId('ReceiveRequestAttemptId', id)
  const now = clock.now()
  const attempt = state.receiveAttempts.get(queue.id, id)
  if (!attempt || attempt.atMs + deduplicationMs <= now) return undefined
  const visibleAtMs = now + visibilityTimeoutMs
  const messages: Message[] = []
  for (const one of attempt.received) {
    const message = state.messages.get(queue.backlog, one.sentAtMs, one.n)
    if (!message || !isUntouched(message, one, attempt)) return undefined
    messages.push({ ...message, visibleAtMs })
  }
  for (const message of messages) state.messages.put(message)
  lockGroups(state, messages, visibleAtMs)
  state.receiveAttempts.put({ ...attempt, visibleAtMs })
  return { messages, isFull: false }
}

/** Also forgets a few attempts that are too old, so that as many go as come. */
export function rememberAttempt(
  { state, clock }: SqsChange,
  queue: Queue,
  id: string | undefined,
  messages: readonly Message[],
): void {
  const [first] = messages
  if (id === undefined || !first || !queue.settings.isFifo) return
  const now = clock.now()
  const span = { prefix: [queue.id], to: [now - deduplicationMs], limit: 2 }
  for (const old of [...state.receiveAttempts.index('age').range(span)]) {
    state.receiveAttempts.delete(queue.id, old.id)
  }
  const received = messages.map(({ sentAtMs, n, id, receiveCount }) => ({
    sentAtMs,
    n,
    id,
    receiveCount,
  }))
  const { visibleAtMs } = first
  state.receiveAttempts.put({ queueId: queue.id, id, atMs: now, received, visibleAtMs })
}

function isUntouched(
  message: Message,
  given: ReceiveAttempt['received'][number],
  { visibleAtMs }: ReceiveAttempt,
): boolean {
  return (
    message.id === given.id &&
    message.receiveCount === given.receiveCount &&
    message.visibleAtMs === visibleAtMs
  )
}
