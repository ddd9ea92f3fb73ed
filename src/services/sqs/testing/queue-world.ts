/** A cloud with SQS alone, and queues that are easily asked things. */
import { expect } from 'vitest'
import { testPlace, world, type WorldOptions } from '../../../../test/support/world.ts'
import type {
  Message,
  ReceiveMessageRequest,
  ReceiveMessageResult,
  SendMessageRequest,
  SendMessageResult,
} from '../../../generated/sqs.ts'
import { sqs } from '../service.ts'

export function queueWorld(options: Partial<WorldOptions> = {}) {
  const cloud = world({ ...options, services: [sqs] })

  async function queue(name: string, attributes: Record<string, string> = {}) {
    const isFifo = name.endsWith('.fifo')
    const Attributes = { ...(isFifo && { FifoQueue: 'true' }), ...attributes }
    const { QueueUrl } = await cloud.call<{ QueueUrl: string }>('CreateQueue', {
      QueueName: name,
      Attributes,
    })
    const ask = <Output = Record<string, unknown>>(operation: string, input: object = {}) =>
      cloud.call<Output>(operation, { QueueUrl, ...input })
    return {
      name,
      url: QueueUrl,
      arn: `arn:aws:sqs:${testPlace.region}:${testPlace.account}:${name}`,
      ask,
      send: (body: string, more: Partial<SendMessageRequest> = {}) =>
        ask<SendMessageResult>('SendMessage', { MessageBody: body, ...more }),
      async receive(more: Partial<ReceiveMessageRequest> = {}): Promise<readonly Message[]> {
        const answer = await ask<ReceiveMessageResult>('ReceiveMessage', {
          MaxNumberOfMessages: 10,
          AttributeNames: ['All'],
          MessageAttributeNames: ['All'],
          ...more,
        })
        return answer.Messages ?? []
      },
      async bodies(more: Partial<ReceiveMessageRequest> = {}): Promise<readonly string[]> {
        return (await this.receive(more)).map((message) => message.Body ?? '')
      },
      delete: (message: Message | undefined) =>
        ask('DeleteMessage', { ReceiptHandle: message?.ReceiptHandle }),
      setVisibility: (message: Message | undefined, seconds: number) =>
        ask('ChangeMessageVisibility', {
          ReceiptHandle: message?.ReceiptHandle,
          VisibilityTimeout: seconds,
        }),
      set: (given: Record<string, string>) => ask('SetQueueAttributes', { Attributes: given }),
      async attributes(...names: string[]): Promise<Record<string, string>> {
        const AttributeNames = names.length > 0 ? names : ['All']
        type Answer = { Attributes: Record<string, string> }
        return (await ask<Answer>('GetQueueAttributes', { AttributeNames })).Attributes
      },
      /** Visible, in flight, delayed. */
      async counts(): Promise<readonly number[]> {
        const all = await this.attributes()
        const of = (kind: string) => Number(all[`ApproximateNumberOfMessages${kind}`])
        return [of(''), of('NotVisible'), of('Delayed')]
      },
    }
  }

  return { ...cloud, queue }
}

export type TestQueue = Awaited<ReturnType<ReturnType<typeof queueWorld>['queue']>>

/** The call is refused with exactly this. */
export async function expectRefusal(
  call: Promise<unknown>,
  code: string,
  message: string,
  status = 400,
): Promise<void> {
  const refusal = await call.then(
    () => 'not refused',
    (error: { code?: string; status?: number; message?: string }) => ({
      code: error.code,
      status: error.status,
      message: error.message,
    }),
  )
  expect(refusal).toEqual({ code, status, message })
}

export async function expectInvalid(call: Promise<unknown>, message: string): Promise<void> {
  await expectRefusal(call, 'InvalidParameterValue', message)
}
