import { DeleteQueue } from '../../../generated/sqs.ts'
import { resourceOfUrl } from '../address.ts'
import { sqsOperation } from '../operation.ts'
import { deleteQueue as removeQueue, requireOwnQueue } from '../queue.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html */
export const deleteQueue = sqsOperation(DeleteQueue, {
  resource: ({ QueueUrl }, place) => resourceOfUrl(QueueUrl, place),

  run(call) {
    removeQueue(call, requireOwnQueue(call, { url: call.input.QueueUrl, action: 'DeleteQueue' }))
    return {}
  },
})
