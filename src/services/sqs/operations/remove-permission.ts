import { RemovePermission } from '../../../generated/sqs.ts'
import { resourceOfUrl } from '../address.ts'
import { missingParameter } from '../errors.ts'
import { sqsOperation } from '../operation.ts'
import { withoutPermission } from '../permissions.ts'
import { requireOwnQueue } from '../queue.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_RemovePermission.html */
export const removePermission = sqsOperation(RemovePermission, {
  resource: ({ QueueUrl }, place) => resourceOfUrl(QueueUrl, place),

  run(call) {
    const { input, state, clock } = call
    const queue = requireOwnQueue(call, { url: input.QueueUrl, action: 'RemovePermission' })
    if (!input.Label) throw missingParameter('Label')
    const { policy: old, ...settings } = queue.settings
    const policy = withoutPermission(old, input.Label)
    const changed = policy === undefined ? settings : { ...settings, policy }
    state.queues.put({ ...queue, settings: changed, modifiedAtMs: clock.now() })
    return {}
  },
})
