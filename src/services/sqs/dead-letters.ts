/** Messages that were received too often go to their queue's dead-letter queue. */
import { queueArn } from './address.ts'
import {
  deadLetterTargetNotFound,
  deadLetterTargetOfOtherType,
  redriveNotAllowed,
} from './attribute-errors.ts'
import { nextPosition, remove } from './backlog.ts'
import { nextFifoPosition } from './fifo.ts'
import { meterOf } from './metrics.ts'
import { findByArn } from './queue.ts'
import { allowsSource, type Redrive } from './redrive-policy.ts'
import { put } from './sending.ts'
import type { Message, Queue, SqsChange, SqsReading } from './state.ts'

/**
 * A queue may only name a dead-letter queue of its own account, region and kind that takes it.
 * @throws AwsError InvalidParameterValue
 */
export function checkDeadLetterTarget(
  { state, place }: SqsReading,
  source: { readonly name: string; readonly isFifo: boolean },
  { json, targetArn }: Redrive,
): void {
  const target = findByArn({ state, place }, targetArn)
  if (!target) throw deadLetterTargetNotFound(json)
  if (target.settings.isFifo !== source.isFifo) throw deadLetterTargetOfOtherType(json)
  if (!allowsSource(target.settings.redriveAllow, queueArn(place, source.name))) {
    throw redriveNotAllowed(json)
  }
}

/** `undefined` while a queue has no dead-letter queue, or that is gone. */
export function findDeadLetterQueue(reading: SqsReading, queue: Queue): Queue | undefined {
  const { redrive } = queue.settings
  return redrive && findByArn(reading, redrive.targetArn)
}

/** One more receive would be one too many. */
export function isDead(queue: Queue, message: Message): boolean {
  const { redrive } = queue.settings
  return redrive !== undefined && message.receiveCount >= redrive.maxReceiveCount
}

/**
 * The message keeps its id, body, attributes and count of receives. AWS: a standard one keeps the
 * time at which it was sent, so that its retention goes on; that of a FIFO queue starts anew, with
 * its own id for deduplication.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export function moveToDeadLetters(
  change: SqsChange,
  { queue, target }: { queue: Queue; target: Queue },
  message: Message,
): void {
  const { state, clock, place } = change
  const now = clock.now()
  const { receiveCount, earlierReceives = 0, receivedAtMs: _, deduplicationId, ...kept } = message
  const { isFifo } = target.settings
  meterOf(change, target)
  remove(state, queue, message, now)
  const moved: Message = {
    ...kept,
    ...(isFifo
      ? nextFifoPosition(state, target, now)
      : nextPosition(state, target.backlog, message.sentAtMs)),
    ...(deduplicationId !== undefined && { deduplicationId: message.id }),
    backlog: target.backlog,
    visibleAtMs: now,
    receiveCount: 0,
    earlierReceives: earlierReceives + receiveCount,
    sourceArn: queueArn(place, queue.name),
    movedAtMs: now,
  }
  put(change, target, moved)
}
