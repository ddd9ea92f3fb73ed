/**
 * Events on their way to an ARN: due work, so that none is lost, tried again as the sender's policy
 * says, and handed to the dead-letter ARN at the end. What can't be delivered at all is reported as
 * an incident, never dropped in silence. Whether the sender may is judged at each attempt, as a call
 * of its service principal would be: by the policy of the receiver's resource.
 *
 * In the sender's cell (its account and region) an attempt and the end of its due work are one
 * batch. A batch touches one cell, so elsewhere they are two: the receiver's comes first and leaves
 * a mark, by which an attempt that is repeated after a crash knows that it is done.
 */
import { type Arn, parseArn } from './arn.ts'
import type { JobCall, Outgoing, RetryPolicy, Told } from './call.ts'
import { servicePrincipal } from './caller.ts'
import type { Cell } from './cells.ts'
import { collection, defineState, type State, type StateSpec } from './collection.ts'
import { AwsError } from './errors.ts'
import type { Incident } from './incidents.ts'
import type { Kernel } from './kernel.ts'
import { type Place, partitionOf } from './place.ts'
import { resourceFacts } from './resource-facts.ts'
import { defineService, type JobDefinition, type ServiceDefinition } from './service.ts'

interface Pending extends Outgoing {
  /** The service that sends, where it wants to be told what came of it. */
  readonly sender?: string
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

/** What came of an attempt. */
type Outcome = 'delivered' | 'InternalFailure' | AwsError

/** What the attempt needs to know, and what came of it where it was a batch of its own. */
interface Prepared {
  readonly receiver: Receiver | undefined
  readonly outcome?: Outcome
}

interface Receiver {
  readonly service: ServiceDefinition
  readonly arn: Arn
  readonly place: Place
  /** The account that sends: `aws:SourceAccount`. */
  readonly sender: string
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
    const sender = event.tell && from.service.name
    const pending: Pending = { ...event, attempt: 1, firstAtMs: now, ...(sender && { sender }) }
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
    const service = arn && (await this.#serviceOf(arn))
    if (!arn || !service?.delivery) return undefined
    const home = service.home?.(arn, from)
    const region = home?.region ?? (arn.region || from.region)
    const account = home?.account ?? (arn.account || from.account)
    return {
      service,
      arn,
      place: { partition: partitionOf(region), account, region },
      // Buckets' ARNs name no account.
      sender: parseArn(event.source)?.account || from.account,
    }
  }

  /** Most services' ARNs have their own name; several share `autoscaling`. */
  #serviceOf(arn: Arn): Promise<ServiceDefinition | undefined> {
    const { services } = this.#kernel.parts
    return services.load(services.ownerOf?.(arn) ?? arn.service)
  }

  /** The receiver's batch, where it isn't the sender's. */
  #attemptOnce(receiver: Receiver, event: Pending, key: string): Outcome {
    const marks = this.#marksAt(receiver.place)
    const name = `${key} ${event.attempt}`
    if (marks.get(name)) return 'delivered'
    const outcome = this.#attempt(receiver, event)
    if (outcome === 'delivered') marks.put({ key: name })
    return outcome
  }

  /** Whatever a receiver wrote before it refused is undone. */
  #attempt(receiver: Receiver, event: Pending): Outcome {
    const { service, arn, place } = receiver
    const { body, attributes = {}, source, as } = event
    const denial = this.#denialOf(receiver, event)
    if (denial) return denial
    const { changing } = this.#kernel.cells.of(service, place)
    try {
      this.#kernel.attempt(() =>
        service.delivery?.take({ ...changing, arn, body, attributes, source, as }),
      )
      return 'delivered'
    } catch (error) {
      if (error instanceof AwsError) return error
      this.#kernel.parts.reportBug(error, `delivery to ${event.arn}`)
      return 'InternalFailure'
    }
  }

  /** `undefined`: the receiver's policy lets the sender in. */
  #denialOf({ service, arn, place, sender }: Receiver, event: Pending): AwsError | undefined {
    const { cells, clock, parts } = this.#kernel
    const { source, as } = event
    return parts.authoriser.refuse({
      caller: servicePrincipal(as, sender),
      service: service.name,
      action: service.delivery?.action ?? '',
      resource: event.arn,
      region: place.region,
      requestedRegion: place.region,
      owner: place.account,
      input: {},
      request: { requestId: '', endpoint: '', protocol: 'internal' },
      nowMs: clock.now(),
      context: { 'aws:SourceArn': source, 'aws:SourceAccount': sender },
      ...resourceFacts(service, arn, () => cells.of(service, place).changing),
    })
  }

  /** The sender's batch: the due work ends with it. */
  #finish(call: DeliverCall, { receiver, outcome }: Prepared): void {
    const event = call.data as Pending
    if (!receiver) return this.#giveUp(call, event, 'no receiver')
    const end = outcome ?? this.#attempt(receiver, event)
    if (end === 'delivered') return this.#tell(call, event, {})
    if (isLasting(end)) this.#giveUp(call, event, end)
    else this.#again(call, event, end)
  }

  #again(call: DeliverCall, event: Pending, reason: Reason): void {
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

  /** What policies refuse is told of even where the event is kept as a dead letter. */
  #giveUp(call: DeliverCall, event: Pending, reason: Reason): void {
    const { deadLetterArn, ...rest } = event
    if (isDenial(reason) || deadLetterArn === undefined) {
      const { key, place, clock } = call
      this.#kernel.incidents.record({
        requestId: key,
        atMs: clock.now(),
        service: parseArn(event.source)?.service ?? 'kernel',
        operation: 'deliver',
        account: place.account,
        region: place.region,
        caller: event.as,
        ...(isDenial(reason) ? factsOf(reason) : undeliverable(event, reason)),
      })
    }
    this.#tell(call, event, { refusal: wordsOf(reason) })
    if (deadLetterArn !== undefined) {
      const { tell: _, ...letter } = rest
      call.deliver({ ...letter, arn: deadLetterArn })
    }
  }

  /** A job of the sender's in its own cell, at once. */
  #tell(call: DeliverCall, { tell, sender }: Pending, { refusal }: Pick<Told, 'refusal'>): void {
    if (!tell || sender === undefined) return
    const told: Told = { data: tell.data, ...(refusal !== undefined && { refusal }) }
    this.#kernel.scheduler.schedule({
      cell: { service: { name: sender }, place: call.place },
      dueMs: call.clock.now(),
      job: tell.job,
      key: call.key,
      data: told,
    })
  }

  /** The sender's batch is committed: nobody asks for the mark again. */
  #unmark({ key, data, prepared }: Ended): void {
    const { receiver, outcome } = prepared as Prepared
    if (!receiver || outcome !== 'delivered') return
    const name = `${key} ${(data as Pending).attempt}`
    this.#kernel.change(() => this.#marksAt(receiver.place).delete(name))
  }

  #marksAt(place: Place) {
    const { changing } = this.#kernel.cells.of(this.service, place)
    return (changing.state as State<typeof state>).marks
  }
}

/** Why an event isn't delivered. */
type Reason = AwsError | string
type Refusal = Pick<Incident, 'code' | 'status' | 'message' | 'why'>

function isDenial(reason: Reason): reason is AwsError {
  return reason instanceof AwsError && reason.why?.kind === 'access'
}

/**
 * AWS: what lasts until somebody mends it (no permission, no such resource) isn't tried again.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html,
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
function isLasting(reason: Reason): boolean {
  const kind = reason instanceof AwsError ? reason.why?.kind : undefined
  return kind === 'access' || kind === 'not-found'
}

function factsOf({ code, status, message, why }: AwsError): Refusal {
  return { code, status, message, why }
}

function wordsOf(reason: Reason): string {
  return reason instanceof AwsError ? reason.message : reason
}

function undeliverable({ arn, source, attempt }: Pending, found: Reason): Refusal {
  const reason = found instanceof AwsError ? found.code : found
  return {
    code: 'Undeliverable',
    status: 0,
    message: `The event for ${arn} could not be delivered: ${reason}.`,
    why: { kind: 'dependency', arn, source, attempts: attempt, reason },
  }
}

function isSameCell(a: Place, b: Place): boolean {
  return a.account === b.account && a.region === b.region
}
