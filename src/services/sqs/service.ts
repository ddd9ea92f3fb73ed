/** Amazon SQS: what it is made of. */
import { defineService } from '../../kernel/service.ts'
import { jobs } from './jobs.ts'
import { quotas } from './limits.ts'
import { createQueue } from './operations/create-queue.ts'
import { deleteMessage } from './operations/delete-message.ts'
import { deleteQueue } from './operations/delete-queue.ts'
import { getQueueUrl } from './operations/get-queue-url.ts'
import { receiveMessage } from './operations/receive-message.ts'
import { sendMessage } from './operations/send-message.ts'
import { state } from './state.ts'

export const sqs = defineService({
  name: 'sqs',
  state,
  operations: [createQueue, deleteMessage, deleteQueue, getQueueUrl, receiveMessage, sendMessage],
  quotas,
  jobs,
})
