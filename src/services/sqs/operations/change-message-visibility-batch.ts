import { ChangeMessageVisibilityBatch } from '../../../generated/sqs.ts'
import { resourceOfUrl } from '../address.ts'
import { checkEntries, runEntries } from '../batch.ts'
import { changeVisibility } from '../in-flight.ts'
import { visibilityTimeoutSecondsMax } from '../limits.ts'
import { sqsOperation } from '../operation.ts'
import { requireQueue } from '../queue.ts'
import { invalidTimeoutInBatch } from '../receiving-errors.ts'
import { keepPace } from '../throughput.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html */
export const changeMessageVisibilityBatch = sqsOperation(ChangeMessageVisibilityBatch, {
  resource: ({ QueueUrl }, place) => [
    { action: 'sqs:ChangeMessageVisibility', resource: resourceOfUrl(QueueUrl, place) },
  ],

  run(call) {
    const queue = requireQueue(call, call.input.QueueUrl)
    const { Entries: entries } = call.input
    checkEntries(entries, {
      entry: 'ChangeMessageVisibilityBatchRequestEntry',
      whenEmpty: 'ChangeMessageVisibilityBatch',
      required: ['ReceiptHandle'],
    })
    keepPace(call, queue, { action: 'ChangeMessageVisibility', batched: entries.length })
    return runEntries(
      entries,
      ({ ReceiptHandle: handle, VisibilityTimeout: timeoutSeconds = 0 }) => {
        if (timeoutSeconds < 0 || timeoutSeconds > visibilityTimeoutSecondsMax) {
          throw invalidTimeoutInBatch(timeoutSeconds)
        }
        changeVisibility(call, queue, { handle, timeoutSeconds })
        return {}
      },
    )
  },
})
