import { SetQueueAttributes } from '../../../generated/sqs.ts'
import { resourceOfUrl } from '../address.ts'
import { changeSettings } from '../attributes.ts'
import { checkDeadLetterTarget } from '../dead-letters.ts'
import { missingParameter } from '../errors.ts'
import { sqsOperation } from '../operation.ts'
import { requireOwnQueue } from '../queue.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export const setQueueAttributes = sqsOperation(SetQueueAttributes, {
  resource: ({ QueueUrl }, place) => resourceOfUrl(QueueUrl, place),

  run(call) {
    const { input, state, clock, touch, ports } = call
    const queue = requireOwnQueue(call, { url: input.QueueUrl, action: 'SetQueueAttributes' })
    const sent = input.Attributes ?? {}
    if (Object.keys(sent).length === 0) throw missingParameter('Attribute.Name')
    const settings = changeSettings(queue.settings, sent, ports)
    const { redrive, isFifo } = settings
    if (redrive && sent.RedrivePolicy) {
      checkDeadLetterTarget(call, { name: queue.name, isFifo }, redrive)
    }
    state.queues.put({ ...queue, settings, modifiedAtMs: clock.now() })
    touch(queue.id)
    return {}
  },
})
