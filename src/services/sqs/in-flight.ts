/** What is done to messages by their receipt handles. */
import { remove } from './backlog.ts'
import { refreshGroup } from './fifo.ts'
import { invisibleMsMax, receiptHandleMsMax, visibilityTimeoutSecondsMax } from './limits.ts'
import { meterOf } from './metrics.ts'
import { isGiven, readHandle, type Receipt } from './receipt.ts'
import {
  expiredHandle,
  invalidHandle,
  notInFlight,
  timeoutBeyondLimit,
} from './receiving-errors.ts'
import { expiredUntil } from './spans.ts'
import type { Message, Queue, SqsChange } from './state.ts'

/**
 * AWS: deleting a message that is gone succeeds. In a standard queue an older receive's handle
 * deletes it too; in a FIFO queue a handle ends with its visibility timeout.
 * @throws AwsError ReceiptHandleIsInvalid or InvalidParameterValue
 */
export function deleteReceived(change: SqsChange, queue: Queue, handle: string): void {
  const { state, clock, touch } = change
  const now = clock.now()
  const receipt = readHandle(queue, handle)
  const message = find(change, queue, receipt)
  checkAge(receipt, now)
  if (!message) return meterOf(change, queue).deleted.add(1)
  if (queue.settings.isFifo && !isInFlight(message, receipt, now)) {
    throw expiredHandle(handle, causeOf(queue, message))
  }
  remove(state, queue, message, now)
  meterOf(change, queue).deleted.add(1)
  // The next message of its group may be due now.
  if (queue.settings.isFifo) touch(queue.id)
}

/**
 * The timeout counts from now, and is not remembered for later receives.
 * @throws AwsError InvalidParameterValue or ReceiptHandleIsInvalid
 */
export function changeVisibility(
  change: SqsChange,
  queue: Queue,
  { handle, timeoutSeconds }: { handle: string; timeoutSeconds: number },
): void {
  const { state, clock, touch } = change
  const now = clock.now()
  const receipt = readHandle(queue, handle)
  const message = find(change, queue, receipt)
  const isStale = message !== undefined && message.receiveCount !== receipt.receiveCount
  const { isFifo } = queue.settings
  if (!message || isStale || (isFifo && !isInFlight(message, receipt, now))) {
    throw notInFlight(handle, causeOf(queue, message))
  }
  // AWS is said to take it, and to do nothing: localstack/localstack#9632.
  if (!isInFlight(message, receipt, now)) return
  const visibleAtMs = now + timeoutSeconds * 1_000
  if (visibleAtMs - receipt.receivedAtMs > invisibleMsMax) {
    throw timeoutBeyondLimit(timeoutSeconds, visibilityTimeoutSecondsMax)
  }
  const changed = { ...message, visibleAtMs }
  state.messages.put(changed)
  if (isFifo) refreshGroup(state, queue, changed, now)
  touch(queue.id)
}

function find(change: SqsChange, queue: Queue, receipt: Receipt): Message | undefined {
  const { sentAtMs, n, messageId } = receipt
  const message = change.state.messages.get(queue.backlog, sentAtMs, n)
  const isThis =
    message?.id === messageId && message.sentAtMs > expiredUntil(queue, change.clock.now())
  if (!isThis) return undefined
  if (!isGiven(receipt, message)) throw invalidHandle(receipt.handle)
  return message
}

function isInFlight(message: Message, receipt: Receipt, now: number): boolean {
  return message.receiveCount === receipt.receiveCount && message.visibleAtMs > now
}

function checkAge({ handle, receivedAtMs }: Receipt, now: number): void {
  if (now - receivedAtMs <= receiptHandleMsMax) return
  throw expiredHandle(handle, {
    kind: 'state',
    receivedAtMs,
    untilMs: receivedAtMs + receiptHandleMsMax,
  })
}

function causeOf(queue: Queue, message: Message | undefined) {
  const facts = { kind: 'state', queue: queue.name } as const
  if (!message) return { ...facts, message: 'deleted' }
  const { id, visibleAtMs, receiveCount } = message
  return { ...facts, message: id, visibleAtMs, receiveCount }
}
