/** Queues: found, made, forgotten. */
import type { Caller } from '../../kernel/caller.ts'
import type { Random } from '../../kernel/random.ts'
import { nameInArn, queueArn, readQueueUrl } from './address.ts'
import {
  emptyQueueName,
  foreignCaller,
  invalidAddress,
  invalidFifoName,
  invalidQueueName,
  missingParameter,
  queueDeletedRecently,
  queueDoesNotExist,
  queueNameMissing,
} from './errors.ts'
import { deletedNameMs } from './limits.ts'
import { forgetMeter, meterOf } from './metrics.ts'
import type { Settings } from './settings.ts'
import type { Queue, SqsChange, SqsReading } from './state.ts'

/**
 * The queue that a URL names.
 * @throws AwsError MissingParameter, InvalidAddress or QueueDoesNotExist
 */
export function requireQueue(reading: SqsReading, url: string | undefined): Queue {
  const { state, place } = reading
  if (!url) throw missingParameter('QueueUrl')
  const address = readQueueUrl(url)
  if (!address || (address.region ?? place.region) !== place.region) {
    throw invalidAddress(url, place.region)
  }
  const queue = requireNamed(state, address.name)
  meterOf(reading, queue)
  return queue
}

interface Called extends SqsReading {
  readonly caller: Caller
}

/** The same for actions that only the queue's own account may do, whatever its policy says. */
export function requireOwnQueue(
  call: Called,
  { url, action }: { readonly url: string | undefined; readonly action: string },
): Queue {
  const queue = requireQueue(call, url)
  checkOwner(call, action, queue)
  return queue
}

/** @throws AwsError AccessDenied */
export function checkOwner(
  { caller, place }: Called,
  action: string,
  queue: Pick<Queue, 'name'>,
): void {
  if (caller.account === place.account) return
  throw foreignCaller(caller.arn, action, queueArn(place, queue.name))
}

export function requireNamed(state: SqsReading['state'], name: string): Queue {
  const queue = state.queues.get(name)
  if (!queue) throw queueDoesNotExist(name)
  return queue
}

/** A queue of this account and region. */
export function findByArn(
  { state, place }: Pick<SqsReading, 'state' | 'place'>,
  arn: string,
): Queue | undefined {
  const name = nameInArn(arn)
  if (name === undefined || queueArn(place, name) !== arn) return undefined
  return state.queues.get(name)
}

const standardName = /^[A-Za-z0-9_-]{1,80}$/
const fifoName = /^[A-Za-z0-9_-]{1,75}\.fifo$/

/** @throws AwsError InvalidParameterValue */
export function checkName(name: string | undefined, isFifo: boolean): asserts name is string {
  if (name === undefined) throw queueNameMissing()
  if (name === '') throw emptyQueueName()
  if (isFifo && !fifoName.test(name)) throw invalidFifoName(name)
  if (!isFifo && !standardName.test(name)) throw invalidQueueName(name)
}

/** @throws AwsError QueueDeletedRecently */
export function checkNotDeletedRecently({ state, clock }: SqsReading, name: string): void {
  const deleted = state.deletedQueues.get(name)
  if (!deleted) return
  const untilMs = deleted.deletedAtMs + deletedNameMs
  if (clock.now() < untilMs) throw queueDeletedRecently(name, untilMs)
}

export function newQueue(
  { clock, random }: SqsReading,
  made: { name: string; settings: Settings; tags: Queue['tags'] },
): Queue {
  const now = clock.now()
  const id = newShortId(random)
  return { ...made, id, backlog: newShortId(random), createdAtMs: now, modifiedAtMs: now }
}

/** Its messages are gone at once, for all to see; the job `sweep` then removes them in slices. */
export function emptyBacklog(change: SqsChange, queue: Queue): Queue {
  sweepLater(change, queue.backlog)
  return { ...queue, backlog: newShortId(change.random) }
}

export function deleteQueue(change: SqsChange, queue: Queue): void {
  const { state, clock, touch } = change
  const now = clock.now()
  const outdated = [
    ...state.deletedQueues.index('age').range({ to: [now - deletedNameMs], limit: 10 }),
  ]
  for (const { name } of outdated) state.deletedQueues.delete(name)
  state.queues.delete(queue.name)
  forgetMeter(change, queue)
  state.deletedQueues.put({ name: queue.name, deletedAtMs: now })
  sweepLater(change, queue.backlog)
  sweepLater(change, queue.id)
  touch(queue.id)
}

/** What is kept under an id that no queue has any more goes in slices. */
function sweepLater({ at, clock }: SqsChange, id: string): void {
  at(clock.now(), 'sweep', id)
}

/** Short, since it starts the key of every message. */
function newShortId(random: Random): string {
  return Buffer.from(random.bytes(8)).toString('base64url')
}
