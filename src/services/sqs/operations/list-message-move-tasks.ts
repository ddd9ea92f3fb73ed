import { ListMessageMoveTasks } from '../../../generated/sqs.ts'
import { ownResource, queueArn } from '../address.ts'
import { moveTasksListedMax } from '../limits.ts'
import { requireTaskQueue } from '../move-task.ts'
import { invalidTasksMax } from '../move-task-errors.ts'
import { sqsOperation } from '../operation.ts'
import { checkOwner } from '../queue.ts'
import type { MoveTask } from '../state.ts'
import { writeTaskHandle } from '../task-handle.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasks.html */
export const listMessageMoveTasks = sqsOperation(ListMessageMoveTasks, {
  resource: ({ SourceArn }, place) => ownResource(SourceArn, place),

  run(call) {
    const { input, state, place } = call
    const { MaxResults: limit = 1 } = input
    if (limit < 1 || limit > moveTasksListedMax) throw invalidTasksMax()
    const queue = requireTaskQueue(call, { parameter: 'SourceArn', arn: input.SourceArn })
    checkOwner(call, 'ListMessageMoveTasks', queue)
    const tasks = [...state.moveTasks.range({ prefix: [queue.id], reverse: true, limit })]
    return { Results: tasks.map((task) => writeTask(task, queueArn(place, queue.name))) }
  },
})

/** AWS: only a running task still shows the handle to cancel it by. */
function writeTask(task: MoveTask, sourceArn: string) {
  const { id: taskId, status, destinationArn, perSecondMax, failureReason } = task
  return {
    ...(status === 'RUNNING' && { TaskHandle: writeTaskHandle({ taskId, sourceArn }) }),
    Status: status,
    SourceArn: sourceArn,
    ...(destinationArn !== undefined && { DestinationArn: destinationArn }),
    ...(perSecondMax !== undefined && { MaxNumberOfMessagesPerSecond: perSecondMax }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    ...(failureReason !== undefined && { FailureReason: failureReason }),
    StartedTimestamp: task.startedAtMs,
  }
}
