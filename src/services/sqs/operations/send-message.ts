import { SendMessage } from '../../../generated/sqs.ts'
import { resourceOfUrl } from '../address.ts'
import { readDraft } from '../draft.ts'
import { sqsOperation } from '../operation.ts'
import { requireQueue } from '../queue.ts'
import { send } from '../sending.ts'
import { keepPace } from '../throughput.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export const sendMessage = sqsOperation(SendMessage, {
  resource: ({ QueueUrl }, place) => resourceOfUrl(QueueUrl, place),

  run(call) {
    const queue = requireQueue(call, call.input.QueueUrl)
    const draft = readDraft(queue, call.input)
    keepPace(call, queue, { action: 'SendMessage', groupIds: [draft.groupId ?? ''] })
    return send(call, queue, draft, call.caller.userId)
  },
})
