import { DeleteMessage } from '../../../generated/sqs.ts'
import { resourceOfUrl } from '../address.ts'
import { missingParameter } from '../errors.ts'
import { deleteReceived } from '../in-flight.ts'
import { sqsOperation } from '../operation.ts'
import { requireQueue } from '../queue.ts'
import { keepPace } from '../throughput.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html */
export const deleteMessage = sqsOperation(DeleteMessage, {
  resource: ({ QueueUrl }, place) => resourceOfUrl(QueueUrl, place),

  run(call) {
    const queue = requireQueue(call, call.input.QueueUrl)
    const { ReceiptHandle: handle } = call.input
    if (!handle) throw missingParameter('ReceiptHandle')
    keepPace(call, queue, { action: 'DeleteMessage' })
    deleteReceived(call, queue, handle)
    return {}
  },
})
