import { SendMessageBatch, type SendMessageBatchRequestEntry } from '../../../generated/sqs.ts'
import { resourceOfUrl } from '../address.ts'
import { checkEntries, runEntries } from '../batch.ts'
import { type Draft, readDraft, sizeOfGiven } from '../draft.ts'
import { messageSizeBytesMax } from '../limits.ts'
import { batchTooLong, deduplicationIdNotAllowedInBatch, emptyValue } from '../message-errors.ts'
import { sqsOperation } from '../operation.ts'
import { requireQueue } from '../queue.ts'
import { send } from '../sending.ts'
import type { Queue } from '../state.ts'
import { keepPace } from '../throughput.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
export const sendMessageBatch = sqsOperation(SendMessageBatch, {
  resource: ({ QueueUrl }, place) => [
    { action: 'sqs:SendMessage', resource: resourceOfUrl(QueueUrl, place) },
  ],

  run(call) {
    const queue = requireQueue(call, call.input.QueueUrl)
    const { Entries: entries } = call.input
    checkEntries(entries, { entry: 'SendMessageBatchRequestEntry', required: ['MessageBody'] })
    checkSize(entries)
    // AWS: one unfit entry fails the whole batch of a FIFO queue, whose order would have a gap.
    if (queue.settings.isFifo) for (const entry of entries) readDraft(queue, entry)
    const groupIds = entries.map((entry) => entry.MessageGroupId ?? '')
    keepPace(call, queue, { action: 'SendMessage', batched: entries.length, groupIds })
    return runEntries(entries, (entry) =>
      send(call, queue, readEntry(queue, entry), call.caller.userId),
    )
  },
})

function readEntry(queue: Queue, entry: SendMessageBatchRequestEntry): Draft {
  if (entry.MessageBody === '') throw emptyValue('MessageBody')
  if (!queue.settings.isFifo && entry.MessageDeduplicationId !== undefined) {
    throw deduplicationIdNotAllowedInBatch()
  }
  return readDraft(queue, entry)
}

function checkSize(entries: readonly SendMessageBatchRequestEntry[]): void {
  const size = entries.reduce((sum, entry) => sum + sizeOfGiven(entry), 0)
  if (size > messageSizeBytesMax) throw batchTooLong(size, messageSizeBytesMax)
}
