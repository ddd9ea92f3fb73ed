import { ChangeMessageVisibility } from '../../../generated/sqs.ts'
import { resourceOfUrl } from '../address.ts'
import { invalidValue, missingParameter } from '../errors.ts'
import { changeVisibility } from '../in-flight.ts'
import { visibilityTimeoutSecondsMax } from '../limits.ts'
import { sqsOperation } from '../operation.ts'
import { requireQueue } from '../queue.ts'
import { keepPace } from '../throughput.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html */
export const changeMessageVisibility = sqsOperation(ChangeMessageVisibility, {
  resource: ({ QueueUrl }, place) => resourceOfUrl(QueueUrl, place),

  run(call) {
    const queue = requireQueue(call)
    const { ReceiptHandle: handle, VisibilityTimeout: timeoutSeconds } = call.input
    if (!handle) throw missingParameter('ReceiptHandle')
    if (timeoutSeconds === undefined) throw missingParameter('VisibilityTimeout')
    if (timeoutSeconds < 0 || timeoutSeconds > visibilityTimeoutSecondsMax) {
      throw invalidValue('VisibilityTimeout', timeoutSeconds, 'Must be between 0 and 43200.')
    }
    keepPace(call, queue, { action: 'ChangeMessageVisibility' })
    changeVisibility(call, queue, { handle, timeoutSeconds })
    return {}
  },
})
