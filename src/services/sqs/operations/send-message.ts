import { SendMessage } from '../../../generated/sqs.ts'
import { resourceOfUrl } from '../address.ts'
import { sqsOperation } from '../operation.ts'
import { requireQueue } from '../queue.ts'
import { readDraft, send } from '../sending.ts'
import { keepPace } from '../throughput.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export const sendMessage = sqsOperation(SendMessage, {
  resource: ({ QueueUrl }, place) => resourceOfUrl(QueueUrl, place),

  run(call) {
    const queue = requireQueue(call)
    const draft = readDraft(queue, call.input)
    keepPace(call, queue, { action: 'SendMessage', groupIds: [draft.groupId ?? ''] })
    return send(call, queue, draft, call.caller.userId)
  },
})
