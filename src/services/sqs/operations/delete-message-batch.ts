import { DeleteMessageBatch } from '../../../generated/sqs.ts'
import { resourceOfUrl } from '../address.ts'
import { checkEntries, runEntries } from '../batch.ts'
import { deleteReceived } from '../in-flight.ts'
import { sqsOperation } from '../operation.ts'
import { requireQueue } from '../queue.ts'
import { keepPace } from '../throughput.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html */
export const deleteMessageBatch = sqsOperation(DeleteMessageBatch, {
  resource: ({ QueueUrl }, place) => [
    { action: 'sqs:DeleteMessage', resource: resourceOfUrl(QueueUrl, place) },
  ],

  run(call) {
    const queue = requireQueue(call, call.input.QueueUrl)
    const { Entries: entries } = call.input
    checkEntries(entries, { entry: 'DeleteMessageBatchRequestEntry', required: ['ReceiptHandle'] })
    keepPace(call, queue, { action: 'DeleteMessage', batched: entries.length })
    return runEntries(entries, ({ ReceiptHandle }) => {
      deleteReceived(call, queue, ReceiptHandle)
      return {}
    })
  },
})
