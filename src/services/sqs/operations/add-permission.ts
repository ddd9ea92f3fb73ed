import { AddPermission } from '../../../generated/sqs.ts'
import { queueArn, resourceOfUrl } from '../address.ts'
import { invalidLabel, unknownPrincipal } from '../attribute-errors.ts'
import { missingParameter } from '../errors.ts'
import { sqsOperation } from '../operation.ts'
import { withPermission } from '../permissions.ts'
import { requireOwnQueue } from '../queue.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html */
export const addPermission = sqsOperation(AddPermission, {
  resource: ({ QueueUrl }, place) => resourceOfUrl(QueueUrl, place),

  run(call) {
    const { input, state, clock, place } = call
    const queue = requireOwnQueue(call, { url: input.QueueUrl, action: 'AddPermission' })
    const { Label: label, AWSAccountIds: accounts, Actions: actions } = input
    if (!label) throw missingParameter('Label')
    if (!accounts?.length) throw missingParameter('AWSAccountId')
    if (!actions?.length) throw missingParameter('ActionName')
    if (!labelForm.test(label)) throw invalidLabel(label)
    const stranger = accounts.find((account) => !accountForm.test(account))
    if (stranger !== undefined) throw unknownPrincipal(stranger)
    const permission = { label, accounts, actions, queueArn: queueArn(place, queue.name) }
    const policy = withPermission(queue.settings.policy, permission)
    const settings = { ...queue.settings, policy }
    state.queues.put({ ...queue, settings, modifiedAtMs: clock.now() })
    return {}
  },
})

const labelForm = /^[A-Za-z0-9_-]{1,80}$/
const accountForm = /^\d{12}$/
