import { ReceiveMessage, type ReceiveMessageRequest } from '../../../generated/sqs.ts'
import { resourceOfUrl } from '../address.ts'
import { nextReadyMs } from '../backlog.ts'
import { receiveMax, visibilityTimeoutSecondsMax, waitSecondsMax } from '../limits.ts'
import { meterOf } from '../metrics.ts'
import { sqsOperation } from '../operation.ts'
import { requireQueue } from '../queue.ts'
import { rememberAttempt, replayAttempt } from '../receive-attempts.ts'
import { readSelection, writeMessage } from '../received-message.ts'
import { inFlightQuota, receive } from '../receiving.ts'
import {
  invalidReceiveMax,
  invalidTimeoutOfReceive,
  invalidWait,
  tooManyInFlight,
} from '../receiving-errors.ts'
import type { Queue } from '../state.ts'
import { keepPace } from '../throughput.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
export const receiveMessage = sqsOperation(ReceiveMessage, {
  resource: ({ QueueUrl }, place) => resourceOfUrl(QueueUrl, place),

  run(call) {
    const { input, state, clock, limits, beganAtMs } = call
    const queue = requireQueue(call, input.QueueUrl)
    const wanted = readWanted(queue, input)
    const selection = readSelection(input)
    const now = clock.now()
    if (call.isFirstLook) keepPace(call, queue, { action: 'ReceiveMessage' })
    const replayed = replayAttempt(call, queue, input.ReceiveRequestAttemptId, wanted)
    const { messages, isFull } = replayed ?? receive(call, queue, wanted)
    if (messages.length > 0) {
      meterOf(call, queue).received.add(messages.length)
      if (!replayed) rememberAttempt(call, queue, input.ReceiveRequestAttemptId, messages)
      return { Messages: messages.map((message) => writeMessage(queue, message, selection)) }
    }
    // AWS: only a short poll is told that too much is in flight, and only that of a standard queue.
    if (isFull && wanted.waitMs === 0 && !queue.settings.isFifo) {
      const quota = inFlightQuota(queue)
      throw tooManyInFlight(queue.name, quota, limits.valueOf(quota))
    }
    const deadlineMs = beganAtMs + wanted.waitMs
    if (call.isLastLook || now >= deadlineMs) {
      meterOf(call, queue).emptyReceives.add(1)
      return {}
    }
    const dueMs = Math.min(deadlineMs, nextReadyMs(state, queue, now))
    return call.waitUntil(dueMs, queue.id, wanted.waitMs)
  },
})

/** What the request leaves out, the queue says; a wait of 0 beats the queue's. */
function readWanted({ settings }: Queue, input: ReceiveMessageRequest) {
  const { MaxNumberOfMessages: max = 1, VisibilityTimeout: timeout, WaitTimeSeconds: wait } = input
  if (max < 1 || max > receiveMax) throw invalidReceiveMax(max)
  if (wait !== undefined && (wait < 0 || wait > waitSecondsMax)) throw invalidWait(wait)
  if (timeout !== undefined && (timeout < 0 || timeout > visibilityTimeoutSecondsMax)) {
    throw invalidTimeoutOfReceive(timeout)
  }
  return {
    max,
    visibilityTimeoutMs: timeout === undefined ? settings.visibilityTimeoutMs : timeout * 1_000,
    waitMs: wait === undefined ? settings.waitMs : wait * 1_000,
  }
}
