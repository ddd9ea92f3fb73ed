/**
 * What senders give, in AWS's members, read into a draft of a message: for SendMessage, for each entry
 * of a batch, and for events of other services. It is read where it stands, without a copy in between.
 */
import type { SendMessageRequest } from '../../generated/sqs.ts'
import { checkCharacters } from './characters.ts'
import { contentId } from './deduplication.ts'
import { missingParameter } from './errors.ts'
import { delaySecondsMax } from './limits.ts'
import {
  type MessageAttribute,
  readAttributes,
  readTraceHeader,
  sizeOfAttributes,
} from './message-attributes.ts'
import {
  deduplicationIdMissing,
  deduplicationIdNotAllowed,
  delayNotAllowed,
  type IdParameter,
  invalidDelay,
  invalidId,
  messageTooLong,
} from './message-errors.ts'
import type { Queue } from './state.ts'

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

/** @throws AwsError InvalidParameterValue */
export function checkId(parameter: IdParameter, value: string): void {
  if (!alphanumericAndPunctuation.test(value)) throw invalidId(parameter, value)
}
