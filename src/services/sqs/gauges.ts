/**
 * What a queue holds, as CloudWatch's gauges: it follows from the messages' instants, so that what
 * it was at any instant since the queue was last changed can be told later.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
import { count } from './backlog.ts'
import { inGroup, noisyGroups } from './fairness.ts'
import { expiredUntil, freshUntil, type Phase, spanOf } from './spans.ts'
import { type Message, type Queue, returning, type SqsState } from './state.ts'

export interface Gauge {
  readonly name: string
  readonly unit: 'Count' | 'Seconds'
  readonly value: number
}

export interface Look {
  /** Those that stay as they are until `nextMs`. */
  readonly gauges: readonly Gauge[]
  /** The ages of messages, which grow; what they counted from. */
  readonly ages: readonly { readonly name: string; readonly sinceMs: number | undefined }[]
  /** When the queue's messages change by themselves; `Infinity`: never. */
  readonly nextMs: number
}

/** What AWS's gauges show of a queue at an instant. */
export function lookAt(state: SqsState, queue: Queue, atMs: number): Look {
  const [live] = lived(state, queue, atMs, 1)
  if (!live) return empty(queue)
  const expired = expiredOf(state, queue, atMs)
  const held = countsOf(
    (phase) => count(state, queue, phase, atMs) - among(expired, queue, phase, atMs),
  )
  const counts = shown(held, '')
  const { isFifo } = queue.settings
  const nextMs = nextChangeMs(state, queue, atMs)
  const ages = [{ name: ageName, sinceMs: oldestSinceMs(state, queue, atMs, () => true) }]
  if (isFifo) {
    const locked = { prefix: [queue.backlog, returning], after: [atMs] }
    const value = state.groups.index('ready').count(locked)
    return { gauges: [...counts, { ...groupsInFlight, value }], ages, nextMs }
  }
  const hasGroups = state.messages.index('group').first({ prefix: [queue.backlog] })
  if (!hasGroups) return { gauges: counts, ages, nextMs }
  const quiet = lookAtQuiet(state, queue, atMs, held)
  return { gauges: [...counts, ...quiet.gauges], ages: [...ages, quiet.age], nextMs }
}

/** The same without the groups that are noisy. */
function lookAtQuiet(state: SqsState, queue: Queue, atMs: number, held: Counts) {
  const noisy = noisyGroups(state, queue, { now: atMs, inFlight: held.notVisible })
  const isQuiet = ({ groupId }: Message) => groupId === undefined || !noisy.includes(groupId)
  const expired = expiredOf(state, queue, atMs).filter((message) => !isQuiet(message))
  const loud = countsOf(
    (phase) => countIn(state, queue, noisy, phase, atMs) - among(expired, queue, phase, atMs),
  )
  const quiet = {
    visible: held.visible - loud.visible,
    notVisible: held.notVisible - loud.notVisible,
    delayed: held.delayed - loud.delayed,
  }
  const sinceMs = oldestSinceMs(state, queue, atMs, isQuiet)
  return {
    gauges: [{ ...noisyGauge, value: noisy.length }, ...shown(quiet, quietSuffix)],
    age: { name: ageName + quietSuffix, sinceMs },
  }
}

const ageName = 'ApproximateAgeOfOldestMessage'
const quietSuffix = 'InQuietGroups'
const noisyGauge = { name: 'ApproximateNumberOfNoisyGroups', unit: 'Count' } as const
const groupsInFlight = {
  name: 'ApproximateNumberOfGroupsWithInflightMessages',
  unit: 'Count',
} as const

interface Counts {
  readonly visible: number
  readonly notVisible: number
  readonly delayed: number
}

function countsOf(counted: (phase: Phase) => number): Counts {
  return {
    visible: counted('ready') + counted('returned'),
    notVisible: counted('inFlight'),
    delayed: counted('delayed'),
  }
}

function shown({ visible, notVisible, delayed }: Counts, suffix: string): readonly Gauge[] {
  const name = (phase: string) => `ApproximateNumberOfMessages${phase}${suffix}`
  return [
    { name: name('Visible'), unit: 'Count', value: visible },
    { name: name('NotVisible'), unit: 'Count', value: notVisible },
    { name: name('Delayed'), unit: 'Count', value: delayed },
  ]
}

function empty({ settings }: Queue): Look {
  const gauges = shown({ visible: 0, notVisible: 0, delayed: 0 }, '')
  return {
    gauges: settings.isFifo ? [...gauges, { ...groupsInFlight, value: 0 }] : gauges,
    ages: [{ name: ageName, sinceMs: undefined }],
    nextMs: Infinity,
  }
}

function countIn(
  state: SqsState,
  queue: Queue,
  groups: readonly string[],
  phase: Phase,
  atMs: number,
): number {
  const index = state.messages.index('group')
  const span = spanOf(queue, phase, atMs)
  return groups.reduce((sum, group) => sum + index.count(inGroup(group, span)), 0)
}

/** Expired messages that one look leaves out by themselves: those that expired the last. */
const expiredMax = 10_000

/** Messages that have expired and that no call has removed yet. */
function expiredOf(state: SqsState, queue: Queue, atMs: number): readonly Message[] {
  const through = [expiredUntil(queue, atMs)]
  const span = { prefix: [queue.backlog], through, reverse: true, limit: expiredMax }
  return [...state.messages.range(span)]
}

/** How many of them the span of a phase has nevertheless. */
function among(expired: readonly Message[], queue: Queue, phase: Phase, atMs: number): number {
  return expired.filter((message) => phaseOf(message, queue, atMs) === phase).length
}

function phaseOf(message: Message, queue: Queue, atMs: number): Phase | undefined {
  const { receiveCount, visibleAtMs } = message
  const isFresh = receiveCount === 0
  if (visibleAtMs > (isFresh ? freshUntil(queue, atMs) : atMs))
    return isFresh ? 'delayed' : 'inFlight'
  if (visibleAtMs <= expiredUntil(queue, atMs)) return undefined
  return isFresh ? 'ready' : 'returned'
}

/** Messages that one look for the oldest passes by. */
const passedMax = 1_000

/**
 * AWS: a message that was received three times moves behind, so that the age is that of the next
 * one; in a dead-letter queue the age counts from the move.
 */
function oldestSinceMs(
  state: SqsState,
  queue: Queue,
  atMs: number,
  isMeant: (message: Message) => boolean,
): number | undefined {
  const { isFifo } = queue.settings
  let oldest: number | undefined
  for (const message of lived(state, queue, atMs, passedMax)) {
    const isBehind = !isFifo && message.receiveCount >= 3
    if (isBehind || !isMeant(message)) continue
    const { movedAtMs, sentAtMs } = message
    if (movedAtMs === undefined) return Math.min(oldest ?? Infinity, sentAtMs)
    oldest = Math.min(oldest ?? Infinity, movedAtMs)
  }
  return oldest
}

function lived(state: SqsState, queue: Queue, atMs: number, limit: number): Iterable<Message> {
  return state.messages.range({
    prefix: [queue.backlog],
    after: [expiredUntil(queue, atMs)],
    limit,
  })
}

/** A delay or a visibility timeout ends, or a message outlives its queue's retention. */
function nextChangeMs(state: SqsState, queue: Queue, atMs: number): number {
  const { isFifo, delayMs, retentionMs } = queue.settings
  const visible = state.messages.index('visible')
  const delayed = visible.first(spanOf(queue, 'delayed', atMs))?.visibleAtMs ?? Infinity
  const inFlight = visible.first(spanOf(queue, 'inFlight', atMs))?.visibleAtMs ?? Infinity
  const [oldest] = lived(state, queue, atMs, 1)
  const expires = oldest ? oldest.sentAtMs + retentionMs : Infinity
  return Math.min(delayed + (isFifo ? delayMs : 0), inFlight, expires)
}
