/** A message as a receive answers it, in AWS's members: with the attributes that were asked for. */
import type {
  Message as AwsMessage,
  MessageSystemAttributeName,
  ReceiveMessageRequest,
} from '../../generated/sqs.ts'
import { unknownAttribute } from './attribute-errors.ts'
import { isQueueAttribute } from './attributes.ts'
import { sequenceNumberOf } from './fifo.ts'
import { attributeValue, md5OfAttributes } from './message-attributes.ts'
import { handleOf } from './receipt.ts'
import type { Message, Queue } from './state.ts'

type SystemName = Exclude<MessageSystemAttributeName, 'All'>

export interface Selection {
  readonly system: readonly SystemName[]
  readonly isWanted: (name: string) => boolean
}

const systemAttributes: Readonly<Record<SystemName, (message: Message) => unknown>> = {
  SenderId: ({ senderId }) => senderId,
  SentTimestamp: ({ sentAtMs }) => sentAtMs,
  ApproximateReceiveCount: ({ receiveCount, earlierReceives = 0 }) =>
    receiveCount + earlierReceives,
  ApproximateFirstReceiveTimestamp: ({ firstReceivedAtMs }) => firstReceivedAtMs,
  SequenceNumber: (message) =>
    message.deduplicationId === undefined ? undefined : sequenceNumberOf(message),
  MessageDeduplicationId: ({ deduplicationId }) => deduplicationId,
  MessageGroupId: ({ groupId }) => groupId,
  AWSTraceHeader: ({ traceHeader }) => traceHeader,
  DeadLetterQueueSourceArn: ({ sourceArn }) => sourceArn,
}

const systemNames = Object.keys(systemAttributes) as SystemName[]

/**
 * AWS: attributes of queues may stand in the older list, whose type is theirs, and are ignored.
 * https://docs.rs/rusoto_sqs/0.30.0/rusoto_sqs/struct.ReceiveMessageRequest.html
 * @throws AwsError InvalidAttributeName
 */
export function readSelection(input: ReceiveMessageRequest): Selection {
  const { AttributeNames: old = [], MessageSystemAttributeNames: recent = [] } = input
  const asked: readonly string[] = [...old.filter((name) => !isQueueAttribute(name)), ...recent]
  const unknown = asked.find((name) => name !== 'All' && !Object.hasOwn(systemAttributes, name))
  if (unknown !== undefined) throw unknownAttribute(unknown)
  const system = systemNames.filter((name) => asked.includes(name) || asked.includes('All'))
  return { system, isWanted: matcherOf(input.MessageAttributeNames ?? []) }
}

export function writeMessage(queue: Queue, message: Message, selection: Selection): AwsMessage {
  const system = selection.system.flatMap((name) => {
    const value = systemAttributes[name](message)
    return value === undefined ? [] : [[name, String(value)] as const]
  })
  const attributes = message.attributes?.filter(({ name }) => selection.isWanted(name)) ?? []
  return {
    MessageId: message.id,
    ReceiptHandle: handleOf(queue, message),
    MD5OfBody: message.bodyMd5,
    Body: message.body,
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(attributes.length > 0 && {
      MD5OfMessageAttributes: md5OfAttributes(attributes),
      MessageAttributes: Object.fromEntries(
        attributes.map((attribute) => [attribute.name, attributeValue(attribute)]),
      ),
    }),
  }
}

/** Whole names, `All`, `.*`, and `prefix.*` for all that start so. */
function matcherOf(patterns: readonly string[]): (name: string) => boolean {
  if (patterns.length === 0) return () => false
  if (patterns.includes('All') || patterns.includes('.*')) return () => true
  const prefixes = patterns.filter((one) => one.endsWith('.*')).map((one) => one.slice(0, -2))
  return (name) => patterns.includes(name) || prefixes.some((prefix) => name.startsWith(prefix))
}
