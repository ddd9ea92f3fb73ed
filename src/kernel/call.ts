/** What an operation is handed: its input, its state, and the world it may ask. */
import type { Caller } from './caller.ts'
import type { Now } from './clock.ts'
import type { State, StateSpec } from './collection.ts'
import type { AwsError } from './errors.ts'
import type { Durations } from './durations.ts'
import type { AwsCall } from './internal-calls.ts'
import type { Limits } from './limits.ts'
import type { Remember } from './memory.ts'
import type { Metrics } from './metrics.ts'
import type { Place } from './place.ts'
import type { Ports } from './ports.ts'
import type { Random } from './random.ts'
import type { Wait } from './wait.ts'

/** What every step of a call may read. */
export interface Reading<S extends StateSpec> {
  readonly state: State<S>
  /** The cell's place: the account and region of the resource, not those of the caller. */
  readonly place: Place
  readonly clock: Now
  readonly random: Random
  readonly limits: Limits
  readonly durations: Durations
  readonly ports: Ports
  /** What the service remembers in this cell beside its state; see `memory.ts`. */
  readonly memory: Remember
  /** What it measures of itself, in this account and region. */
  readonly metrics: Metrics
}

/** What a change may do besides writing its state; all of it is part of the one batch. */
export interface Changing<S extends StateSpec> extends Reading<S> {
  /** A new UUID. */
  newId(): string
  /** Has a job run at an instant; a job of the same name and key is moved to it. */
  at(dueMs: number, job: string, key: string, data?: unknown): void
  /** Forgets a job; `false`: there was none. */
  cancel(job: string, key: string): boolean
  /** Wakes the calls that wait for a topic, once the batch is committed. */
  touch(topic: string): void
  /** Hands an event to whatever an ARN names, as a service principal; see `delivery.ts`. */
  deliver(event: Outgoing): void
}

export interface Outgoing {
  /** The receiver. */
  readonly arn: string
  readonly body: string
  /** Message attributes, FIFO ids and the like, for receivers that know them. */
  readonly attributes?: Readonly<Record<string, unknown>>
  /** The ARN that sends: `aws:SourceArn`. */
  readonly source: string
  /** The service principal that the receiver sees, such as `sns.amazonaws.com`. */
  readonly as: string
  readonly retry?: RetryPolicy
  /** Where the event goes when it can't be delivered. */
  readonly deadLetterArn?: string
  /** A job of the sender's that is told what came of it; its data becomes a `Told`. */
  readonly tell?: { readonly job: string; readonly data?: unknown }
}

/** What a sender's job is told of its event at the end. */
export interface Told {
  /** As the event's `tell` has it. */
  readonly data?: unknown
  /** Why it wasn't delivered; absent: it was. */
  readonly refusal?: string
}

export interface RetryPolicy {
  readonly attemptsMax: number
  readonly firstDelayMs: number
  readonly factor: number
  readonly delayMsMax: number
  readonly ageMsMax?: number
}

/** Facts of the request that a few operations answer with or judge by. */
export interface RequestFacts {
  readonly requestId: string
  /** Scheme, host and port by which the client reached Kasane; never stored. */
  readonly endpoint: string
  /** The protocol the request came in, such as `query`. */
  readonly protocol: string
  /** The answer is written as JSON: structures and maps in it may be `preparedJson`. */
  readonly writesJson?: boolean
  /** The client's side of it; `undefined` for calls of services. */
  readonly origin?: Origin
  /** Services that the call came through, the first one first: `aws:CalledVia`. */
  readonly via?: readonly string[]
  /** Calls back when the client goes, so that a long poll ends with it. */
  readonly onGone?: (listener: () => void) => void
  /** Whether the client has gone, as far as its connection tells by now. */
  readonly isGone?: (() => boolean) | undefined
}

/** What a request says of its client, for the condition keys of policies. */
export interface Origin {
  /** An IP address. */
  readonly address: string
  readonly isEncrypted: boolean
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
}

interface Asked<Input> {
  readonly input: Input
  readonly caller: Caller
  readonly request: RequestFacts
}

export interface BeforeCall<Input, S extends StateSpec> extends Reading<S>, Asked<Input> {
  /** Calls another service, as a principal. */
  readonly aws: AwsCall
  /** Lets calls run that have come meanwhile, which may write: for what would keep them waiting. */
  othersTurn(): Promise<void>
}

export interface Call<Input, S extends StateSpec, Prepared = undefined>
  extends Changing<S>, Asked<Input> {
  /** Why members may not be carried out, by the number of their check: those of `isOfMember`. */
  readonly refusals: ReadonlyMap<number, AwsError>
  /**
   * Keeps a member's refusal to be explained, though the call is answered: a statement or an item
   * that its batch leaves undone.
   */
  note(refusal: AwsError): void
  /** What `before` answered. */
  readonly prepared: Prepared
  /** The emulated instant at which the call first ran; a long poll's deadline counts from it. */
  readonly beganAtMs: number
  /** `run` hasn't waited yet. */
  readonly isFirstLook: boolean
  /** The client's time is up: answer now, with whatever there is. */
  readonly isLastLook: boolean
  /**
   * Nothing to answer yet: run again when the topic is touched or the instant is reached, and for
   * the last time when `realMsMax` real milliseconds have passed since the call began.
   */
  waitUntil(dueMs: number, topic: string, realMsMax: number): Wait
}

export interface AfterCall<Input, S extends StateSpec, Prepared, Output>
  extends Reading<S>, Asked<Input> {
  readonly prepared: Prepared
  readonly output: Output
  /** Calls another service, as a principal. */
  readonly aws: AwsCall
  /** Writes what `after` has learned: one more batch. */
  change<Result>(work: (changing: Changing<S>) => Result): Result
}

/** What a job may ask before its turn. */
export interface JobBeforeCall<S extends StateSpec> extends Reading<S> {
  readonly key: string
  readonly data: unknown
  readonly dueMs: number
  /** Calls another service, as a principal. */
  readonly aws: AwsCall
}

/** A job's turn: a change at (or, after a sleep of the machine, behind) its instant. */
export interface JobCall<S extends StateSpec, Prepared = undefined> extends Changing<S> {
  readonly key: string
  readonly data: unknown
  readonly dueMs: number
  readonly prepared: Prepared
  /** It has run as long as others may be kept waiting: what is left is for a job of its own. */
  isTurnOver(): boolean
}
