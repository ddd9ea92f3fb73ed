import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { advance } from '../support/control-api.ts'
import { type KasaneProcess, startKasaneProcess } from '../support/kasane-process.ts'

describe('the JavaScript SDK', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kasane-sdk-'))
  let kasane: KasaneProcess
  let sqs: SQSClient

  beforeAll(() => start())
  afterAll(async () => {
    await kasane.stop()
    rmSync(folder, { recursive: true })
  })

  async function start() {
    kasane = await startKasaneProcess(['--data-dir', join(folder, 'data')])
    sqs = clientOf({ accessKeyId: 'test', secretAccessKey: 'test' })
  }

  function clientOf(credentials: { accessKeyId: string; secretAccessKey: string }): SQSClient {
    return new SQSClient({
      endpoint: kasane.url,
      region: 'us-east-1',
      credentials,
      maxAttempts: 1,
    })
  }

  async function make(QueueName: string, Attributes: Record<string, string> = {}) {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))
    return String(QueueUrl)
  }

  async function receive(
    QueueUrl: string,
    options: Partial<ReceiveMessageCommandInput> = {},
  ): Promise<Message[]> {
    const answer = await sqs.send(new ReceiveMessageCommand({ QueueUrl, ...options }))
    return answer.Messages ?? []
  }

  async function bodies(
    QueueUrl: string,
    options: Partial<ReceiveMessageCommandInput> = {},
  ): Promise<(string | undefined)[]> {
    return (await receive(QueueUrl, options)).map(({ Body }) => Body)
  }

  test('sends, receives, and sees messages return and expire as the clock is moved', async () => {
    const QueueUrl = await make('orders')
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }))
    expect(await bodies(QueueUrl)).toEqual(['hello'])
    expect(await bodies(QueueUrl)).toEqual([])
    await advance(kasane.url, 'PT30S')
    expect(await bodies(QueueUrl)).toEqual(['hello'])
    await advance(kasane.url, 'P4D')
    expect(await bodies(QueueUrl)).toEqual([])
  })

  test('waits with a long poll for what is sent meanwhile', async () => {
    const QueueUrl = await make('polled')
    const polled = bodies(QueueUrl, { WaitTimeSeconds: 20 })
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'late' }))
    expect(await polled).toEqual(['late'])
  })

  test('sees a delayed message when the clock gets there', async () => {
    const QueueUrl = await make('delayed')
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'later', DelaySeconds: 900 }))
    expect(await bodies(QueueUrl)).toEqual([])
    const polled = bodies(QueueUrl, { WaitTimeSeconds: 20 })
    await advance(kasane.url, 'PT15M')
    expect([await polled, await bodies(QueueUrl)].flat()).toEqual(['later'])
  })

  test('gets FIFO messages in order, and once what it sent twice', async () => {
    const QueueUrl = await make('steps.fifo', { FifoQueue: 'true' })
    const send = (body: string, id: string) =>
      sqs.send(
        new SendMessageCommand({
          QueueUrl,
          MessageBody: body,
          MessageGroupId: 'g',
          MessageDeduplicationId: id,
        }),
      )
    const first = await send('one', '1')
    const second = await send('two', '2')
    const again = await send('two again', '2')
    expect(again.SequenceNumber).toBe(second.SequenceNumber)
    const received = await receive(QueueUrl, { MaxNumberOfMessages: 10 })
    expect(received.map(({ Body }) => Body)).toEqual(['one', 'two'])
    expect(BigInt(String(second.SequenceNumber))).toBeGreaterThan(
      BigInt(String(first.SequenceNumber)),
    )
    // Their deduplication ids are free again five minutes later.
    for (const { ReceiptHandle } of received) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
    }
    await advance(kasane.url, 'PT5M')
    await send('two, once more', '2')
    expect(await bodies(QueueUrl)).toEqual(['two, once more'])
  })

  test('sees messages move to a dead-letter queue and back', async () => {
    const dead = await make('dead')
    const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:000000000000:dead'
    const source = await make('source', {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 }),
    })
    await sqs.send(new SendMessageCommand({ QueueUrl: source, MessageBody: 'bad' }))
    expect(await bodies(source, { VisibilityTimeout: 0 })).toEqual(['bad'])
    expect(await bodies(source)).toEqual([])
    expect(await bodies(dead, { VisibilityTimeout: 0 })).toEqual(['bad'])
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: deadLetterTargetArn }))
    await advance(kasane.url, 'PT1M')
    expect(await bodies(source)).toEqual(['bad'])
    expect(await bodies(dead)).toEqual([])
  })

  test('keeps accounts apart that 12-digit access keys name', async () => {
    const credentials = { accessKeyId: '111122223333', secretAccessKey: 'any' }
    const other = clientOf(credentials)
    const made = await other.send(new CreateQueueCommand({ QueueName: 'orders' }))
    expect(made.QueueUrl).toBe(`${kasane.url}/111122223333/orders`)
    const { Attributes } = await other.send(
      new GetQueueAttributesCommand({ QueueUrl: made.QueueUrl, AttributeNames: ['QueueArn'] }),
    )
    expect(Attributes).toEqual({ QueueArn: 'arn:aws:sqs:us-east-1:111122223333:orders' })
  })

  test('finds all of it after kill -9', async () => {
    const QueueUrl = await make('kept')
    const Entries = ['a', 'b', 'c'].map((MessageBody) => ({ Id: MessageBody, MessageBody }))
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))
    await kasane.stop('SIGKILL')
    await start()
    const found = await sqs.send(new GetQueueUrlCommand({ QueueName: 'kept' }))
    expect(found.QueueUrl).toBe(`${kasane.url}/000000000000/kept`)
    const left = await bodies(String(found.QueueUrl), { MaxNumberOfMessages: 10 })
    expect(left.sort()).toEqual(['a', 'b', 'c'])
  })

  test('is told of what is not there', async () => {
    const missing = sqs.send(new GetQueueUrlCommand({ QueueName: 'missing' }))
    await expect(missing).rejects.toBeInstanceOf(QueueDoesNotExist)
    await expect(missing).rejects.toMatchObject({
      message: 'The specified queue does not exist.',
      $metadata: { httpStatusCode: 400 },
    })
  })
})
