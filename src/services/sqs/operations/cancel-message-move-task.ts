import { CancelMessageMoveTask } from '../../../generated/sqs.ts'
import { nameInArn, ownResource } from '../address.ts'
import { missingParameter } from '../errors.ts'
import { cancelMoveTask } from '../move-task.ts'
import { invalidTaskHandle, taskDoesNotExist, taskNotRunning } from '../move-task-errors.ts'
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
    if (!handle) throw invalidTaskHandle(given)
    const task = findTask(call, handle)
    if (!task) throw taskDoesNotExist(handle.taskId)
    checkOwner(call, 'CancelMessageMoveTask', { name: task.queueName })
    if (task.status !== 'RUNNING') throw taskNotRunning(task.status)
    cancelMoveTask(call, task)
    return { ApproximateNumberOfMessagesMoved: task.moved }
  },
})

function findTask({ state }: SqsReading, { sourceArn, taskId }: TaskHandle): MoveTask | undefined {
  const queue = state.queues.get(nameInArn(sourceArn) ?? '')
  const tasks = queue ? [...state.moveTasks.range({ prefix: [queue.id] })] : []
  return tasks.find((task) => task.id === taskId)
}
