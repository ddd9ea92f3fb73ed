/** What SQS keeps, in one account and region. */
import type { Changing, Reading } from '../../kernel/call.ts'
import { collection, defineState } from '../../kernel/collection.ts'
import type { MessageAttribute } from './message-attributes.ts'
import type { Settings } from './settings.ts'

export interface Queue {
  readonly name: string
  /** Never used again: a queue made anew under an old name shares nothing with the old one. */
  readonly id: string
  /** Under which its messages are kept; a purge moves on to a new one. */
  readonly backlog: string
  readonly createdAtMs: number
  readonly modifiedAtMs: number
  readonly purgedAtMs?: number
  readonly settings: Settings
  readonly tags: Readonly<Record<string, string>>
}

/** Where a message stands in its backlog: the order in which messages came. */
export interface Position {
  readonly sentAtMs: number
  /** Order among those of one instant. */
  readonly n: number
}

export interface Message extends Position {
  readonly backlog: string
  readonly id: string
  readonly body: string
  readonly bodyMd5: string
  /** The unique id of who sent it. */
  readonly senderId: string
  /** Sorted by name. */
  readonly attributes?: readonly MessageAttribute[]
  readonly traceHeader?: string
  readonly groupId?: string
  /** Every message of a FIFO queue has one, and no other. */
  readonly deduplicationId?: string
  /** It may be received from here on; to a fresh one of a FIFO queue the queue's delay is added. */
  readonly visibleAtMs: number
  /** How often it was received from this queue; 0: it is *fresh*. */
  readonly receiveCount: number
  /** How often it was received from the queues that it was in before. */
  readonly earlierReceives?: number
  readonly firstReceivedAtMs?: number
  /** The latest receive from this queue. */
  readonly receivedAtMs?: number
  /** ARN of the queue that it is a dead letter of. */
  readonly sourceArn?: string
  /** When it became one. */
  readonly movedAtMs?: number
}

/** A message group of a FIFO queue that holds messages of it. */
export interface Group {
  readonly backlog: string
  readonly id: string
  /** When its first message was sent. */
  readonly headSentAtMs: number
  /** Messages of it were received; none more are until here. Absent: all are fresh. */
  readonly lockedUntilMs?: number
}

/** A message that a FIFO queue has accepted: another of the same id is a duplicate. */
export interface Accepted extends Position {
  readonly queueId: string
  /** The message group where ids are told apart per group, else empty. */
  readonly scope: string
  readonly deduplicationId: string
  readonly messageId: string
}

/** What a receive of a FIFO queue gave, so that the same attempt is given the same again. */
export interface ReceiveAttempt {
  readonly queueId: string
  readonly id: string
  readonly atMs: number
  readonly received: readonly (Position & { readonly id: string; readonly receiveCount: number })[]
  /** A message that is visible at any other instant was touched since. */
  readonly visibleAtMs: number
}

/** Calls to a FIFO queue within the current second. */
export interface Pace {
  readonly queueId: string
  readonly action: string
  /** A message group with a limit of its own, else empty. */
  readonly groupId: string
  /** Seconds since 1970. */
  readonly second: number
  readonly calls: number
  readonly batched: number
}

export type MoveTaskStatus = 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED' | 'FAILED'

/** Brings the messages of a dead-letter queue back. */
export interface MoveTask {
  /** The dead-letter queue. */
  readonly queueId: string
  readonly queueName: string
  readonly id: string
  readonly startedAtMs: number
  /** Absent: each message returns to the queue it came from. */
  readonly destinationArn?: string
  readonly perSecondMax?: number
  readonly status: MoveTaskStatus
  readonly moved: number
  readonly toMove: number
  readonly failureReason?: string
}

/** A name that can't be used again yet. */
export interface DeletedQueue {
  readonly name: string
  readonly deletedAtMs: number
}

export const state = defineState({
  queues: collection({
    version: 1,
    key: (queue: Queue) => [queue.name],
    indexes: {
      /** Which queues' dead letters go to an ARN. */
      deadLetters: ({ name, settings }: Queue) =>
        settings.redrive && [settings.redrive.targetArn, name],
    },
  }),

  messages: collection({
    version: 1,
    key: (message: Message) => [message.backlog, message.sentAtMs, message.n],
    indexes: {
      /** By the instant from which on they may be received; fresh ones apart from returning ones. */
      visible: (message: Message) => [message.backlog, freshness(message), message.visibleAtMs],
      /** The same within a message group; in a FIFO queue, a group's messages in their order. */
      group: (message: Message) => {
        const { backlog, groupId, deduplicationId } = message
        if (groupId === undefined) return undefined
        if (deduplicationId !== undefined) return [backlog, groupId, message.sentAtMs]
        return [backlog, groupId, freshness(message), message.visibleAtMs]
      },
    },
  }),

  groups: collection({
    version: 1,
    key: (group: Group) => [group.backlog, group.id],
    indexes: {
      /** By the instant from which on they give messages, as `visible` of messages. */
      ready: ({ backlog, headSentAtMs, lockedUntilMs }: Group) =>
        lockedUntilMs === undefined
          ? [backlog, fresh, headSentAtMs]
          : [backlog, returning, lockedUntilMs],
    },
  }),

  accepted: collection({
    version: 1,
    key: (one: Accepted) => [one.queueId, one.scope, one.deduplicationId],
    indexes: { age: (one: Accepted) => [one.queueId, one.sentAtMs, one.n] },
  }),

  receiveAttempts: collection({
    version: 1,
    key: (attempt: ReceiveAttempt) => [attempt.queueId, attempt.id],
    indexes: { age: (attempt: ReceiveAttempt) => [attempt.queueId, attempt.atMs] },
  }),

  paces: collection({
    version: 1,
    key: (pace: Pace) => [pace.queueId, pace.action, pace.groupId],
    indexes: { age: (pace: Pace) => [pace.queueId, pace.second] },
  }),

  moveTasks: collection({
    version: 1,
    key: (task: MoveTask) => [task.queueId, task.startedAtMs, task.id],
    indexes: {
      active: (task: MoveTask) => (isActive(task) ? [task.queueId] : undefined),
    },
  }),

  deletedQueues: collection({
    version: 1,
    key: (queue: DeletedQueue) => [queue.name],
    indexes: { age: (queue: DeletedQueue) => [queue.deletedAtMs] },
  }),
})

export type SqsReading = Reading<typeof state>
export type SqsChange = Changing<typeof state>
export type SqsState = SqsReading['state']

/** How indexes tell messages never received from those that were. */
export const fresh = 'f'
export const returning = 'r'

function freshness(message: Message): string {
  return message.receiveCount === 0 ? fresh : returning
}

export function isActive(task: MoveTask): boolean {
  return task.status === 'RUNNING' || task.status === 'CANCELLING'
}
