/** The worker: takes orders, handles them, and tries to take them out of the queue. */
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import type { Queue } from './world.ts'

/** AWS answers at most ten messages, and may answer fewer than there are. */
const receivesMax = 10

/** Everything that is visible now. */
export async function receiveAll(sqs: SQSClient, { url }: Queue): Promise<Message[]> {
  const all: Message[] = []
  for (let receives = 0; receives < receivesMax; receives++) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      }),
    )
    if (Messages.length === 0) break
    all.push(...Messages)
  }
  return all
}

export interface Failure {
  readonly code: string
  readonly status: number | undefined
  readonly message: string
  readonly requestId: string
}

/** `undefined`: it worked. */
export async function tryDelete(
  sqs: SQSClient,
  { url }: Queue,
  { ReceiptHandle }: Message,
): Promise<Failure | undefined> {
  return failureOf(sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle })))
}

/** What AWS's refusal of a call says; `undefined`: it wasn't refused. */
export async function failureOf(call: Promise<unknown>): Promise<Failure | undefined> {
  try {
    await call
    return undefined
  } catch (error) {
    const { name, message, $metadata } = error as Error & {
      readonly $metadata?: { readonly requestId?: string; readonly httpStatusCode?: number }
    }
    if (!$metadata?.requestId) throw error
    const { requestId, httpStatusCode } = $metadata
    return { code: name, message, requestId, status: httpStatusCode }
  }
}

/** How many messages wait, and how many are with workers. */
export async function depthOf(
  sqs: SQSClient,
  { url }: Queue,
): Promise<{ readonly waiting: number; readonly inFlight: number }> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  )
  return {
    waiting: Number(Attributes['ApproximateNumberOfMessages']),
    inFlight: Number(Attributes['ApproximateNumberOfMessagesNotVisible']),
  }
}

/** As often as each message was received, this time included. */
export function receiveCounts(messages: readonly Message[]): number[] {
  return messages.map(({ Attributes }) => Number(Attributes?.ApproximateReceiveCount))
}
