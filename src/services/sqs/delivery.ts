/**
 * How events of other services (SNS, EventBridge, S3 …) enter a queue: the event is the body, and
 * its attributes are named as the members of SendMessage: `MessageAttributes`, `MessageGroupId`,
 * `MessageDeduplicationId`, `MessageSystemAttributes`.
 */
import type { Reception } from '../../kernel/service.ts'
import { type Given, readDraft } from './draft.ts'
import { requireNamed } from './queue.ts'
import { send } from './sending.ts'
import type { state } from './state.ts'
import { keepPace } from './throughput.ts'

export const delivery: Reception<typeof state> = {
  action: 'sqs:SendMessage',

  /** @throws AwsError what SendMessage would refuse with, for the sender to try again */
  take(call) {
    const queue = requireNamed(call.state, call.arn.resource)
    const given: Given = { ...call.attributes, MessageBody: call.body }
    const draft = readDraft(queue, given)
    keepPace(call, queue, { action: 'SendMessage', groupIds: [draft.groupId ?? ''] })
    send(call, queue, draft, call.as)
  },
}
