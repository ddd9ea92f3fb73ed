import { PurgeQueue } from '../../../generated/sqs.ts'
import { resourceOfUrl } from '../address.ts'
import { purgeInProgress } from '../errors.ts'
import { purgeIntervalMs } from '../limits.ts'
import { sqsOperation } from '../operation.ts'
import { emptyBacklog, requireQueue } from '../queue.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html */
export const purgeQueue = sqsOperation(PurgeQueue, {
  resource: ({ QueueUrl }, place) => resourceOfUrl(QueueUrl, place),

  run(call) {
    const queue = requireQueue(call, call.input.QueueUrl)
    const now = call.clock.now()
    const untilMs = (queue.purgedAtMs ?? -Infinity) + purgeIntervalMs
    if (now < untilMs) throw purgeInProgress(queue.name, untilMs)
    call.state.queues.put({ ...emptyBacklog(call, queue), purgedAtMs: now })
    return {}
  },
})
