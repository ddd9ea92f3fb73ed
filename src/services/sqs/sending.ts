/** How messages enter a queue. */
import { hash } from 'node:crypto'
import type { SendMessageRequest } from '../../generated/sqs.ts'
import { nextPosition } from './backlog.ts'
import { checkCharacters } from './characters.ts'
import { accept, contentId, findAccepted } from './deduplication.ts'
import { missingParameter } from './errors.ts'
import { addToGroup, nextFifoPosition, sequenceNumberOf } from './fifo.ts'
import { delaySecondsMax } from './limits.ts'
import {
  md5OfAttributes,
  type MessageAttribute,
  readAttributes,
  readTraceHeader,
  sizeOfAttributes,
} from './message-attributes.ts'
import {
  deduplicationIdMissing,
  deduplicationIdNotAllowed,
  delayNotAllowed,
  invalidDelay,
  invalidId,
  messageTooLong,
} from './message-errors.ts'
import { meterOf } from './metrics.ts'
import type { Message, Position, Queue, SqsChange } from './state.ts'

/** What senders give; that of a batch's entry has these members too. */
export type Given = Omit<SendMessageRequest, 'QueueUrl'>

/** A message that its queue would take. */
export interface Draft {
  readonly body: string
  /** With its attributes. */
  readonly sizeBytes: number
  readonly attributes?: readonly MessageAttribute[]
  readonly traceHeader?: string
  readonly delayMs?: number
  readonly groupId?: string
  readonly deduplicationId?: string
}

/** Members of AWS's answer. */
export interface Sent {
  readonly MessageId: string
  readonly MD5OfMessageBody: string
  readonly MD5OfMessageAttributes?: string
  readonly MD5OfMessageSystemAttributes?: string
  readonly SequenceNumber?: string
}

/** @throws AwsError for what the queue doesn't take */
export function readDraft(queue: Queue, given: Given): Draft {
  const body = given.MessageBody
  if (!body) throw missingParameter('MessageBody')
  checkCharacters(body, 'message body')
  const attributes = readAttributes(given.MessageAttributes)
  const traceHeader = readTraceHeader(given.MessageSystemAttributes)
  const sizeBytes = Buffer.byteLength(body) + sizeOfAttributes(attributes)
  const limit = queue.settings.messageSizeBytesMax
  if (sizeBytes > limit) throw messageTooLong(sizeBytes, limit)
  const { isFifo } = queue.settings
  const members = isFifo ? readFifoMembers(queue, given) : readStandardMembers(given)
  const { delayMs, groupId, deduplicationId } = members
  return { body, sizeBytes, attributes, traceHeader, delayMs, groupId, deduplicationId }
}

/** Of a message that may not be one that its queue would take. */
export function sizeOfGiven({
  MessageBody: body = '',
  MessageAttributes: given = {},
}: Given): number {
  const attributes = Object.entries(given).map(([name, value]) => ({
    name,
    type: value.DataType ?? '',
    value: value.StringValue ?? value.BinaryValue ?? '',
  }))
  return Buffer.byteLength(body) + sizeOfAttributes(attributes)
}

type QueueMembers = Pick<Draft, 'delayMs' | 'groupId' | 'deduplicationId'>

function readStandardMembers(given: Given): QueueMembers {
  const { DelaySeconds: delay, MessageGroupId: groupId } = given
  if (delay !== undefined && (delay < 0 || delay > delaySecondsMax)) {
    throw invalidDelay(delay, delaySecondsMax)
  }
  if (given.MessageDeduplicationId !== undefined) throw deduplicationIdNotAllowed()
  if (groupId !== undefined) checkId('MessageGroupId', groupId)
  return { delayMs: delay === undefined ? undefined : delay * 1_000, groupId }
}

function readFifoMembers({ settings }: Queue, given: Given): QueueMembers {
  const { DelaySeconds: delay, MessageGroupId: groupId, MessageDeduplicationId: id } = given
  // AWS: 0 is taken, and the queue's own delay holds nevertheless.
  if (delay) throw delayNotAllowed(delay)
  if (!groupId) throw missingParameter('MessageGroupId')
  checkId('MessageGroupId', groupId)
  if (id === undefined && !settings.isContentDeduplicated) throw deduplicationIdMissing()
  if (id !== undefined) checkId('MessageDeduplicationId', id)
  return { groupId, deduplicationId: id ?? contentId(given.MessageBody) }
}

const alphanumericAndPunctuation = /^[\x21-\x7e]{1,128}$/

function checkId(parameter: 'MessageGroupId' | 'MessageDeduplicationId', value: string): void {
  if (!alphanumericAndPunctuation.test(value)) throw invalidId(parameter, value)
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
