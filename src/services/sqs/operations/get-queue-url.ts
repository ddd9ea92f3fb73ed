import { GetQueueUrl } from '../../../generated/sqs.ts'
import { queueArn, queueUrl } from '../address.ts'
import { missingParameter, queueNotAccessible } from '../errors.ts'
import { sqsOperation } from '../operation.ts'
import { requireNamed } from '../queue.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html */
export const getQueueUrl = sqsOperation(GetQueueUrl, {
  resource({ QueueName: name, QueueOwnerAWSAccountId: owner }, place) {
    if (!name) return '*'
    const resource = queueArn(place, name, owner || place.account)
    return [{ resource, refusedAs: (refusal) => queueNotAccessible(name, refusal) }]
  },

  run({ input, state, place, request }) {
    if (!input.QueueName) throw missingParameter('QueueName')
    const { name } = requireNamed(state, input.QueueName)
    return { QueueUrl: queueUrl(request.endpoint, place, name) }
  },
})
