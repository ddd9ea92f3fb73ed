import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  SQSServiceException,
  TagQueueCommand,
} from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cloud } from '../../../test/support/cloud.ts'
import type { Kasane } from '../../server/start-kasane.ts'

/** What clients see of SQS: the real SDK, in-process; it checks the MD5s of what it receives. */
describe('SQS, to the AWS SDK', () => {
  let kasane: Kasane
  let client: SQSClient

  beforeEach(async () => {
    kasane = await cloud()
    client = new SQSClient({ ...kasane.clientConfig(), maxAttempts: 1 })
  })

  afterEach(async () => {
    client.destroy()
    await kasane.stop()
  })

  const makeQueue = async (QueueName: string, Attributes = {}) =>
    (await client.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl

  it('sends, receives and deletes a message with attributes', async () => {
    const QueueUrl = await makeQueue('q')
    const MessageAttributes = {
      text: { DataType: 'String', StringValue: 'é' },
      bytes: { DataType: 'Binary.raw', BinaryValue: new Uint8Array([0, 1, 255]) },
    }
    await client.send(
      new SendMessageCommand({ QueueUrl, MessageBody: 'hello 😀', MessageAttributes }),
    )
    const { Messages } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }),
    )
    expect(Messages).toMatchObject([{ Body: 'hello 😀', MessageAttributes }])
    const ReceiptHandle = Messages?.[0]?.ReceiptHandle
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    )
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
    })
  })

  it('answers no messages as none', async () => {
    const QueueUrl = await makeQueue('q')
    const answer = await client.send(new ReceiveMessageCommand({ QueueUrl }))
    expect(answer.Messages).toBeUndefined()
  })

  it('names a missing queue by the code of old and the shape of new', async () => {
    const QueueUrl = `${kasane.endpoint}/000000000000/none`
    const error = await client
      .send(new GetQueueAttributesCommand({ QueueUrl }))
      .catch((error: unknown) => error)
    expect(error).toBeInstanceOf(SQSServiceException)
    expect(error).toMatchObject({
      name: 'QueueDoesNotExist',
      message: 'The specified queue does not exist.',
      $metadata: { httpStatusCode: 400 },
    })
  })

  it('names errors that its model lacks', async () => {
    await expect(makeQueue('a/b')).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message:
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      $metadata: { httpStatusCode: 400 },
    })
    const QueueUrl = await makeQueue('q')
    const deleted = client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'x' }))
    await expect(deleted).rejects.toMatchObject({
      name: 'ReceiptHandleIsInvalid',
      $metadata: { httpStatusCode: 404 },
    })
    await client.send(new PurgeQueueCommand({ QueueUrl }))
    await expect(client.send(new PurgeQueueCommand({ QueueUrl }))).rejects.toMatchObject({
      name: 'PurgeQueueInProgress',
      message: 'Only one PurgeQueue operation on q is allowed every 60 seconds.',
      $metadata: { httpStatusCode: 403 },
    })
  })

  it('takes batches, each entry for itself', async () => {
    const QueueUrl = await makeQueue('q')
    const Entries = [
      { Id: 'a', MessageBody: 'a' },
      { Id: 'b', MessageBody: '' },
    ]
    const sent = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }))
    expect(sent.Successful).toMatchObject([{ Id: 'a' }])
    expect(sent.Failed).toMatchObject([{ Id: 'b', Code: 'EmptyValue', SenderFault: true }])
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl }))
    const handles = Messages.map(({ ReceiptHandle }, at) => ({ Id: `${at}`, ReceiptHandle }))
    const gone = await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: handles }))
    expect(gone.Successful).toEqual([{ Id: '0' }])
  })

  it('lets a long poll end with a message', async () => {
    const QueueUrl = await makeQueue('q')
    const poll = client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }))
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }))
    expect((await poll).Messages).toMatchObject([{ Body: 'a' }])
  })

  it('finds, lists and deletes queues, which tags do not hinder', async () => {
    const QueueUrl = await makeQueue('q')
    await client.send(new TagQueueCommand({ QueueUrl, Tags: { team: 'a' } }))
    const found = await client.send(new GetQueueUrlCommand({ QueueName: 'q' }))
    expect(found.QueueUrl).toBe(QueueUrl)
    const listed = await client.send(new ListQueuesCommand({ MaxResults: 10 }))
    expect(listed.QueueUrls).toEqual([QueueUrl])
    await client.send(new DeleteQueueCommand({ QueueUrl }))
    await kasane.clock.advance('PT60S')
    expect((await client.send(new ListQueuesCommand({}))).QueueUrls).toBeUndefined()
  })

  it('is measured by CloudWatch: calls, and what a queue holds while nobody calls', async () => {
    const QueueUrl = await makeQueue('q')
    const began = kasane.clock.now()
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'abc' }))
    await kasane.clock.advance('PT10M')
    const metrics = new CloudWatchClient({ ...kasane.clientConfig(), maxAttempts: 1 })
    const of = (Id: string, MetricName: string, Stat: string) => {
      const Metric = {
        Namespace: 'AWS/SQS',
        MetricName,
        Dimensions: [{ Name: 'QueueName', Value: 'q' }],
      }
      return { Id, MetricStat: { Metric, Period: 300, Stat } }
    }
    const read = async () => {
      const { MetricDataResults: results = [] } = await metrics.send(
        new GetMetricDataCommand({
          StartTime: began,
          EndTime: new Date(began.getTime() + 600_000),
          ScanBy: 'TimestampAscending',
          MetricDataQueries: [
            of('sent', 'NumberOfMessagesSent', 'Sum'),
            of('size', 'SentMessageSize', 'Average'),
            of('held', 'ApproximateNumberOfMessagesVisible', 'Minimum'),
            of('age', 'ApproximateAgeOfOldestMessage', 'Maximum'),
          ],
        }),
      )
      return results.map(({ Values }) => Values)
    }
    const expected = [[1, 0], [3], [1, 1], [299, 599]]
    expect(await read()).toEqual(expected)
    // The same, once it is handed over.
    await kasane.clock.advance('PT1H')
    expect(await read()).toEqual(expected)
    metrics.destroy()
  })
})
