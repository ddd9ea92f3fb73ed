import { ChangeMessageVisibility } from '../../../generated/sqs.ts'
import { resourceOfUrl } from '../address.ts'
import { missingParameter } from '../errors.ts'
import { changeVisibility } from '../in-flight.ts'
import { visibilityTimeoutSecondsMax } from '../limits.ts'
import { sqsOperation } from '../operation.ts'
import { requireQueue } from '../queue.ts'
import { invalidTimeout } from '../receiving-errors.ts'
import { keepPace } from '../throughput.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html */
export const changeMessageVisibility = sqsOperation(ChangeMessageVisibility, {
  resource: ({ QueueUrl }, place) => resourceOfUrl(QueueUrl, place),

  run(call) {
    const queue = requireQueue(call, call.input.QueueUrl)
    const { ReceiptHandle: handle, VisibilityTimeout: timeoutSeconds } = call.input
    if (!handle) throw missingParameter('ReceiptHandle')
    if (timeoutSeconds === undefined) throw missingParameter('VisibilityTimeout')
    if (timeoutSeconds < 0 || timeoutSeconds > visibilityTimeoutSecondsMax) {
      throw invalidTimeout(timeoutSeconds)
    }
    keepPace(call, queue, { action: 'ChangeMessageVisibility' })
    changeVisibility(call, queue, { handle, timeoutSeconds })
    return {}
  },
})
