/**
 * Move tasks bring dead letters back, at a rate, as work of the queue's own.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
 */
import { parseArn } from '../../kernel/arn.ts'
import { count, nextPosition, remove } from './backlog.ts'
import { missingParameter } from './errors.ts'
import { nextFifoPosition } from './fifo.ts'
import { moveTaskMsMax, moveTaskRateMax, moveTasksListedMax, moveTaskStart } from './limits.ts'
import { meterOf } from './metrics.ts'
import { invalidTaskArn, type TaskQueue, taskQueueDoesNotExist } from './move-task-errors.ts'
import { findByArn } from './queue.ts'
import { choose } from './receiving.ts'
import { put } from './sending.ts'
import {
  isActive,
  type Message,
  type MoveTask,
  type MoveTaskStatus,
  type Queue,
  type SqsChange,
  type SqsReading,
} from './state.ts'

/** Messages that one change moves. */
const sliceMax = 100

/**
 * The queue that a request names by its ARN, in the parameter that its refusals tell.
 * @throws AwsError MissingParameter, InvalidParameterValue or ResourceNotFoundException
 */
export function requireTaskQueue(
  { state, place }: SqsReading,
  { parameter, arn }: { readonly parameter: TaskQueue; readonly arn: string | undefined },
): Queue {
  if (!arn) throw missingParameter(parameter)
  if (!parseArn(arn)) throw invalidTaskArn(parameter, arn)
  const queue = findByArn({ state, place }, arn)
  if (!queue) throw taskQueueDoesNotExist(parameter, arn)
  return queue
}

export function startMoveTask(
  change: SqsChange,
  source: Queue,
  asked: Pick<MoveTask, 'destinationArn' | 'perSecondMax'>,
): MoveTask {
  const { state, clock, newId } = change
  const now = clock.now()
  const toMove = count(state, source, 'ready', now) + count(state, source, 'returned', now)
  const task: MoveTask = {
    ...asked,
    queueId: source.id,
    queueName: source.name,
    id: newId(),
    startedAtMs: now,
    status: 'RUNNING',
    moved: 0,
    toMove,
  }
  forgetOldTasks(change, source)
  state.moveTasks.put(task)
  goOnAt(change, task, now + change.durations.msOf(moveTaskStart))
  return task
}

/** The task shows CANCELLING first. */
export function cancelMoveTask(change: SqsChange, task: MoveTask): void {
  change.state.moveTasks.put({ ...task, status: 'CANCELLING' })
  goOnAt(change, task, change.clock.now() + change.durations.msOf(moveTaskStart))
}

export function findActiveTask({ state }: SqsReading, queue: Queue): MoveTask | undefined {
  return state.moveTasks.index('active').first({ prefix: [queue.id] })
}

/** What the job `moveMessages` is told. */
export type TaskKey = Pick<MoveTask, 'queueId' | 'startedAtMs' | 'id'>

/** A slice of a task's work; the next one follows when its rate allows it. */
export function moveSlice(change: SqsChange, key: TaskKey): void {
  const { state, clock } = change
  const task = state.moveTasks.get(key.queueId, key.startedAtMs, key.id)
  if (!task || !isActive(task)) return
  if (task.status === 'CANCELLING') return end(change, task, 'CANCELLED')
  const now = clock.now()
  const source = state.queues.get(task.queueName)
  if (source?.id !== task.queueId || now - task.startedAtMs >= moveTaskMsMax) {
    return end(change, task, 'FAILED')
  }
  const rate = task.perSecondMax ?? moveTaskRateMax
  const slice = Math.min(rate, sliceMax)
  const result = moveSome(change, { source, task, max: slice })
  const after = { ...task, moved: task.moved + result.moved }
  if (result.failureReason !== undefined) {
    return end(change, { ...after, failureReason: result.failureReason }, 'FAILED')
  }
  if (chooseFrom(change, source, 1).length === 0) return end(change, after, 'COMPLETED')
  state.moveTasks.put(after)
  goOnAt(change, task, now + (slice / rate) * 1_000)
}

interface Slice {
  readonly source: Queue
  readonly task: MoveTask
  readonly max: number
}

function moveSome(change: SqsChange, { source, task, max }: Slice) {
  let moved = 0
  for (const message of chooseFrom(change, source, max)) {
    const destination = findDestination(change, task, message)
    if (!destination) return { moved, failureReason: reasonOf(task) }
    moveBack(change, { source, destination }, message)
    moved++
  }
  return { moved }
}

function chooseFrom(change: SqsChange, source: Queue, max: number): Message[] {
  const now = change.clock.now()
  return choose(change, source, {
    now,
    max,
    inFlight: count(change.state, source, 'inFlight', now),
  })
}

/** The one that was named, or the queue that the message is a dead letter of. */
function findDestination(reading: SqsReading, task: MoveTask, message: Message) {
  const arn = task.destinationArn ?? message.sourceArn
  return arn === undefined ? undefined : findByArn(reading, arn)
}

function reasonOf({ destinationArn }: MoveTask): string {
  return destinationArn === undefined
    ? 'CouldNotDetermineMessageSource'
    : 'AWS.SimpleQueueService.NonExistentQueue'
}

/** AWS: as a new message, with a new id and a new time. */
function moveBack(
  change: SqsChange,
  { source, destination }: { source: Queue; destination: Queue },
  message: Message,
): void {
  const { state, clock, newId } = change
  const now = clock.now()
  const { id, body, bodyMd5, senderId, attributes, traceHeader, groupId } = message
  const { isFifo } = destination.settings
  meterOf(change, source)
  meterOf(change, destination)
  remove(state, source, message, now)
  const moved: Message = {
    ...(isFifo
      ? nextFifoPosition(state, destination, now)
      : nextPosition(state, destination.backlog, now)),
    backlog: destination.backlog,
    id: newId(),
    body,
    bodyMd5,
    senderId,
    ...(attributes && { attributes }),
    ...(traceHeader !== undefined && { traceHeader }),
    ...(groupId !== undefined && { groupId }),
    ...(isFifo && { deduplicationId: message.deduplicationId ?? id }),
    visibleAtMs: now,
    receiveCount: 0,
  }
  put(change, destination, moved)
}

function end({ state }: SqsChange, task: MoveTask, status: MoveTaskStatus): void {
  state.moveTasks.put({ ...task, status })
}

function goOnAt({ at }: SqsChange, { queueId, startedAtMs, id }: MoveTask, dueMs: number): void {
  const key: TaskKey = { queueId, startedAtMs, id }
  at(dueMs, 'moveMessages', id, key)
}

/** A list shows ten at most. */
function forgetOldTasks({ state }: SqsChange, { id }: Queue): void {
  const tasks = [...state.moveTasks.range({ prefix: [id], reverse: true })]
  for (const old of tasks.slice(moveTasksListedMax - 1)) {
    state.moveTasks.delete(id, old.startedAtMs, old.id)
  }
}
