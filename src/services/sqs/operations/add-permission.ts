import { AddPermission } from '../../../generated/sqs.ts'
import { queueArn, resourceOfUrl } from '../address.ts'
import { invalidValue, missingParameter } from '../errors.ts'
import { sqsOperation } from '../operation.ts'
import { withPermission } from '../permissions.ts'
import { requireOwnQueue } from '../queue.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html */
export const addPermission = sqsOperation(AddPermission, {
  resource: ({ QueueUrl }, place) => resourceOfUrl(QueueUrl, place),

  run(call) {
    const { input, state, clock, place } = call
    const queue = requireOwnQueue(call, 'AddPermission')
    const { Label: label, AWSAccountIds: accounts, Actions: actions } = input
    if (!label) throw missingParameter('Label')
    if (!accounts?.length) throw missingParameter('AWSAccountId')
    if (!actions?.length) throw missingParameter('ActionName')
    checkLabel(label)
    for (const account of accounts) checkAccount(account)
    const permission = { label, accounts, actions, queueArn: queueArn(place, queue.name) }
    const policy = withPermission(queue.settings.policy, permission)
    const settings = { ...queue.settings, policy }
    state.queues.put({ ...queue, settings, modifiedAtMs: clock.now() })
    return {}
  },
})

/** The rule is AWS's, its words are not public. */
function checkLabel(label: string): void {
  if (/^[A-Za-z0-9_-]{1,80}$/.test(label)) return
  const reason =
    'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length'
  throw invalidValue('Label', label, reason)
}

function checkAccount(account: string): void {
  if (/^\d{12}$/.test(account)) return
  throw invalidValue('PrincipalId', `[${account}]`, 'Unable to verify.')
}
