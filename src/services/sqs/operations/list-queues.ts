import { ListQueues } from '../../../generated/sqs.ts'
import { queueArn, queueUrl } from '../address.ts'
import { sqsOperation } from '../operation.ts'
import { readPage, writePage } from '../paging.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html */
export const listQueues = sqsOperation(ListQueues, {
  resource: (_, place) => queueArn(place, '*'),

  run({ input, state, place, request }) {
    const { QueueNamePrefix: prefix = '' } = input
    const page = readPage(input, prefix)
    const { after } = page
    const start = after === undefined ? { from: [prefix] } : { after: [after] }
    const span = { ...start, to: [`${prefix}${afterAnyName}`], limit: page.limit + 1 }
    const names = [...state.queues.range(span)].map((queue) => queue.name)
    const { page: listed, ...token } = writePage(names, page, prefix)
    const urls = listed.map((name) => queueUrl(request.endpoint, place, name))
    return urls.length > 0 ? { QueueUrls: urls, ...token } : {}
  },
})

/** Orders behind every character of a name. */
const afterAnyName = '\u007f'
