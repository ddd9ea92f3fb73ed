import { CreateQueue } from '../../../generated/sqs.ts'
import { queueArn, queueUrl } from '../address.ts'
import { findDifference, readSettings } from '../attributes.ts'
import { checkDeadLetterTarget } from '../dead-letters.ts'
import { queueExists } from '../errors.ts'
import { meterOf } from '../metrics.ts'
import { sqsOperation } from '../operation.ts'
import { checkName, checkNotDeletedRecently, newQueue } from '../queue.ts'
import { addTags, isSameTags } from '../tags.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
export const createQueue = sqsOperation(CreateQueue, {
  resource({ QueueName: name, tags }, place) {
    const resource = name ? queueArn(place, name) : '*'
    return tags ? [{ resource }, { action: 'sqs:TagQueue', resource }] : resource
  },

  run(call) {
    const { input, state, request, place, ports } = call
    const { QueueName: name, Attributes: sent = {}, tags = {} } = input
    const settings = readSettings(sent, ports)
    checkName(name, settings.isFifo)
    addTags(name, {}, tags)
    const answer = { QueueUrl: queueUrl(request.endpoint, place, name) }
    const known = state.queues.get(name)
    if (known) {
      const attribute = findDifference(known, sent, settings, ports)
      if (attribute !== undefined) {
        throw queueExists(name, `attribute ${attribute}`, sent[attribute])
      }
      if (input.tags && !isSameTags(known.tags, tags)) throw queueExists(name, 'tags', known.tags)
      return answer
    }
    checkNotDeletedRecently(call, name)
    const { redrive, isFifo } = settings
    if (redrive) checkDeadLetterTarget(call, { name, isFifo }, redrive)
    state.deletedQueues.delete(name)
    const queue = newQueue(call, { name, settings, tags })
    state.queues.put(queue)
    meterOf(call, queue)
    return answer
  },
})
