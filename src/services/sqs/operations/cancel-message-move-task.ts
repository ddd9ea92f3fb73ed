import { CancelMessageMoveTask } from '../../../generated/sqs.ts'
import { nameInArn, ownResource } from '../address.ts'
import { invalidParameter, missingParameter, resourceNotFound, unsupported } from '../errors.ts'
import { cancelMoveTask } from '../move-task.ts'
import { sqsOperation } from '../operation.ts'
import { checkOwner } from '../queue.ts'
import type { MoveTask, SqsReading } from '../state.ts'
import { readTaskHandle, type TaskHandle } from '../task-handle.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CancelMessageMoveTask.html */
export const cancelMessageMoveTask = sqsOperation(CancelMessageMoveTask, {
  resource: ({ TaskHandle }, place) => ownResource(readTaskHandle(TaskHandle)?.sourceArn, place),

  run(call) {
    const { TaskHandle: given } = call.input
    if (!given) throw missingParameter('TaskHandle')
    const handle = readTaskHandle(given)
    if (!handle) {
      throw invalidParameter('Value for parameter TaskHandle is invalid.', { handle: given })
    }
    const task = findTask(call, handle)
    if (!task) throw resourceNotFound('Task does not exist.', handle.taskId)
    checkOwner(call, 'CancelMessageMoveTask', { name: task.queueName })
    // The code is AWS's, its words are not public.
    if (task.status !== 'RUNNING') {
      throw unsupported('Only running tasks can be cancelled.', { status: task.status })
    }
    cancelMoveTask(call, task)
    return { ApproximateNumberOfMessagesMoved: task.moved }
  },
})

function findTask({ state }: SqsReading, { sourceArn, taskId }: TaskHandle): MoveTask | undefined {
  const queue = state.queues.get(nameInArn(sourceArn) ?? '')
  const tasks = queue ? [...state.moveTasks.range({ prefix: [queue.id] })] : []
  return tasks.find((task) => task.id === taskId)
}
