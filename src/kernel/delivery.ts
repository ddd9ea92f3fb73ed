/**
 * Events on their way to an ARN: due work, so that none is lost, tried again as the sender's policy
 * says, and handed to the dead-letter ARN at the end. What can't be delivered at all is reported as
 * an incident, never dropped in silence.
 */
import { parseArn } from './arn.ts'
import type { JobCall, Outgoing, RetryPolicy } from './call.ts'
import type { Cell } from './cells.ts'
import type { StateSpec } from './collection.ts'
import { AwsError } from './errors.ts'
import type { Kernel } from './kernel.ts'
import { type Place, partitionOf } from './place.ts'
import { defineService, type ServiceDefinition } from './service.ts'

interface Pending extends Outgoing {
  readonly attempt: number
  readonly firstAtMs: number
}

const defaultRetry: RetryPolicy = {
  attemptsMax: 3,
  firstDelayMs: 1_000,
  factor: 2,
  delayMsMax: 60_000,
}

export class Delivery {
  readonly service: ServiceDefinition
  readonly #kernel: Kernel

  constructor(kernel: Kernel) {
    this.#kernel = kernel
    this.service = defineService({
      name: 'kernel',
      state: {},
      operations: [],
      jobs: {
        deliver: {
          before: (call) => this.#receiverOf(call.data as Pending),
          run: (call) => this.#attempt(call),
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
    this.#kernel.scheduler.schedule({ cell, dueMs: now, job: 'deliver', key: newId(), data: pending })
  }

  async #receiverOf(event: Pending): Promise<ServiceDefinition | undefined> {
    const name = parseArn(event.arn)?.service
    return name === undefined ? undefined : this.#kernel.parts.services.load(name)
  }

  #attempt(call: JobCall<StateSpec, unknown>): void {
    const event = call.data as Pending
    const receiver = call.prepared as ServiceDefinition | undefined
    const arn = parseArn(event.arn)
    if (!arn || !receiver?.delivery) return this.#giveUp(call, event, 'no receiver')
    const place: Place = {
      partition: partitionOf(arn.region || call.place.region),
      account: arn.account || call.place.account,
      region: arn.region || call.place.region,
    }
    const { changing } = this.#kernel.cells.of(receiver, place)
    const { body, attributes = {}, source, as } = event
    try {
      receiver.delivery({ ...changing, arn, body, attributes, source, as })
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      this.#again(call, event, error)
    }
  }

  /** A receiver refuses before it writes, so that the next attempt is a change of its own. */
  #again(call: JobCall<StateSpec, unknown>, event: Pending, error: AwsError): void {
    const retry = event.retry ?? defaultRetry
    const delayMs = Math.min(
      retry.firstDelayMs * retry.factor ** (event.attempt - 1),
      retry.delayMsMax,
    )
    const dueMs = call.clock.now() + delayMs
    const isTooOld = retry.ageMsMax !== undefined && dueMs - event.firstAtMs > retry.ageMsMax
    if (event.attempt >= retry.attemptsMax || isTooOld) return this.#giveUp(call, event, error.code)
    call.at(dueMs, 'deliver', call.key, { ...event, attempt: event.attempt + 1 })
  }

  #giveUp(call: JobCall<StateSpec, unknown>, event: Pending, reason: string): void {
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
      why: { kind: 'dependency', arn: event.arn, source: event.source, attempts: event.attempt, reason },
    })
  }
}
