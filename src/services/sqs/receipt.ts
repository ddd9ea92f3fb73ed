/**
 * Receipt handles: each receive of a message gives a new one. Opaque to clients, they hold what is
 * needed to find the message again.
 */
import { handleOfAnotherQueue, invalidHandle } from './receiving-errors.ts'
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
  return write(parts.join(' '))
}

/** Ids and whole numbers, in the order in which they are written. */
const form = /^(\S+) (-?\d{1,16}) (\d{1,16}) (-?\d{1,16}) (\d{1,10}) (\S+)$/

function write(text: string): string {
  return head + Buffer.from(text).toString('base64')
}

/** A handle that a receive of this message has given: the latest, or an earlier one. */
export function isGiven(receipt: Receipt, message: Message): boolean {
  const { receivedAtMs, receiveCount } = receipt
  const { receivedAtMs: latestMs = 0, firstReceivedAtMs: firstMs = latestMs } = message
  if (receiveCount === message.receiveCount) return receivedAtMs === latestMs
  const isEarlier = receiveCount >= 1 && receiveCount < message.receiveCount
  return isEarlier && receivedAtMs >= firstMs && receivedAtMs <= latestMs
}

/**
 * Nothing but what `handleOf` has written is taken; whether it was ever given is the message's to say.
 * @throws AwsError ReceiptHandleIsInvalid
 */
export function readHandle(queue: Queue, handle: string): Receipt {
  const text = Buffer.from(handle.slice(head.length), 'base64').toString()
  const parts = form.exec(text)
  if (!parts || handle !== write(text)) throw invalidHandle(handle)
  const [, queueId, sentAtMs, n, receivedAtMs, receiveCount, messageId = ''] = parts
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
