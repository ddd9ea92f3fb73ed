import { ListDeadLetterSourceQueues } from '../../../generated/sqs.ts'
import { queueArn, queueUrl, resourceOfUrl } from '../address.ts'
import { sqsOperation } from '../operation.ts'
import { readPage, writePage } from '../paging.ts'
import { requireQueue } from '../queue.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListDeadLetterSourceQueues.html */
export const listDeadLetterSourceQueues = sqsOperation(ListDeadLetterSourceQueues, {
  resource: ({ QueueUrl }, place) => resourceOfUrl(QueueUrl, place),

  run(call) {
    const { input, state, place, request } = call
    const queue = requireQueue(call, input.QueueUrl)
    const page = readPage(input, queue.name)
    const span = {
      prefix: [queueArn(place, queue.name)],
      limit: page.limit + 1,
      ...(page.after !== undefined && { after: [page.after] }),
    }
    const sources = [...state.queues.index('deadLetters').range(span)].map(({ name }) => name)
    const { page: listed, ...token } = writePage(sources, page, queue.name)
    return { queueUrls: listed.map((name) => queueUrl(request.endpoint, place, name)), ...token }
  },
})
