/**
 * Receipt handles: each receive of a message gives a new one. Opaque to clients, they hold what is
 * needed to find the message again.
 */
import { handleOfAnotherQueue, invalidHandle } from './errors.ts'
import type { Message, Position, Queue } from './state.ts'

export interface Receipt extends Position {
  readonly handle: string
  readonly messageId: string
  readonly receivedAtMs: number
  readonly receiveCount: number
}

/** AWS's own handles start so, too. */
const head = 'AQEB'

export function handleOf(queue: Queue, message: Message): string {
  const { sentAtMs, n, receivedAtMs = 0, receiveCount, id } = message
  const parts = [queue.id, sentAtMs, n, receivedAtMs, receiveCount, id]
  return head + Buffer.from(parts.join(' ')).toString('base64')
}

/** @throws AwsError ReceiptHandleIsInvalid */
export function readHandle(queue: Queue, handle: string): Receipt {
  const parts = Buffer.from(handle.slice(head.length), 'base64').toString().split(' ')
  const [queueId, sentAtMs, n, receivedAtMs, receiveCount, messageId] = parts
  if (!handle.startsWith(head) || parts.length !== 6 || !messageId) throw invalidHandle(handle)
  if (queueId !== queue.id) throw handleOfAnotherQueue(handle, queue.name)
  return {
    handle,
    messageId,
    sentAtMs: Number(sentAtMs),
    n: Number(n),
    receivedAtMs: Number(receivedAtMs),
    receiveCount: Number(receiveCount),
  }
}
