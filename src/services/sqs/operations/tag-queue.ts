import { ListQueueTags, TagQueue, UntagQueue } from '../../../generated/sqs.ts'
import { resourceOfUrl } from '../address.ts'
import { missingParameter } from '../errors.ts'
import { sqsOperation } from '../operation.ts'
import { requireOwnQueue } from '../queue.ts'
import { addTags } from '../tags.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_TagQueue.html */
export const tagQueue = sqsOperation(TagQueue, {
  resource: ({ QueueUrl }, place) => resourceOfUrl(QueueUrl, place),

  run(call) {
    const queue = requireOwnQueue(call, { url: call.input.QueueUrl, action: 'TagQueue' })
    const { Tags: tags } = call.input
    if (!tags) throw missingParameter('Tags')
    call.state.queues.put({ ...queue, tags: addTags(queue.name, queue.tags, tags) })
    return {}
  },
})

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_UntagQueue.html */
export const untagQueue = sqsOperation(UntagQueue, {
  resource: ({ QueueUrl }, place) => resourceOfUrl(QueueUrl, place),

  run(call) {
    const queue = requireOwnQueue(call, { url: call.input.QueueUrl, action: 'UntagQueue' })
    const { TagKeys: keys } = call.input
    if (!keys) throw missingParameter('TagKeys')
    const dropped = new Set(keys)
    const left = Object.entries(queue.tags).filter(([key]) => !dropped.has(key))
    call.state.queues.put({ ...queue, tags: Object.fromEntries(left) })
    return {}
  },
})

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html */
export const listQueueTags = sqsOperation(ListQueueTags, {
  resource: ({ QueueUrl }, place) => resourceOfUrl(QueueUrl, place),

  run(call) {
    const { tags } = requireOwnQueue(call, { url: call.input.QueueUrl, action: 'ListQueueTags' })
    return { ...(Object.keys(tags).length > 0 && { Tags: tags }) }
  },
})
