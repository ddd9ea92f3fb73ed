import { StartMessageMoveTask } from '../../../generated/sqs.ts'
import { ownResource, queueArn } from '../address.ts'
import { activeMoveTasks, moveTaskRateMax } from '../limits.ts'
import { findActiveTask, requireTaskQueue, startMoveTask } from '../move-task.ts'
import {
  destinationOfOtherType,
  invalidTaskRate,
  notADeadLetterQueue,
  sourceIsDestination,
  taskAlreadyRunning,
  tooManyActiveTasks,
} from '../move-task-errors.ts'
import { sqsOperation } from '../operation.ts'
import { checkOwner } from '../queue.ts'
import type { Queue, SqsChange, SqsReading } from '../state.ts'
import { writeTaskHandle } from '../task-handle.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html */
export const startMessageMoveTask = sqsOperation(StartMessageMoveTask, {
  /** AWS: who moves messages must be allowed to receive, delete and send them. */
  resource({ SourceArn, DestinationArn }, place, own) {
    const resource = ownResource(SourceArn, place)
    const needed = [
      { action: 'sqs:StartMessageMoveTask', resource },
      { action: 'sqs:ReceiveMessage', resource },
      { action: 'sqs:DeleteMessage', resource },
      { action: 'sqs:GetQueueAttributes', resource },
    ]
    const destinations = DestinationArn
      ? [ownResource(DestinationArn, place)]
      : sourcesOf(own, resource)
    return [...needed, ...destinations.map((one) => ({ action: 'sqs:SendMessage', resource: one }))]
  },

  run(call) {
    const { input, place } = call
    const { SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond: perSecondMax } = input
    checkRate(perSecondMax)
    const source = requireTaskQueue(call, { parameter: 'SourceArn', arn: SourceArn })
    checkOwner(call, 'StartMessageMoveTask', source)
    checkSource(call, source)
    if (DestinationArn) {
      const asked = { parameter: 'DestinationArn', arn: DestinationArn } as const
      checkPair(source, requireTaskQueue(call, asked))
    }
    checkNoneActive(call, source)
    const task = startMoveTask(call, source, {
      ...(DestinationArn && { destinationArn: DestinationArn }),
      ...(perSecondMax !== undefined && { perSecondMax }),
    })
    const sourceArn = queueArn(place, source.name)
    return { TaskHandle: writeTaskHandle({ taskId: task.id, sourceArn }) }
  },
})

/** Without a destination messages return to the queues whose dead letters they are. */
function sourcesOf({ state, place }: SqsReading, arn: string): readonly string[] {
  const sources = state.queues.index('deadLetters').range({ prefix: [arn] })
  return [...sources].map(({ name }) => queueArn(place, name))
}

function checkRate(perSecondMax: number | undefined): void {
  if (perSecondMax === undefined || (perSecondMax >= 1 && perSecondMax <= moveTaskRateMax)) return
  throw invalidTaskRate(moveTaskRateMax)
}

function checkSource({ state, place }: SqsChange, source: Queue): void {
  const prefix = [queueArn(place, source.name)]
  if (state.queues.index('deadLetters').first({ prefix })) return
  throw notADeadLetterQueue(source.name)
}

function checkPair(source: Queue, destination: Queue): void {
  if (source.name === destination.name) throw sourceIsDestination(source.name)
  if (source.settings.isFifo !== destination.settings.isFifo) {
    throw destinationOfOtherType(source.name, destination.name)
  }
}

function checkNoneActive(call: SqsChange, source: Queue): void {
  const active = findActiveTask(call, source)
  if (active) throw taskAlreadyRunning(source.name, active.id)
  const limit = call.limits.valueOf(activeMoveTasks)
  const used = call.state.moveTasks.index('active').count()
  if (used >= limit) throw tooManyActiveTasks({ quota: activeMoveTasks.name, limit, used })
}
