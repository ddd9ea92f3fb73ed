import { GetQueueAttributes } from '../../../generated/sqs.ts'
import { resourceOfUrl } from '../address.ts'
import { writeAttributes } from '../attributes.ts'
import { dropExpired } from '../backlog.ts'
import { sqsOperation } from '../operation.ts'
import { requireQueue } from '../queue.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
export const getQueueAttributes = sqsOperation(GetQueueAttributes, {
  resource: ({ QueueUrl }, place) => resourceOfUrl(QueueUrl, place),

  run(call) {
    const queue = requireQueue(call, call.input.QueueUrl)
    const asked = call.input.AttributeNames ?? []
    dropExpired(call.state, queue, call.clock.now())
    // AWS: who names no attribute is answered none.
    return { ...(asked.length > 0 && { Attributes: writeAttributes(queue, call, asked) }) }
  },
})
