/** A little queue of jobs, as an application would have it: what the example tests. */
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'

export interface Jobs {
  readonly client: SQSClient
  readonly queueUrl: string
}

export async function submit({ client, queueUrl }: Jobs, job: object): Promise<void> {
  await client.send(
    new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(job) }),
  )
}

/** Takes one job and works on it; when that fails the job comes back after its timeout. */
export async function workOnce(
  { client, queueUrl }: Jobs,
  work: (job: unknown) => Promise<void>,
): Promise<'worked' | 'failed' | 'idle'> {
  const { Messages: [message] = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl }),
  )
  if (!message) return 'idle'
  try {
    await work(JSON.parse(message.Body ?? 'null'))
  } catch {
    return 'failed'
  }
  const ReceiptHandle = message.ReceiptHandle
  await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }))
  return 'worked'
}
