/** How messages leave a queue for a while: they are in flight, until deleted or visible again. */
import { count, dropExpired } from './backlog.ts'
import { findDeadLetterQueue, isDead, moveToDeadLetters } from './dead-letters.ts'
import { chooseFairly } from './fairness.ts'
import { chooseInOrder, lockGroups } from './fifo.ts'
import { inFlightPerFifoQueue, inFlightPerStandardQueue } from './limits.ts'
import type { Message, Queue, SqsChange } from './state.ts'

/** Dead letters that one receive moves away; more wait for the next one. */
const deadLettersMax = 100

export interface Wanted {
  readonly max: number
  readonly visibilityTimeoutMs: number
}

export interface Received {
  readonly messages: readonly Message[]
  /** Nothing more is given while so many are in flight. */
  readonly isFull: boolean
}

/** Takes up to `max` messages, in flight from now on. */
export function receive(change: SqsChange, queue: Queue, wanted: Wanted): Received {
  const { state, clock } = change
  const now = clock.now()
  dropExpired(state, queue, now)
  const inFlight = count(state, queue, 'inFlight', now)
  const room = change.limits.valueOf(inFlightQuota(queue)) - inFlight
  if (room <= 0) return { messages: [], isFull: true }
  const max = Math.min(wanted.max, room)
  const chosen = chooseLive(change, queue, { now, max, inFlight })
  const visibleAtMs = now + wanted.visibilityTimeoutMs
  const messages = chosen.map((message) => ({
    ...message,
    visibleAtMs,
    receiveCount: message.receiveCount + 1,
    receivedAtMs: now,
    firstReceivedAtMs: message.firstReceivedAtMs ?? now,
  }))
  for (const message of messages) state.messages.put(message)
  if (queue.settings.isFifo) lockGroups(state, messages, visibleAtMs)
  return { messages, isFull: false }
}

export function inFlightQuota({ settings }: Queue) {
  return settings.isFifo ? inFlightPerFifoQueue : inFlightPerStandardQueue
}

interface Choice {
  readonly now: number
  readonly max: number
  readonly inFlight: number
}

/** What a receive would be given; it changes nothing. */
export function choose({ state }: SqsChange, queue: Queue, choice: Choice): Message[] {
  return queue.settings.isFifo
    ? chooseInOrder(state, queue, choice)
    : chooseFairly(state, queue, choice)
}

/** Those among them that were received too often already go to the dead-letter queue. */
function chooseLive(change: SqsChange, queue: Queue, choice: Choice) {
  const target = findDeadLetterQueue(change, queue)
  if (!target) return choose(change, queue, choice)
  for (let moved = 0; ;) {
    const chosen = choose(change, queue, choice)
    const dead = chosen.filter((message) => isDead(queue, message))
    for (const message of dead) moveToDeadLetters(change, { queue, target }, message)
    moved += dead.length
    if (dead.length === 0 || moved >= deadLettersMax) {
      return chosen.filter((message) => !isDead(queue, message))
    }
  }
}
