/**
 * Events on their way to an ARN: due work, so that none is lost, tried again as the sender's policy
 * says, and handed to the dead-letter ARN at the end. What can't be delivered at all is reported as
 * an incident, never dropped in silence.
 *
 * In the sender's cell (its account and region) an attempt and the end of its due work are one
 * batch. A batch touches one cell, so elsewhere they are two: the receiver's comes first and leaves
 * a mark, by which an attempt that is repeated after a crash knows that it is done.
 */
import { type Arn, parseArn } from './arn.ts'
import type { JobCall, Outgoing, RetryPolicy } from './call.ts'
import type { Cell } from './cells.ts'
import { collection, defineState, type State, type StateSpec } from './collection.ts'
import { AwsError } from './errors.ts'
import type { Kernel } from './kernel.ts'
import { type Place, partitionOf } from './place.ts'
import { defineService, type JobDefinition, type ServiceDefinition } from './service.ts'

interface Pending extends Outgoing {
  readonly attempt: number
  readonly firstAtMs: number
}

/** Left in the receiver's cell until the sender's knows. */
interface Mark {
  readonly key: string
}

const state = defineState({ marks: collection({ version: 1, key: (mark: Mark) => [mark.key] }) })

export const defaultRetry: RetryPolicy = {
  attemptsMax: 3,
  firstDelayMs: 1_000,
  factor: 2,
  delayMsMax: 60_000,
}

/** What came of an attempt: `refused` is the code of the refusal. */
interface Outcome {
  readonly refused: string | undefined
}

const delivered: Outcome = { refused: undefined }

/** What the attempt needs to know, and what came of it where it was a batch of its own. */
interface Prepared {
  readonly receiver: Receiver | undefined
  readonly outcome?: Outcome
}

interface Receiver {
  readonly service: ServiceDefinition
  readonly arn: Arn
  readonly place: Place
}

type DeliverCall = JobCall<StateSpec, unknown>
type Ended = Pick<DeliverCall, 'key' | 'data' | 'prepared'>
type Asked = Parameters<NonNullable<JobDefinition<StateSpec>['before']>>[0]

export class Delivery {
  readonly service: ServiceDefinition
  readonly #kernel: Kernel

  constructor(kernel: Kernel) {
    this.#kernel = kernel
    this.service = defineService({
      name: 'kernel',
      state,
      operations: [],
      jobs: {
        deliver: {
          before: (call) => this.#prepare(call as Asked),
          run: (call) => this.#finish(call as DeliverCall, call.prepared as Prepared),
          after: (call) => this.#unmark(call),
        },
      },
    })
  }

  /** Part of the sender's change: the event leaves when that is committed. */
  send(from: Cell, event: Outgoing): void {
    const { clock, newId } = from.changing
    const now = clock.now()
    const pending: Pending = { ...event, attempt: 1, firstAtMs: now }
    const cell = { ...from, service: this.service }
    this.#kernel.scheduler.schedule({
      cell,
      dueMs: now,
      job: 'deliver',
      key: newId(),
      data: pending,
    })
  }

  async #prepare(call: Asked): Promise<Prepared> {
    const event = call.data as Pending
    const receiver = await this.#receiverOf(event, call.place)
    if (!receiver || isSameCell(receiver.place, call.place)) return { receiver }
    const outcome = await this.#kernel.changeSafely(() =>
      this.#attemptOnce(receiver, event, call.key),
    )
    return { receiver, outcome }
  }

  async #receiverOf(event: Pending, from: Place): Promise<Receiver | undefined> {
    const arn = parseArn(event.arn)
    const service = arn && (await this.#kernel.parts.services.load(arn.service))
    if (!arn || !service?.delivery) return undefined
    const home = service.home?.(arn, from)
    const region = home?.region ?? (arn.region || from.region)
    const account = home?.account ?? (arn.account || from.account)
    return { service, arn, place: { partition: partitionOf(region), account, region } }
  }

  /** The receiver's batch, where it isn't the sender's. */
  #attemptOnce(receiver: Receiver, event: Pending, key: string): Outcome {
    const marks = this.#marksAt(receiver.place)
    const name = `${key} ${event.attempt}`
    if (marks.get(name)) return delivered
    const outcome = this.#attempt(receiver, event)
    if (outcome === delivered) marks.put({ key: name })
    return outcome
  }

  /** Whatever a receiver wrote before it refused is undone. */
  #attempt({ service, arn, place }: Receiver, event: Pending): Outcome {
    const { changing } = this.#kernel.cells.of(service, place)
    const { body, attributes = {}, source, as } = event
    try {
      this.#kernel.attempt(() =>
        service.delivery?.({ ...changing, arn, body, attributes, source, as }),
      )
      return delivered
    } catch (error) {
      if (error instanceof AwsError) return { refused: error.code }
      this.#kernel.parts.reportBug(error, `delivery to ${event.arn}`)
      return { refused: 'InternalFailure' }
    }
  }

  /** The sender's batch: the due work ends with it. */
  #finish(call: DeliverCall, { receiver, outcome }: Prepared): void {
    const event = call.data as Pending
    if (!receiver) return this.#giveUp(call, event, 'no receiver')
    const { refused } = outcome ?? this.#attempt(receiver, event)
    if (refused !== undefined) this.#again(call, event, refused)
  }

  #again(call: DeliverCall, event: Pending, reason: string): void {
    const retry = event.retry ?? defaultRetry
    const delayMs = Math.min(
      retry.firstDelayMs * retry.factor ** (event.attempt - 1),
      retry.delayMsMax,
    )
    const dueMs = call.clock.now() + delayMs
    const isTooOld = retry.ageMsMax !== undefined && dueMs - event.firstAtMs > retry.ageMsMax
    if (event.attempt >= retry.attemptsMax || isTooOld) return this.#giveUp(call, event, reason)
    call.at(dueMs, 'deliver', call.key, { ...event, attempt: event.attempt + 1 })
  }

  #giveUp(call: DeliverCall, event: Pending, reason: string): void {
    const { deadLetterArn, ...rest } = event
    if (deadLetterArn !== undefined) return call.deliver({ ...rest, arn: deadLetterArn })
    this.#kernel.incidents.record({
      requestId: call.key,
      atMs: call.clock.now(),
      service: parseArn(event.source)?.service ?? 'kernel',
      operation: 'deliver',
      account: call.place.account,
      region: call.place.region,
      caller: event.as,
      code: 'Undeliverable',
      status: 0,
      message: `The event for ${event.arn} could not be delivered: ${reason}.`,
      why: {
        kind: 'dependency',
        arn: event.arn,
        source: event.source,
        attempts: event.attempt,
        reason,
      },
    })
  }

  /** The sender's batch is committed: nobody asks for the mark again. */
  #unmark({ key, data, prepared }: Ended): void {
    const { receiver, outcome } = prepared as Prepared
    if (!receiver || outcome !== delivered) return
    const name = `${key} ${(data as Pending).attempt}`
    this.#kernel.change(() => this.#marksAt(receiver.place).delete(name))
  }

  #marksAt(place: Place) {
    const { changing } = this.#kernel.cells.of(this.service, place)
    return (changing.state as State<typeof state>).marks
  }
}

function isSameCell(a: Place, b: Place): boolean {
  return a.account === b.account && a.region === b.region
}
