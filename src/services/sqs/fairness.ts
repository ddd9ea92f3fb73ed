/**
 * Which messages a standard queue gives next: those that have been due the longest, but those of
 * noisy message groups behind the others.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues-detailed.html
 *
 * AWS measures two shares, that of the messages in flight and that of consumers' time; its figures
 * are approximate. Here the first decides.
 */
import type { Span } from '../../kernel/collection.ts'
import { noisyInFlightMin, noisyShare } from './limits.ts'
import { merged, type Phase, type PhaseSpan, spanOf } from './spans.ts'
import type { Message, Queue, SqsState } from './state.ts'

/** Messages of noisy groups in a row after which quiet groups are looked for by name. */
const noisyInRowMax = 100

export interface Choice {
  readonly now: number
  readonly max: number
  /** Of the whole queue. */
  readonly inFlight: number
}

export function chooseFairly(state: SqsState, queue: Queue, choice: Choice): Message[] {
  const { now, max, inFlight } = choice
  if (max <= 0) return []
  const all = dueMessages(state, queue, now)
  if (inFlight < noisyInFlightMin) return first(all, max)
  const noise = new Noise(state, queue, choice)
  const quiet: Message[] = []
  const noisy: Message[] = []
  for (const message of all) {
    if (noise.of(message) > 0) noisy.push(message)
    else quiet.push(message)
    if (quiet.length === max) return quiet
    if (noisy.length === noisyInRowMax) break
  }
  if (noisy.length === noisyInRowMax) addQuietGroups(state, queue, { noise, quiet, max, now })
  noisy.sort((a, b) => noise.of(a) - noise.of(b))
  return [...quiet, ...noisy].slice(0, max)
}

/** How many messages in flight a noisy group has, 0 for a quiet one; each is counted once. */
class Noise {
  readonly #known = new Map<string, number>()
  readonly #state: SqsState
  readonly #queue: Queue
  readonly #choice: Choice

  constructor(state: SqsState, queue: Queue, choice: Choice) {
    this.#state = state
    this.#queue = queue
    this.#choice = choice
  }

  /** A message without a group is a quiet group of its own. */
  of({ groupId }: Message): number {
    if (groupId === undefined) return 0
    const known = this.#known.get(groupId)
    if (known !== undefined) return known
    const { now, inFlight } = this.#choice
    const span = inGroup(groupId, spanOf(this.#queue, 'inFlight', now))
    const count = this.#state.messages.index('group').count(span)
    const isNoisy = count >= noisyInFlightMin && count > inFlight * noisyShare
    this.#known.set(groupId, isNoisy ? count : 0)
    return isNoisy ? count : 0
  }
}

interface Search {
  readonly noise: Noise
  readonly quiet: Message[]
  readonly max: number
  readonly now: number
}

/** Goes from group to group, past the backlog of each. */
function addQuietGroups(state: SqsState, queue: Queue, { noise, quiet, max, now }: Search): void {
  const index = state.messages.index('group')
  const prefix = [queue.backlog]
  const has = new Set(quiet.map((message) => message.id))
  let message = index.first({ prefix })
  while (message && quiet.length < max) {
    const { groupId = '' } = message
    if (noise.of(message) === 0) {
      const due = first(dueMessages(state, queue, now, groupId), max)
      quiet.push(...due.filter((one) => !has.has(one.id)))
    }
    message = index.first({ prefix, after: [groupId] })
  }
}

/** Due ones, fresh and returned, of the queue or of one of its groups. */
function dueMessages(
  state: SqsState,
  queue: Queue,
  now: number,
  groupId?: string,
): Iterable<Message> {
  const index = state.messages.index(groupId === undefined ? 'visible' : 'group')
  const due = (phase: Phase) => {
    const span = spanOf(queue, phase, now)
    return index.range(groupId === undefined ? span : inGroup(groupId, span))
  }
  return merged(due('returned'), due('ready'), (message) => message.visibleAtMs)
}

/** The groups of a standard queue that are noisy now. */
export function noisyGroups(
  state: SqsState,
  queue: Queue,
  { now, inFlight }: Omit<Choice, 'max'>,
): readonly string[] {
  if (inFlight < noisyInFlightMin) return []
  const index = state.messages.index('group')
  const prefix = [queue.backlog]
  const noise = new Noise(state, queue, { now, inFlight, max: 0 })
  const noisy: string[] = []
  for (
    let one = index.first({ prefix });
    one;
    one = index.first({ prefix, after: [groupOf(one)] })
  ) {
    if (noise.of(one) > 0) noisy.push(groupOf(one))
  }
  return noisy
}

function groupOf({ groupId = '' }: Message): string {
  return groupId
}

/** The same phase in the index `group`. */
export function inGroup(groupId: string, span: PhaseSpan): Span {
  const [backlog, freshness] = span.prefix
  return { ...span, prefix: [backlog, groupId, freshness] }
}

function first<T>(all: Iterable<T>, max: number): T[] {
  const found: T[] = []
  for (const one of all) {
    found.push(one)
    if (found.length === max) break
  }
  return found
}
