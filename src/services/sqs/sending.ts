/** How messages enter a queue. */
import { hash } from 'node:crypto'
import { nextPosition } from './backlog.ts'
import { accept, findAccepted } from './deduplication.ts'
import type { Draft } from './draft.ts'
import { addToGroup, nextFifoPosition, sequenceNumberOf } from './fifo.ts'
import { md5OfAttributes } from './message-attributes.ts'
import { meterOf } from './metrics.ts'
import type { Message, Position, Queue, SqsChange } from './state.ts'

/** Members of AWS's answer. */
export interface Sent {
  readonly MessageId: string
  readonly MD5OfMessageBody: string
  readonly MD5OfMessageAttributes?: string
  readonly MD5OfMessageSystemAttributes?: string
  readonly SequenceNumber?: string
}

/** Enqueues, unless the queue knows the message already; the answer's MD5s are of this draft. */
export function send(change: SqsChange, queue: Queue, draft: Draft, senderId: string): Sent {
  const { attributes, traceHeader } = draft
  const { isFifo } = queue.settings
  const bodyMd5 = hash('md5', draft.body)
  const known = isFifo ? findAccepted(change.state, queue, draft, change.clock.now()) : undefined
  const meter = meterOf(change, queue)
  const entered = known ?? enqueue(change, queue, { draft, bodyMd5, senderId })
  if (known) meter.deduplicated.add(1)
  else {
    meter.sent.add(1)
    meter.sentSize.add(draft.sizeBytes)
  }
  const sent: Sent = { MessageId: entered.messageId, MD5OfMessageBody: bodyMd5 }
  if (!attributes && traceHeader === undefined && !isFifo) return sent
  return {
    ...sent,
    ...(attributes && { MD5OfMessageAttributes: md5OfAttributes(attributes) }),
    ...(traceHeader !== undefined && { MD5OfMessageSystemAttributes: md5OfTrace(traceHeader) }),
    ...(isFifo && { SequenceNumber: sequenceNumberOf(entered) }),
  }
}

interface Complete {
  readonly draft: Draft
  readonly bodyMd5: string
  readonly senderId: string
}

/** One literal with every member: messages of one shape are made and read the fastest. */
function enqueue(
  change: SqsChange,
  queue: Queue,
  { draft, bodyMd5, senderId }: Complete,
): Position & { readonly messageId: string } {
  const { state, clock, newId } = change
  const { isFifo, delayMs } = queue.settings
  const now = clock.now()
  const position = isFifo
    ? nextFifoPosition(state, queue, now)
    : nextPosition(state, queue.backlog, now)
  const messageId = newId()
  put(change, queue, {
    backlog: queue.backlog,
    sentAtMs: position.sentAtMs,
    n: position.n,
    id: messageId,
    body: draft.body,
    bodyMd5,
    senderId,
    attributes: draft.attributes,
    traceHeader: draft.traceHeader,
    groupId: draft.groupId,
    deduplicationId: draft.deduplicationId,
    visibleAtMs: isFifo ? now : now + (draft.delayMs ?? delayMs),
    receiveCount: 0,
  })
  return { sentAtMs: position.sentAtMs, n: position.n, messageId }
}

/** A message that is complete enters the backlog, at a place that is still free. */
export function put({ state, clock, touch }: SqsChange, queue: Queue, message: Message): void {
  state.messages.add(message)
  if (queue.settings.isFifo) {
    accept(state, queue, message, clock.now())
    addToGroup(state, message)
  }
  touch(queue.id)
}

function md5OfTrace(traceHeader: string): string {
  return md5OfAttributes([{ name: 'AWSTraceHeader', type: 'String', value: traceHeader }])
}
